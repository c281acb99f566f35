/** A modal sheet on the native dialog element: the browser keeps the focus inside and gives it back. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../i18n/t.ts';
import { IconButton } from './icon-button.tsx';

export interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** No heading row: the content brings its own first line. */
  bare?: boolean;
  className?: string;
  /** Where the focus goes when what opened it is no longer there: a selector. */
  returnTo?: string;
}

export function Dialog({ title, onClose, children, bare, className, returnTo }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    const opener = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    // The browser would begin at the button that closes; what the dialog is for comes first.
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog?.close();
      const back = opener instanceof HTMLElement && opener.isConnected ? opener : returnTo ? document.querySelector<HTMLElement>(returnTo) : null;
      back?.focus();
    };
  }, [returnTo]);
  return (
    <dialog
      ref={ref}
      className={`sheet ${className ?? ''}`}
      aria-labelledby={bare ? undefined : id}
      aria-label={bare ? title : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === ref.current) onClose();
      }}
    >
      {bare ? null : (
        <header className="flex min-h-[52px] flex-none items-center gap-2 border-b border-line py-1 pr-2 pl-5">
          <h2 id={id} className="flex-1 font-serif text-20 font-[620]">
            {title}
          </h2>
          <IconButton icon={X} label={t('close')} onClick={onClose} />
        </header>
      )}
      {children}
    </dialog>
  );
}
