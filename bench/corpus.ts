/**
 * Posts that look like news to an index, made from a seed: words with the long tail and the inflection
 * of Russian and English, topics, sources of very different size, reposts, and vectors that lie in
 * clusters. The same seed gives the same posts.
 */

export interface CorpusOptions {
  posts: number;
  sources?: number;
  seed?: number;
  /** Of the vectors; 0 for none. */
  dimension?: number;
}

export interface CorpusPost {
  externalId: string;
  /** 0-based number of the source. */
  source: number;
  title: string;
  text: string;
  postedAt: Date;
  language: 'ru' | 'en';
  /** Number of the post that it repeats, or its own. */
  story: number;
  vector: Float32Array | null;
}

export interface Corpus {
  posts(): Generator<CorpusPost>;
  /** How often each source posts, by its number. */
  shareOf: readonly number[];
  /** An inflected word by the rank of its frequency. */
  word(rank: number, language: 'ru' | 'en'): string;
  /** A vector near those of some event. */
  query(): Float32Array;
  random(): number;
}

const DAYS = 90;
const TOPICS = 600;
const TOPIC_WORDS = 200;
const EVENTS = 8;
const LEMMAS = { ru: 30_000, en: 15_000 };
const STOPS = 60;
/** Earlier posts that a repost may repeat. */
const REPEATABLE = 2000;

export function makeCorpus({ posts: count, sources: sourceCount = 2000, seed = 7, dimension = 0 }: CorpusOptions): Corpus {
  const random = randomFrom(seed);
  const words = { ru: makeLemmas(random, 'ru'), en: makeLemmas(random, 'en') };
  const zipf = { ru: zipfSampler(LEMMAS.ru, 1.05, random), en: zipfSampler(LEMMAS.en, 1.05, random) };
  const stops = zipfSampler(STOPS, 0.8, random);
  const topics = Array.from({ length: TOPICS }, () => ({ ru: pickLemmas(random, LEMMAS.ru), en: pickLemmas(random, LEMMAS.en) }));
  const inTopic = zipfSampler(TOPIC_WORDS, 0.7, random);
  const shares = Array.from({ length: sourceCount }, () => Math.exp(normal(random) * 1.1));
  const sourceSampler = weighted(shares, random);
  const languageOf = shares.map((): 'ru' | 'en' | 'mixed' => (random() < 0.65 ? 'ru' : random() < 0.71 ? 'en' : 'mixed'));
  const vectors = dimension > 0 ? makeVectors(random, dimension) : null;

  const word = (rank: number, language: 'ru' | 'en'): string => inflect(words[language][Math.min(rank, words[language].length - 1)]!, language, random);

  const token = (language: 'ru' | 'en', topic: number): string => {
    const roll = random();
    if (roll < 0.3) return word(stops(), language);
    if (roll < 0.55) return word(topics[topic]![language][inTopic()]!, language);
    const other = roll < 0.6 ? (language === 'ru' ? 'en' : 'ru') : language;
    return word(STOPS + zipf[other](), other);
  };

  const fresh = (number: number): CorpusPost => {
    const source = sourceSampler();
    const spoken = languageOf[source]!;
    const language = spoken === 'mixed' ? (random() < 0.5 ? 'ru' : 'en') : spoken;
    const topic = Math.floor(random() * TOPICS);
    const length = Math.min(3000, Math.max(200, Math.exp(6.7 + normal(random) * 0.65)));
    const title = Array.from({ length: 5 + Math.floor(random() * 6) }, () => token(language, topic)).join(' ');
    const text: string[] = [];
    for (let chars = 0; chars < length; chars += text.at(-1)!.length + 1) text.push(token(language, topic) + (random() < 0.08 ? '.' : ''));
    const at = Date.UTC(2026, 10, 20) - Math.floor((1 - number / count) * DAYS * 86_400_000);
    const vector = vectors === null ? null : vectors.near(topic * EVENTS + Math.floor(random() * EVENTS), language === 'ru' ? 0 : 1);
    return { externalId: `c${number}`, source, title, text: text.join(' '), postedAt: new Date(at), language, story: number, vector };
  };

  function* posts(): Generator<CorpusPost> {
    const recent: CorpusPost[] = [];
    for (let number = 0; number < count; number++) {
      const original = recent.length > 0 && random() < 0.08 ? recent[Math.floor(random() * recent.length)]! : null;
      const own = fresh(number);
      const post =
        original === null
          ? own
          : {
              ...original,
              externalId: own.externalId,
              source: own.source,
              postedAt: own.postedAt,
              text: original.text.replace(/\S+/, own.title.split(' ')[0]!),
            };
      if (original === null) recent[recent.length < REPEATABLE ? recent.length : Math.floor(random() * REPEATABLE)] = post;
      yield post;
    }
  }
  return { posts, shareOf: shares, word, query: () => vectors!.near(Math.floor(random() * TOPICS * EVENTS), 0), random };
}

