/**
 * Tells whether two posts report one event in words of their own. Apart from de-duplication: here the
 * words differ and the event is the same. Pure functions; the caller finds the pairs worth asking about.
 */
import { stopWords } from './language-stop-words.ts';

/** The words of a post as the comparison needs them; make them once and keep them while comparing. */
export interface StoryTerms {
  language: string | null;
  title: ReadonlySet<string>;
  /** Stem → how often, in title and text. */
  all: ReadonlyMap<string, number>;
  /** The same for the title and the beginning of the text, where news say what happened. */
  lead: ReadonlyMap<string, number>;
  /** Numbers, and words with a capital, of the title. */
  titleFacts: { numbers: ReadonlySet<string>; names: ReadonlySet<string> };
}

/** How telling a stem is: about ln(posts / posts with the stem). */
export type StemWeight = (stem: string) => number;

export interface StoryVerdict {
  same: boolean;
  /** 0 to 1; `same` from 0.5 on. */
  score: number;
}

const STEM_LETTERS = 5;
const MAX_WORDS = 600;
const LEAD_CHARACTERS = 350;
const MAX_HEADLINE = 140;

export function storyTerms(post: { title: string | null; text: string; language?: string | null }): StoryTerms {
  const title = post.title ?? firstSentence(post.text);
  const titleStems = stems(title);
  const body = stems(post.text.slice(0, MAX_WORDS * 12)).slice(0, MAX_WORDS);
  return {
    language: post.language ?? null,
    title: new Set(titleStems),
    all: counted([...titleStems, ...body]),
    lead: counted([...titleStems, ...stems(post.text.slice(0, LEAD_CHARACTERS))]),
    titleFacts: { numbers: new Set(title.match(/\d+(?:[.,]\d+)?/g) ?? []), names: new Set(stems(title.match(/\p{Lu}[\p{L}\p{N}]+/gu)?.join(' ') ?? '')) },
  };
}

/** By words alone. Without `weight`, long words count more than short ones. */
export function sameStory(a: StoryTerms, b: StoryTerms, weight: StemWeight = weightByLength): StoryVerdict {
  return verdict(clash(a, b, weight) ? NEVER : evidenceOfWords(a, b, weight));
}

/** A cosine and what is usual for posts that have nothing in common, by the same model. */
export interface VectorEvidence {
  cosine: number;
  typical: { mean: number; deviation: number };
}

/**
 * By words and by meaning. Models spread their cosines differently, so what counts is how far above
 * the usual one this is. Between two languages the words say nothing and the vectors decide.
 */
export function sameStoryWithVectors(a: StoryTerms, b: StoryTerms, vectors: VectorEvidence, weight: StemWeight = weightByLength): StoryVerdict {
  const { cosine, typical } = vectors;
  const above = (cosine - typical.mean) / Math.max(typical.deviation, 1e-6);
  const meaning = Math.max(-4, Math.min(4, (above - NEAR) * 1.2));
  if (a.language !== null && b.language !== null && a.language !== b.language) return verdict(meaning - 0.5);
  if (clash(a, b, weight)) return verdict(NEVER);
  return verdict(0.6 * evidenceOfWords(a, b, weight) + 0.9 * meaning);
}

/** Standard deviations above the usual cosine at which two posts are as likely as not of one event. */
const NEAR = 3.2;
const NEVER = -5;

/** Log-odds; the weights were fitted on labelled pairs of Russian and English news. */
function evidenceOfWords(a: StoryTerms, b: StoryTerms, weight: StemWeight): number {
  const headlines = (coverage(a.title, b.all, weight) + coverage(b.title, a.all, weight)) / 2;
  return 2.25 * cosine(a.all, b.all, weight) + 2.8 * headlines + 1.7 * cosine(a.lead, b.lead, weight) - 2.95;
}

function verdict(logOdds: number): StoryVerdict {
  const score = 1 / (1 + Math.exp(-logOdds));
  return { same: score >= 0.5, score };
}

/** One template, two events: headlines alike but for their numbers or names ("Weather in A", "Weather in B"). */
function clash(a: StoryTerms, b: StoryTerms, weight: StemWeight): boolean {
  const alike = jaccard(a.title, b.title, weight);
  if (alike < 0.25) return false;
  return differ(a.titleFacts.numbers, b, b.titleFacts.numbers, a) || (alike >= 0.35 && differ(a.titleFacts.names, b, b.titleFacts.names, a));
}

/** Each headline has something that is nowhere in the other post. */
function differ(ofA: ReadonlySet<string>, b: StoryTerms, ofB: ReadonlySet<string>, a: StoryTerms): boolean {
  return [...ofA].some((fact) => !b.all.has(fact)) && [...ofB].some((fact) => !a.all.has(fact));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>, weight: StemWeight): number {
  let both = 0;
  let all = 0;
  for (const stem of a.union(b)) {
    const w = weight(stem);
    all += w;
    if (a.has(stem) && b.has(stem)) both += w;
  }
  return all === 0 ? 0 : both / all;
}

/** Share of the stems' weight that the other post has. */
function coverage(wanted: ReadonlySet<string>, had: ReadonlyMap<string, number>, weight: StemWeight): number {
  let found = 0;
  let all = 0;
  for (const stem of wanted) {
    const w = weight(stem);
    all += w;
    if (had.has(stem)) found += w;
  }
  return all === 0 ? 0 : found / all;
}

function cosine(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>, weight: StemWeight): number {
  const value = (stem: string, count: number) => (1 + Math.log(count)) * weight(stem);
  let dot = 0;
  let squareA = 0;
  let squareB = 0;
  for (const [stem, count] of a) {
    const x = value(stem, count);
    squareA += x * x;
    const other = b.get(stem);
    if (other !== undefined) dot += x * value(stem, other);
  }
  for (const [stem, count] of b) squareB += value(stem, count) ** 2;
  return squareA === 0 || squareB === 0 ? 0 : dot / Math.sqrt(squareA * squareB);
}

function weightByLength(stem: string): number {
  return /^\d/.test(stem) ? 1 : 0.2 + Math.min(stem.length, STEM_LETTERS) / STEM_LETTERS;
}

const stop = stopWords('ru').union(stopWords('en')).union(stopWords('uk'));

/** Words cut to their first letters: a stem good enough for comparing, in any inflected language. */
function stems(text: string): string[] {
  const found: string[] = [];
  for (const word of text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (word.length < 2 || stop.has(word)) continue;
    found.push(/^\d/.test(word) ? word.slice(0, 20) : word.slice(0, STEM_LETTERS));
  }
  return found;
}

function counted(list: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const stem of list) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
}

function firstSentence(text: string): string {
  const line = text.slice(0, MAX_HEADLINE).split('\n', 1)[0] ?? '';
  const end = line.search(/[.!?…](?:\s|$)/);
  return end < 20 ? line : line.slice(0, end);
}
