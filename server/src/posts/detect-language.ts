import { CYRILLIC, CYRILLIC_LETTERS, foreignLetters } from './language/alphabets.ts';
import { countScripts, scriptOf, type Script } from './language/count-scripts.ts';
import { scriptModel, type ModelScript, type ScriptModel } from './language/model.ts';

export interface LanguageHints {
  /** What the source declares for the post; often wrong, so it only tips the scales. */
  declared?: string | null;
  /** ISO 639-1 of most posts of the source. */
  sourceMajority?: string | null;
}

const MAX_TEXT = 600;
/** Letters that are looked at closely: more say nothing new. */
const MAX_LETTERS = 240;

/** So far ahead after so many letters, no language is overtaken by what follows. */
const CLEAR_LEAD = 40;
const LETTERS_BEFORE_A_LOOK = 60;

/** On the log scale of the model. A letter that a language does not have outweighs most of them. */
const FOREIGN_LETTER = 5;
const MAJORITY = 15;
const DECLARED = 6;
/** "en" is what programs declare when nobody told them. */
const DECLARED_BY_DEFAULT = 2;
/** Before anything is read: what people who use this read most. */
const prior: Record<string, number> = { ru: 10, en: 9, uk: 3 };

/** ISO 639-1 of the language of a text; null when it has no words. */
export function detectLanguage(text: string, hints: LanguageHints = {}): string | null {
  const words = withoutLinks(text.slice(0, MAX_TEXT * 3)).slice(0, MAX_TEXT);
  const scripts = countScripts(words, MAX_TEXT);
  const main = mainScript(scripts);
  if (main === null) return null;
  if (main === 'cyrillic' || main === 'latin') return byWords(words.toLowerCase(), main, hints);
  return byScript(main, scripts, words, hints);
}

function withoutLinks(text: string): string {
  // Few texts hold any of these, and looking for an address letter by letter costs more than the rest of the detection.
  const bare = /:\/\/|www\.|t\.me\//.test(text) ? text.replace(/https?:\/\/\S+|(?<![\p{L}\p{N}])(?:www\.\S+|t\.me\/\S+)/gu, ' ') : text;
  return bare.includes('@') ? bare.replace(/(?<![\p{L}\p{N}])@\w+|\b[\w.-]{1,60}@[\w-]{1,60}\.[\w.-]{1,60}/gu, ' ') : bare;
}

/** Brand names and codes are written in Latin letters everywhere, so another script wins with fewer letters. */
function mainScript(scripts: readonly { script: Script; letters: number }[]): Script | null {
  const [first, second] = scripts;
  if (first === undefined || first.letters < 2) return null;
  if (first.script === 'latin' && second !== undefined && second.letters * 2.5 > first.letters) return second.script;
  return first.script;
}

const languageOfScript: Partial<Record<Script, string>> = {
  greek: 'el',
  hebrew: 'he',
  hangul: 'ko',
  kana: 'ja',
  thai: 'th',
  devanagari: 'hi',
  bengali: 'bn',
  tamil: 'ta',
  telugu: 'te',
  gujarati: 'gu',
  gurmukhi: 'pa',
  kannada: 'kn',
  malayalam: 'ml',
  sinhala: 'si',
  georgian: 'ka',
  armenian: 'hy',
  ethiopic: 'am',
  khmer: 'km',
  lao: 'lo',
  myanmar: 'my',
};
/** Other languages of a script, believed when the source names them. */
const othersOfScript: Partial<Record<Script, readonly string[]>> = {
  arabic: ['ar', 'fa', 'ur', 'ps', 'ckb', 'ug'],
  devanagari: ['hi', 'mr', 'ne', 'sa'],
  hebrew: ['he', 'yi'],
};

