import { expect, it } from 'vitest';
import { cleanText } from './clean-text.ts';

it('keeps what languages write: accents, vowel points, Thai and Vietnamese', () => {
  for (const text of ['Việt Nam — Điện Biên', 'שָׁלוֹם', 'เนื้อที่', 'e\u0301 и\u0306']) expect(cleanText(text)).toBe(text);
});

it('takes out what the database refuses', () => {
  expect(cleanText('a\0b\ud800c')).toBe('ab\ufffdc');
});

it('leaves eight marks of a million on a letter, so that the rest may normalise it', () => {
  const clean = cleanText(`a${'\u0301\u0316'.repeat(500_000)}b`);
  expect(clean).toHaveLength(10);
  expect(clean.normalize('NFC').length).toBeLessThanOrEqual(10);
});

it('counts every mark that Unicode has', () => {
  const passed: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const mark = String.fromCodePoint(code);
    if (/^\p{M}$/u.test(mark) && cleanText(`a${mark.repeat(9)}`) !== `a${mark.repeat(8)}`) passed.push(code.toString(16));
  }
  expect(passed).toEqual([]);
});