/** One line of `tidings import posts`. */
export function toImportLine(post: CorpusPost): string {
  const { externalId, source, title, text, postedAt, language, vector } = post;
  return JSON.stringify({ externalId, source: `source ${source}`, title, text, postedAt, language, ...(vector === null ? {} : { vector: [...vector] }) });
}

/** Mulberry32. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const SYLLABLES = {
  ru: [
    'ба',
    'ве',
    'го',
    'ди',
    'жа',
    'зо',
    'ки',
    'ло',
    'ме',
    'ну',
    'по',
    'ра',
    'си',
    'ту',
    'фо',
    'хи',
    'ча',
    'ше',
    'кро',
    'пле',
    'ста',
    'тро',
    'вну',
    'зда',
    'сли',
    'гра',
  ],
  en: [
    'ba',
    'ce',
    'do',
    'fi',
    'gu',
    'ha',
    'ki',
    'lo',
    'me',
    'nu',
    'pa',
    're',
    'si',
    'to',
    'vu',
    'wa',
    'ster',
    'ble',
    'cra',
    'tri',
    'plo',
    'shi',
    'than',
    'gro',
    'spe',
    'clu',
  ],
};
const ENDS = { ru: 'кнтрсвлмдгз', en: 'tnrkdmlgpsw' };
const INFLECTIONS = { ru: ['', 'а', 'у', 'е', 'ы', 'ов', 'ам', 'ами', 'ах', 'ный', 'ного', 'ной'], en: ['', 's', 'ed', 'ing', '', '', 'er'] };

function makeLemmas(random: () => number, language: 'ru' | 'en'): string[] {
  const made = new Set<string>();
  const syllables = SYLLABLES[language];
  while (made.size < LEMMAS[language]) {
    // Frequent words are short.
    const length = made.size < STOPS ? 1 : made.size < 2000 ? 2 : 3;
    let lemma = '';
    for (let i = 0; i < length; i++) lemma += syllables[Math.floor(random() * syllables.length)]!;
    made.add(lemma + ENDS[language][Math.floor(random() * ENDS[language].length)]!);
  }
  return [...made];
}

function inflect(lemma: string, language: 'ru' | 'en', random: () => number): string {
  return lemma + INFLECTIONS[language][Math.floor(random() * INFLECTIONS[language].length)]!;
}

function pickLemmas(random: () => number, lemmas: number): number[] {
  return Array.from({ length: TOPIC_WORDS }, () => STOPS + Math.floor(random() ** 2 * (lemmas - STOPS)));
}

/** Ranks from 0, the first the most frequent: Zipf and Mandelbrot's law with an offset of 2.7. */
function zipfSampler(size: number, exponent: number, random: () => number): () => number {
  return weighted(
    Array.from({ length: size }, (_, rank) => (rank + 2.7) ** -exponent),
    random,
  );
}

function weighted(weights: readonly number[], random: () => number): () => number {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [i, weight] of weights.entries()) sums[i] = sum += weight;
  return () => {
    const wanted = random() * sum;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle]! < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** A common direction, 40 wide centres, topics in them, events in those, a shift for the language, noise. */
function makeVectors(random: () => number, dimension: number) {
  const direction = (length: number): Float32Array => Float32Array.from({ length: dimension }, () => (normal(random) * length) / Math.sqrt(dimension));
  const base = direction(1.2);
  const centres = Array.from({ length: 40 }, () => direction(0.5));
  const topics = Array.from({ length: TOPICS }, (_, topic) => sum(centres[topic % centres.length]!, direction(0.45)));
  const events = Array.from({ length: TOPICS * EVENTS }, (_, event) => sum(topics[Math.floor(event / EVENTS)]!, direction(0.4)));
  const languages = [direction(0.15), direction(0.15)];
  return { near: (event: number, language: 0 | 1): Float32Array => unit(sum(base, events[event]!, languages[language]!, direction(0.35))) };
}

function sum(...vectors: Float32Array[]): Float32Array {
  return vectors[0]!.map((_, d) => vectors.reduce((total, vector) => total + vector[d]!, 0));
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
