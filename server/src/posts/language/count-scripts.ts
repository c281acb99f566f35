/** Which scripts a text is written in. */

export type Script =
  | 'latin'
  | 'cyrillic'
  | 'greek'
  | 'hebrew'
  | 'arabic'
  | 'han'
  | 'kana'
  | 'hangul'
  | 'thai'
  | 'devanagari'
  | 'bengali'
  | 'tamil'
  | 'telugu'
  | 'gujarati'
  | 'gurmukhi'
  | 'kannada'
  | 'malayalam'
  | 'sinhala'
  | 'georgian'
  | 'armenian'
  | 'ethiopic'
  | 'khmer'
  | 'lao'
  | 'myanmar';

/** First code, last code, script; ascending. */
const ranges: readonly (readonly [number, number, Script])[] = [
  [0x41, 0x5a, 'latin'],
  [0x61, 0x7a, 'latin'],
  [0xc0, 0x24f, 'latin'],
  [0x250, 0x2af, 'latin'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x52f, 'cyrillic'],
  [0x531, 0x58f, 'armenian'],
  [0x5d0, 0x5f2, 'hebrew'],
  [0x620, 0x6ff, 'arabic'],
  [0x750, 0x77f, 'arabic'],
  [0x900, 0x97f, 'devanagari'],
  [0x980, 0x9ff, 'bengali'],
  [0xa00, 0xa7f, 'gurmukhi'],
  [0xa80, 0xaff, 'gujarati'],
  [0xb80, 0xbff, 'tamil'],
  [0xc00, 0xc7f, 'telugu'],
  [0xc80, 0xcff, 'kannada'],
  [0xd00, 0xd7f, 'malayalam'],
  [0xd80, 0xdff, 'sinhala'],
  [0xe00, 0xe7f, 'thai'],
  [0xe80, 0xeff, 'lao'],
  [0x1000, 0x109f, 'myanmar'],
  [0x10a0, 0x10ff, 'georgian'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1200, 0x139f, 'ethiopic'],
  [0x1780, 0x17ff, 'khmer'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'greek'],
  [0x3041, 0x30ff, 'kana'],
  [0x3400, 0x4dbf, 'han'],
  [0x4e00, 0x9fff, 'han'],
  [0xac00, 0xd7a3, 'hangul'],
  [0xfb1d, 0xfb4f, 'hebrew'],
  [0xfb50, 0xfdff, 'arabic'],
  [0xfe70, 0xfeff, 'arabic'],
];

/** Place of the script in `ranges`, from 1, for each code; 0 for what is no letter. */
const rangeOfCode = new Uint8Array(0x10000);
ranges.forEach(([from, to], n) => rangeOfCode.fill(n + 1, from, to + 1));
for (const code of [0xd7, 0xf7]) rangeOfCode[code] = 0;

export function scriptOf(code: number): Script | null {
  const range = rangeOfCode[code] ?? 0;
  return range === 0 ? null : ranges[range - 1]![2];
}

const counts = new Uint32Array(ranges.length + 1);

/** Letters by script, the one with most first. A letter of a script that writes words in one or two counts for three. */
export function countScripts(text: string, limit: number): { script: Script; letters: number }[] {
  counts.fill(0);
  const end = Math.min(text.length, limit);
  for (let at = 0; at < end; at++) counts[rangeOfCode[text.charCodeAt(at)]!]!++;
  const byScript = new Map<Script, number>();
  for (let n = 1; n < counts.length; n++) {
    if (counts[n] === 0) continue;
    const script = ranges[n - 1]![2];
    const weight = script === 'han' || script === 'kana' || script === 'hangul' ? 3 : 1;
    byScript.set(script, (byScript.get(script) ?? 0) + counts[n]! * weight);
  }
  return [...byScript].map(([script, letters]) => ({ script, letters })).sort((a, b) => b.letters - a.letters);
}
