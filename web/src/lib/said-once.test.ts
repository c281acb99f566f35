import { describe, expect, it } from 'vitest';
import type { Block } from './contract-types.ts';
import { withoutRepeats } from './said-once.ts';

const p = (text: string): Block => ({ t: 'p', c: [{ t: 'text', text }] });
const picture: Block = { t: 'image', src: 'https://site.example/pier.png', alt: '' };
const lead = 'The harbour council agreed on Tuesday to replace the old ferry';
const page = [p('By Mira Holm'), p(`${lead} with an electric one.`), p('The new line opens before summer.')];

describe('a post beside the page that it announces', () => {
  it('is not shown again where the page says the same, whole or as a teaser that was cut', () => {
    expect(withoutRepeats(page, page)).toEqual([]);
    expect(withoutRepeats([p(`${lead} […]`)], page)).toEqual([]);
    expect(withoutRepeats([{ t: 'quote', c: [p('by mira holm')] }], page)).toEqual([]);
  });

  it('stays where it says something of its own, or so little that it stands there by chance', () => {
    const own = [p(`${lead}. We think that it is late.`)];
    expect(withoutRepeats(own, page)).toBe(own);
    const short = [p('Electric.')];
    expect(withoutRepeats(short, page)).toBe(short);
    expect(withoutRepeats(own, undefined)).toBe(own);
    expect(withoutRepeats(own, [])).toBe(own);
  });

  it('keeps its pictures when the page brings none', () => {
    expect(withoutRepeats([picture, p(lead)], page)).toEqual([picture]);
    expect(withoutRepeats([picture, p(lead)], [...page, picture])).toEqual([]);
  });
});
