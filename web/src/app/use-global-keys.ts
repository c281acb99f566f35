/** One listener for the whole keyboard: going places here, everything else to whoever offers the command. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { runCommand, useCommands } from '../lib/commands.ts';
import { createSequence, isTyping, keyName } from '../lib/keyboard.ts';
import { settingsNow } from '../lib/preferences.ts';
import { listHidden, overlay, toggleSidebar } from './layout-store.ts';

export function useGlobalKeys(): void {
  const navigate = useNavigate();
  useCommands(
    {
      'g t': () => void navigate({ to: '/' }),
      'g b': () => void navigate({ to: '/saved' }),
      'g s': () => void navigate({ to: '/sources' }),
      '/': () => void navigate({ to: '/search' }),
      '?': () => overlay.set('keys'),
      '[': toggleSidebar,
      ']': () => listHidden.set((old) => !old),
    },
    -1,
  );
  useEffect(() => {
    const sequence = createSequence('g');
    const onKey = (event: KeyboardEvent): void => {
      const name = keyName(event);
      if (!name || event.defaultPrevented || event.isComposing) return;
      if (name === 'mod+k') {
        event.preventDefault();
        overlay.set((old) => (old === 'palette' ? 'none' : 'palette'));
        return;
      }
      if (!isForUs(event.target, name)) return;
      if (runCommand(sequence(name === 'Enter' ? 'o' : name))) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** Not while typing, not under a dialog, and single letters only where they are wanted. */
function isForUs(target: EventTarget | null, name: string): boolean {
  if (name.startsWith('mod+') || isTyping(target) || document.querySelector('dialog[open], .menu:popover-open')) return false;
  const always = /^(Escape|Space|Shift\+Space|Enter)$/.test(name);
  return (always || settingsNow().singleKeys) && !belongsToTarget(target, name);
}

/** Enter and Space press what has the focus; the arrows move a divider or a menu. */
function belongsToTarget(target: EventTarget | null, name: string): boolean {
  if (!(target instanceof Element)) return false;
  if (name === 'Enter') return target.closest('a, button, summary, [role=button], [role=separator]') !== null;
  if (name === 'Space' || name === 'Shift+Space') return target.closest('button, summary, [role=button], pre, .table') !== null;
  return name.startsWith('Arrow');
}
