/** Single keys by their place on the keyboard, so that "j" works in the Russian layout too. */
export interface KeyPress {
  code: string;
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const names: Record<string, string> = {
  Slash: '/',
  Period: '.',
  BracketLeft: '[',
  BracketRight: ']',
  Enter: 'Enter',
  Escape: 'Escape',
  Space: 'Space',
  ArrowUp: 'ArrowUp',
  ArrowDown: 'ArrowDown',
};

const shifted: Record<string, string> = { Slash: '?', Space: 'Shift+Space' };

/** The name of a press: `j`, `A` (with Shift), `?`, `mod+k`, `Escape`; null when it is not for us. */
export function keyName(press: KeyPress): string | null {
  if (press.altKey) return null;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (press.ctrlKey || press.metaKey) return letter ? `mod+${letter.toLowerCase()}` : null;
  if (letter) return press.shiftKey ? letter : letter.toLowerCase();
  return signName(press);
}

function signName(press: KeyPress): string | null {
  if (press.key === '?' && press.code === 'Slash') return '?';
  return (press.shiftKey ? shifted[press.code] : undefined) ?? names[press.code] ?? null;
}

/** True where letters are typed, so that single keys must stay letters. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'file'].includes(target.type))
  );
}

/** Follows two-key sequences such as `g t`; the second key must come within a second. */
export function createSequence(prefix: string, now: () => number = Date.now): (name: string) => string {
  let armedAt = Number.NEGATIVE_INFINITY;
  return (name) => {
    const armed = now() - armedAt < 1000;
    armedAt = Number.NEGATIVE_INFINITY;
    if (armed) return `${prefix} ${name}`;
    if (name === prefix) armedAt = now();
    return name;
  };
}
