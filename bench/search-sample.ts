/** An index filled from the made corpus, and the people and queries that the search benches use. */
import { answerQuery, type Searched } from '../server/src/search/engine/answer-query.ts';
import type { EngineAnswer, EngineQuery } from '../server/src/search/engine/protocol.ts';
import { SearchState } from '../server/src/search/engine/search-state.ts';
import { tidy } from '../server/src/search/engine/tail.ts';
import { makeCorpus, randomFrom, type Corpus, type CorpusPost } from './corpus.ts';

export interface Sample {
  corpus: Corpus;
  state: SearchState;
  /** Every tenth post of the corpus, for phrases and questions. */
  kept: CorpusPost[];
  /** The float vectors one after the other in the order of posts, for exact comparison. One array: a million would be a heap to go through. */
  exact: Float32Array;
  /** Source ids of people who follow 200 sources, half of them chosen by popularity. */
  people: number[][];
  posts: number;
}

const TIDY_EVERY = 2000;

/** `indexingSeconds` is the time in the index alone, without making the posts. */
export async function fillIndex(posts: number, dimension: number, sources: number): Promise<Sample & { indexingSeconds: number }> {
  const corpus = makeCorpus({ posts, dimension, sources });
  const state = new SearchState();
  const kept: CorpusPost[] = [];
  const exact = new Float32Array(posts * dimension);
  let indexing = 0;
  let number = 0;
  for (const post of corpus.posts()) {
    const started = performance.now();
    await putPost(state, post, number);
    indexing += performance.now() - started;
    if (post.vector !== null) {
      await state.putVector(number + 1, post.vector);
      exact.set(post.vector, number * dimension);
    }
    if (number % 10 === 0) kept.push({ ...post, vector: null });
    if (++number % TIDY_EVERY === 0) {
      const tidying = performance.now();
      await tidy(state);
      indexing += performance.now() - tidying;
    }
  }
  return { corpus, state, kept, exact, people: makePeople(corpus), posts, indexingSeconds: indexing / 1000 };
}

async function putPost(state: SearchState, post: CorpusPost, number: number): Promise<void> {
  await state.putPost({
    postId: number + 1,
    sourceIds: [post.source + 1],
    postedAt: post.postedAt.getTime() / 1000,
    language: post.language,
    has: 0,
    storyId: post.story + 1,
    title: post.title,
    text: post.text,
    tags: [],
  });
}

export function makePeople(corpus: Corpus): number[][] {
  const random = randomFrom(11);
  const byPopularity = corpus.shareOf.map((share, source) => ({ share, source })).sort((a, b) => b.share - a.share);
  return Array.from({ length: 24 }, () => {
    const chosen = new Set<number>();
    const wanted = Math.min(200, corpus.shareOf.length);
    while (chosen.size < wanted / 2) chosen.add(byPopularity[Math.floor(random() ** 2 * byPopularity.length)]!.source + 1);
    while (chosen.size < wanted) chosen.add(Math.floor(random() * byPopularity.length) + 1);
    return [...chosen];
  });
}

export type Ask = Partial<EngineQuery> & { text: string };

/** A query of the classes below; one in quotation marks is a phrase. */
export function toAsk(text: string): Ask {
  return text.startsWith('"') ? { text: '', phrases: [text.slice(1, -1)] } : { text };
}

export function searched(sample: Sample): Searched {
  const { posts, lexical, vectors } = sample.state;
  return { posts, lexical, vectors };
}

export async function ask(sample: Sample, given: Ask): Promise<EngineAnswer> {
  return answerQuery(searched(sample), toQuery(sample, given));
}

export function toQuery(sample: Pick<Sample, 'people'>, given: Ask): EngineQuery {
  return {
    phrases: [],
    notWords: [],
    notPhrases: [],
    tags: [],
    notTags: [],
    selection: { sourceIds: sample.people[0]! },
    mode: 'lexical',
    vector: null,
    sort: 'relevance',
    offset: 0,
    limit: 20,
    now: Date.UTC(2026, 10, 20) / 1000,
    ...given,
  };
}

/** Words that so large a share of the posts holds. */
export function wordsHeldBy(sample: Sample, from: number, to: number): string[] {
  const { dictionary } = sample.state.lexical;
  const found: string[] = [];
  for (let id = 0; id < dictionary.size; id++) {
    const share = dictionary.counts[id]! / sample.posts;
    if (share >= from && share < to && /^\p{L}{3,}$/u.test(dictionary.text(id))) found.push(dictionary.text(id));
  }
  return found;
}

/** Word classes as in studies of search: how many posts hold the words. */
export function queryClasses(sample: Sample, count: number): Map<string, string[]> {
  const random = randomFrom(13);
  const bands = {
    rare: wordsHeldBy(sample, 0.0005, 0.003),
    mid: wordsHeldBy(sample, 0.02, 0.04),
    common: wordsHeldBy(sample, 0.1, 0.2),
    very: wordsHeldBy(sample, 0.28, 0.8),
  };
  const pick = (band: keyof typeof bands): string => bands[band][Math.floor(random() * bands[band].length)]!;
  const make = (...names: (keyof typeof bands)[]): string[] => Array.from({ length: count }, () => names.map(pick).join(' '));
  return new Map([
    ['1 rare word', make('rare')],
    ['1 mid word', make('mid')],
    ['1 common word', make('common')],
    ['1 very common word', make('very')],
    ['2 mid words', make('mid', 'mid')],
    ['common + very common', make('common', 'very')],
    ['2 common + mid', make('common', 'common', 'mid')],
    ['very + common + rare', make('very', 'common', 'rare')],
    ['question of 8 words', make('rare', 'mid', 'mid', 'common', 'common', 'common', 'very', 'very')],
    ['misspelt word', make('rare').map((word) => word.slice(0, 2) + word.slice(3))],
    ['phrase', Array.from({ length: count }, () => phraseOf(sample.kept[Math.floor(random() * sample.kept.length)]!))],
  ]);
}

function phraseOf(post: CorpusPost): string {
  const words = post.text.replaceAll('.', '').split(' ');
  const at = Math.floor(words.length / 2);
  return `"${words.slice(at, at + 2).join(' ')}"`;
}
