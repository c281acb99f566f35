/** The whole sidebar over a narrow window: folders and sources within reach of the mouse. */
import { type MouseEvent, useEffect, useRef } from 'react';
import { t } from '../i18n/t.ts';
import { sidebarOver } from './layout-store.ts';
import { Sidebar } from './sidebar.tsx';

export function SidebarOver() {
  const ref = useRef<HTMLDialogElement>(null);
  const close = (): void => sidebarOver.set(false);
  useEffect(() => {
    const dialog = ref.current;
    if (dialog && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  const closeIfDone = (event: MouseEvent): void => {
    const at = event.target as Element;
    if (at === ref.current || at.closest('a')) close();
  };
  return (
    <dialog
      ref={ref}
      className="sidebar-over"
      aria-label={t('nav.label')}
      onClose={close}
      onClick={closeIfDone}
      onKeyDown={(event) => {
        if (event.code !== 'BracketLeft') return;
        event.stopPropagation();
        close();
      }}
    >
      <Sidebar narrow={false} />
    </dialog>
  );
}
