import { describe, expect, it } from 'vitest';
import { createSequence, keyName } from './keyboard.ts';

const press = (code: string, more: Partial<{ key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean }> = {}) =>
  keyName({ code, key: '', shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe('single keys', () => {
  it('go by their place on the keyboard, so that the Russian layout works', () => {
    expect(press('KeyJ', { key: 'о' })).toBe('j');
    expect(press('Slash', { key: '.' })).toBe('/');
    expect(press('BracketLeft', { key: 'х' })).toBe('[');
  });

  it('tell Shift, Ctrl and Command apart and leave Alt alone', () => {
    expect(press('KeyA', { shiftKey: true })).toBe('A');
    expect(press('Slash', { shiftKey: true })).toBe('?');
    expect(press('KeyK', { metaKey: true })).toBe('mod+k');
    expect(press('KeyJ', { altKey: true })).toBeNull();
    expect(press('F5')).toBeNull();
  });

  it('make a sequence only within a second', () => {
    let now = 0;
    const sequence = createSequence('g', () => now);
    expect([sequence('g'), sequence('t'), sequence('t')]).toEqual(['g', 'g t', 't']);
    sequence('g');
    now = 1500;
    expect(sequence('s')).toBe('s');
  });
});
