/** Short messages with an undo: 10 s, longer while the pointer or the focus is on them. Never for errors of a page. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../i18n/t.ts';
import { isTyping, keyName } from '../lib/keyboard.ts';
import { createStore, useStore } from '../lib/small-store.ts';

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; run: () => void; isUndo?: true };
}
const toasts = createStore<Toast[]>([]);
let nextId = 1;

/** Shows a message; the newest stands last, at most two at once. */
export function showToast(text: string, action?: Toast['action']): void {
  toasts.set((old) => [...old.slice(-1), { id: nextId++, text, ...(action ? { action } : {}) }]);
}
/** Says what has been done, and takes it back by the button or by Ctrl+Z. */
export function showUndo(text: string, run: () => void): void {
  showToast(text, { label: t('undo'), run, isUndo: true });
}
const dismiss = (id: number): void => toasts.set((old) => old.filter((toast) => toast.id !== id));

function runAction(toast: Toast): void {
  toast.action?.run();
  dismiss(toast.id);
}

/** The way to the button is long for the keyboard, and ten seconds are short. */
function onUndoKey(event: KeyboardEvent): void {
  if (keyName(event) !== 'mod+z' || event.shiftKey || event.defaultPrevented || isTyping(event.target)) return;
  const newest = toasts.get().findLast((toast) => toast.action?.isUndo);
  if (!newest) return;
  event.preventDefault();
  runAction(newest);
}

export function Toaster() {
  const shown = useStore(toasts);
  useEffect(() => {
    addEventListener('keydown', onUndoKey);
    return () => removeEventListener('keydown', onUndoKey);
  }, []);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-4 bottom-[calc(68px+var(--safe-b))] z-30 mx-auto grid max-w-[440px] gap-2 md:bottom-5 md:right-auto md:left-[calc(var(--sidebar,0px)+20px)] md:mx-0 md:w-80 lg:w-[368px]"
    >
      {shown.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function OneToast({ toast }: { toast: Toast }) {
  const held = useRef(false);
  useEffect(() => {
    let left = toast.action ? 10_000 : 4000;
    const timer = setInterval(() => {
      if (!held.current) left -= 250;
      if (left <= 0) dismiss(toast.id);
    }, 250);
    return () => clearInterval(timer);
  }, [toast]);
  const hold = (value: boolean) => () => void (held.current = value);
  return (
    <div className="toast pointer-events-auto" onPointerEnter={hold(true)} onPointerLeave={hold(false)} onFocus={hold(true)} onBlur={hold(false)}>
      <span className="min-w-0 flex-1 py-2">{toast.text}</span>
      {toast.action ? (
        <button type="button" onClick={() => runAction(toast)} {...(toast.action.isUndo ? { title: 'Ctrl+Z', 'aria-keyshortcuts': 'Control+Z Meta+Z' } : {})}>
          {toast.action.label}
        </button>
      ) : (
        <button type="button" aria-label={t('close')} onClick={() => dismiss(toast.id)}>
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