function byScript(main: Script, scripts: readonly { script: Script; letters: number }[], text: string, hints: LanguageHints): string | null {
  if (main === 'han') return scripts.some(({ script, letters }) => script === 'kana' && letters > 6) ? 'ja' : 'zh';
  const named = [base(hints.sourceMajority), base(hints.declared)].find((language) => language !== null && othersOfScript[main]?.includes(language));
  if (main !== 'arabic') return named ?? languageOfScript[main] ?? null;
  if (/[ٹڈڑںھے]/.test(text)) return 'ur';
  if (/[پچژگ]/.test(text) || /(?:^|\s)(?:است|این|که|از|می)(?:\s|$)/.test(text)) return named ?? 'fa';
  return named ?? 'ar';
}

function byWords(lower: string, script: ModelScript, hints: LanguageHints): string {
  const model = scriptModel(script);
  const scores = Float64Array.from(model.languages, (language) => prior[language] ?? 0);
  addHint(model, scores, base(hints.sourceMajority), MAJORITY);
  const declared = base(hints.declared);
  addHint(model, scores, declared, declared === 'en' ? DECLARED_BY_DEFAULT : DECLARED);
  readWords(lower, script, model, scores);
  let best = 0;
  for (let n = 1; n < scores.length; n++) if (scores[n]! > scores[best]!) best = n;
  return model.languages[best]!;
}

function addHint(model: ScriptModel, scores: Float64Array, language: string | null, weight: number): void {
  const at = language === null ? -1 : model.languages.indexOf(language);
  if (at >= 0) scores[at]! += weight;
}

/** Scores each word of the script; words of another script are names and are passed over. */
function readWords(lower: string, script: ModelScript, model: ScriptModel, scores: Float64Array): void {
  let letters = 0;
  let nextLook = LETTERS_BEFORE_A_LOOK;
  let at = 0;
  while (at < lower.length && letters < MAX_LETTERS) {
    if (letters >= nextLook) {
      if (leadOf(scores) > CLEAR_LEAD) break;
      nextLook += LETTERS_BEFORE_A_LOOK;
    }
    if (scriptOf(lower.charCodeAt(at)) !== script) {
      at++;
      continue;
    }
    const from = at;
    while (at < lower.length && (scriptOf(lower.charCodeAt(at)) === script || isJoiner(lower, at))) at++;
    model.scoreWord(lower, from, at, scores);
    letters += at - from;
  }
  if (script === 'cyrillic') weighLetters(lower.slice(0, at), model, scores);
}

/** How far the best is ahead of the second. */
function leadOf(scores: Float64Array): number {
  let best = -Infinity;
  let second = -Infinity;
  for (const score of scores) {
    if (score > best) [best, second] = [score, best];
    else if (score > second) second = score;
  }
  return best - second;
}

/** An apostrophe inside a word, as in "don't" and "об'єкт". */
function isJoiner(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code === 0x27 || code === 0x2019 || code === 0x2bc) && scriptOf(text.charCodeAt(at + 1)) !== null;
}

const letterCounts = new Uint16Array(CYRILLIC_LETTERS);

/** A letter that a language does not have speaks against it each time. */
function weighLetters(text: string, model: ScriptModel, scores: Float64Array): void {
  letterCounts.fill(0);
  for (let at = 0; at < text.length; at++) {
    const letter = text.charCodeAt(at) - CYRILLIC;
    if (letter >= 0 && letter < CYRILLIC_LETTERS) letterCounts[letter]!++;
  }
  for (let n = 0; n < scores.length; n++) {
    const foreign = foreignLetters(model.languages[n]!);
    if (foreign === null) continue;
    let count = 0;
    for (let letter = 0; letter < CYRILLIC_LETTERS; letter++) count += letterCounts[letter]! * foreign[letter]!;
    scores[n]! -= count * FOREIGN_LETTER;
  }
}

/** "pt-BR" → "pt". */
function base(tag: string | null | undefined): string | null {
  return tag ? (tag.toLowerCase().split(/[-_]/, 1)[0] ?? null) : null;
}
