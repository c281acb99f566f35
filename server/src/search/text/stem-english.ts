/** The Snowball stemmer for English, "Porter 2" (snowballstem.org/algorithms/english), linear in the word. */

const WHOLE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    skis: 'ski',
    skies: 'sky',
    dying: 'die',
    lying: 'lie',
    tying: 'tie',
    idly: 'idl',
    gently: 'gentl',
    ugly: 'ugli',
    early: 'earli',
    only: 'onli',
    singly: 'singl',
    sky: 'sky',
    news: 'news',
    howe: 'howe',
    atlas: 'atlas',
    cosmos: 'cosmos',
    bias: 'bias',
    andes: 'andes',
  }),
);
const DONE_AFTER_PLURAL = new Set(['inning', 'outing', 'canning', 'herring', 'earring', 'proceed', 'exceed', 'succeed']);
const STEP2: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tional: 'tion',
    enci: 'ence',
    anci: 'ance',
    abli: 'able',
    entli: 'ent',
    izer: 'ize',
    ization: 'ize',
    ational: 'ate',
    ation: 'ate',
    ator: 'ate',
    alism: 'al',
    aliti: 'al',
    alli: 'al',
    fulness: 'ful',
    ousli: 'ous',
    ousness: 'ous',
    iveness: 'ive',
    iviti: 'ive',
    biliti: 'ble',
    bli: 'ble',
    ogi: 'og',
    fulli: 'ful',
    lessli: 'less',
    li: '',
  }),
);
const STEP3: ReadonlyMap<string, string> = new Map(
  Object.entries({ tional: 'tion', ational: 'ate', alize: 'al', icate: 'ic', iciti: 'ic', ical: 'ic', ful: '', ness: '', ative: '' }),
);
const STEP4 = new Set('al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion'.split(' '));
const LONGEST = 7;

/** `word` is lower case; an apostrophe in it is "'". */
export function stemEnglish(word: string): string {
  if (word.length <= 2) return word;
  const whole = WHOLE.get(word);
  if (whole !== undefined) return whole;
  let stem = cutPossessive(markConsonantY(word.startsWith("'") ? word.slice(1) : word));
  const r1 = firstRegion(stem);
  const r2 = nextRegion(stem, r1);
  stem = cutPlural(stem);
  if (DONE_AFTER_PLURAL.has(stem)) return stem;
  stem = cutPast(stem, r1);
  stem = stem.length > 2 && /[yY]$/.test(stem) && !isVowel(stem, stem.length - 2) ? `${stem.slice(0, -1)}i` : stem;
  stem = replaceStep2(stem, r1);
  stem = replaceStep3(stem, r1, r2);
  stem = cutStep4(stem, r2);
  stem = cutLast(stem, r1, r2);
  return stem.includes('Y') ? stem.replaceAll('Y', 'y') : stem;
}

/** A "y" that stands for a consonant is written "Y" meanwhile. */
function markConsonantY(word: string): string {
  if (!word.includes('y')) return word;
  let out = '';
  for (let i = 0; i < word.length; i++) out += word[i] === 'y' && (i === 0 || isVowel(out, i - 1)) ? 'Y' : word[i]!;
  return out;
}

function isVowel(word: string, at: number): boolean {
  return 'aeiouy'.includes(word[at] ?? '?');
}

function firstRegion(word: string): number {
  for (const start of ['gener', 'commun', 'arsen']) if (word.startsWith(start)) return start.length;
  return nextRegion(word, 0);
}

function nextRegion(word: string, from: number): number {
  for (let i = from + 1; i < word.length; i++) if (isVowel(word, i - 1) && !isVowel(word, i)) return i + 1;
  return word.length;
}

function hasVowel(word: string): boolean {
  for (let i = 0; i < word.length; i++) if (isVowel(word, i)) return true;
  return false;
}

function cutPossessive(word: string): string {
  for (const suffix of ["'s'", "'s", "'"]) if (word.endsWith(suffix)) return word.slice(0, -suffix.length);
  return word;
}

function cutPlural(word: string): string {
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1);
  if (!word.endsWith('s') || word.endsWith('us') || word.endsWith('ss')) return word;
  return hasVowel(word.slice(0, -2)) ? word.slice(0, -1) : word;
}

function cutPast(word: string, r1: number): string {
  for (const suffix of ['eedly', 'eed']) {
    if (word.endsWith(suffix)) return word.length - suffix.length >= r1 ? `${word.slice(0, -suffix.length)}ee` : word;
  }
  for (const suffix of ['ingly', 'edly', 'ing', 'ed']) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, -suffix.length);
    return hasVowel(stem) ? mendEnd(stem, r1) : word;
  }
  return word;
}

function mendEnd(stem: string, r1: number): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (/(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/.test(stem)) return stem.slice(0, -1);
  return r1 >= stem.length && endsShort(stem) ? `${stem}e` : stem;
}

/** Ends in a short syllable: consonant, vowel, consonant other than w, x, Y; or vowel, consonant at the start. */
function endsShort(stem: string): boolean {
  const end = stem.length - 1;
  if (isVowel(stem, end) || !isVowel(stem, end - 1)) return false;
  return end === 1 || (end > 1 && !isVowel(stem, end - 2) && !'wxY'.includes(stem[end]!));
}

function longest(word: string, has: (suffix: string) => boolean): string {
  for (let length = Math.min(LONGEST, word.length); length > 0; length--) {
    const suffix = word.slice(word.length - length);
    if (has(suffix)) return suffix;
  }
  return '';
}

function replaceStep2(word: string, r1: number): string {
  const suffix = longest(word, (s) => STEP2.has(s));
  const start = word.length - suffix.length;
  if (suffix === '' || start < r1) return word;
  if (suffix === 'ogi' && word[start - 1] !== 'l') return word;
  if (suffix === 'li' && !'cdeghkmnrt'.includes(word[start - 1] ?? '?')) return word;
  return word.slice(0, start) + STEP2.get(suffix)!;
}

function replaceStep3(word: string, r1: number, r2: number): string {
  const suffix = longest(word, (s) => STEP3.has(s));
  const start = word.length - suffix.length;
  if (suffix === '' || start < (suffix === 'ative' ? r2 : r1)) return word;
  return word.slice(0, start) + STEP3.get(suffix)!;
}

function cutStep4(word: string, r2: number): string {
  const suffix = longest(word, (s) => STEP4.has(s));
  const start = word.length - suffix.length;
  if (suffix === '' || start < r2) return word;
  if (suffix === 'ion' && !'st'.includes(word[start - 1] ?? '?')) return word;
  return word.slice(0, start);
}

function cutLast(word: string, r1: number, r2: number): string {
  const start = word.length - 1;
  if (word.endsWith('e')) return start >= r2 || (start >= r1 && !endsShort(word.slice(0, start))) ? word.slice(0, start) : word;
  return word.endsWith('l') && start >= r2 && word[start - 1] === 'l' ? word.slice(0, start) : word;
}
