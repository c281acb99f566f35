/** One search from beginning to end, over what is in memory. */
import { analyse, WORD } from '../analyse.ts';
import { freshness, freshScore, fuse, rankStories, type Fused, type Ranked } from '../hybrid.ts';
import { matchWords, type WordMatch } from '../lexical/match-words.ts';
import { planWords } from '../lexical/plan-words.ts';
import type { LexicalIndex } from '../lexical-index.ts';
import type { VectorIndex } from '../vector-index.ts';
import { countFacets } from './facets.ts';
import { narrow } from './narrow.ts';
import type { PostTable } from './post-table.ts';
import type { EngineAnswer, EngineQuery } from './protocol.ts';
import { allowStandIns } from './stand-ins.ts';

/** What is searched. */
export interface Searched {
  posts: PostTable;
  lexical: LexicalIndex;
  vectors: VectorIndex | null;
}

/** Posts that each ranking gives to the fusion, whichever page is asked for: the pages are cuts of one order. */
const FUSED_WORDS = 200;
const FUSED_VECTORS = 100;
/** Posts that stand behind the fused ones for their vectors; more than any page reaches. */
const MOST_VECTORS = 1200;
/** In a query of up to this many words, posts that hold all of them come first whatever their score. */
const SHORT_QUERY = 6;
const ALL_WORDS_FIRST = 1e6;

/** A phrase of so many words is seldom quoted without a slip: when nothing holds it, its words are looked for. */
const LONG_PHRASE = 3;

export async function answerQuery(searched: Searched, query: EngineQuery): Promise<EngineAnswer> {
  const answer = await answerExactly(searched, query);
  if (answer.total > 0 || countWords(query.phrases) < LONG_PHRASE) return answer;
  const relaxed = await answerExactly(searched, { ...query, text: [query.text, ...query.phrases].join(' '), phrases: [] });
  return { ...relaxed, relaxed: relaxed.total > 0 };
}

function countWords(phrases: readonly string[]): number {
  return analyse(phrases.join(' ')).filter((term) => term.role === WORD).length;
}

async function answerExactly(searched: Searched, query: EngineQuery): Promise<EngineAnswer> {
  const allowed = searched.posts.select(query.selection);
  narrow(searched.lexical, allowed, query);
  const plan = planWords([query.text, ...query.phrases]);
  if (plan.units.length === 0 || !allowed.includes(1)) return answerNewest(searched, query, allowedOrdinals(allowed));
  const match = query.mode === 'vector' ? null : matchWords(searched.lexical, plan, allowed);
  if (query.sort === 'newest' && match !== null && match.ordinals.length > 0) {
    const matching = match.complete > 0 ? match.ordinals.subarray(0, match.complete) : match.ordinals;
    return { ...answerNewest(searched, query, matching), corrections: match.corrections, also: match.also };
  }
  const words = match === null ? null : rankWords(searched.posts, match, plan.units.length <= SHORT_QUERY ? plan.all : 0, query);
  return answerRanked(searched, allowed, query, { words, match });
}

async function answerRanked(searched: Searched, allowed: Uint8Array, query: EngineQuery, byWords: Pick<Rankings, 'words' | 'match'>): Promise<EngineAnswer> {
  const { posts } = searched;
  const near = query.mode === 'lexical' ? NOTHING_NEAR : await rankVectors(searched, allowed, query, FUSED_VECTORS);
  const ranked = rankAll(posts, query, { ...byWords, near });
  if (query.sort === 'newest' || !near.more || ranked.length >= query.offset + query.limit) return join(posts, query, ranked, { ...byWords, near });
  const far = await rankVectors(searched, allowed, query, MOST_VECTORS);
  const all = append(posts, ranked, aboveFloor(alone(posts, query, far.ranked, 'vector'), far.floor));
  return join(posts, query, all, { ...byWords, near: far });
}

function allowedOrdinals(allowed: Uint8Array): Int32Array {
  const ordinals = new Int32Array(allowed.length);
  let n = 0;
  for (let i = 0; i < allowed.length; i++) if (allowed[i] === 1) ordinals[n++] = i;
  return ordinals.subarray(0, n);
}

function answerNewest({ posts }: Searched, query: EngineQuery, ordinals: Int32Array): EngineAnswer {
  const { ranked, stories } = rankStories(posts, ordinals, (ordinal) => posts.postedAt[ordinal]!, query.offset + query.limit);
  return {
    hits: ranked.slice(query.offset).map(({ ordinal }) => hit(posts, ordinal, 0, { parts: {}, byMeaning: false })),
    total: stories,
    posts: ordinals.length,
    more: false,
    relaxed: false,
    corrections: [],
    also: [],
    facets: countFacets(posts, [ordinals], query.selection.sourceIds),
  };
}

interface WordRanking {
  ranked: Ranked[];
  stories: number;
}

/** `first` are the bits of the words that a post must hold to stand before the others. */
function rankWords(posts: PostTable, match: WordMatch, first: number, query: EngineQuery): WordRanking {
  const { scores, found } = match.tally;
  const most = Math.max(query.offset + query.limit, query.mode === 'hybrid' ? FUSED_WORDS : 0);
  const keyOf = (ordinal: number): number =>
    freshScore(scores[ordinal]!, posts.postedAt[ordinal]!, query.now) + (first !== 0 && (found[ordinal]! & first) >>> 0 === first ? ALL_WORDS_FIRST : 0);
  const { ranked, stories } = rankStories(posts, match.ordinals, keyOf, most);
  return { ranked: ranked.map(({ ordinal, key }) => ({ ordinal, key: key % ALL_WORDS_FIRST })), stories };
}

interface VectorRanking {
  ranked: Ranked[];
  /** Up to this similarity posts are near by chance. */
  floor: number;
  /** There may be more posts that are nearer than that. */
  more: boolean;
}

const NOTHING_NEAR: VectorRanking = { ranked: [], floor: Infinity, more: false };

async function rankVectors({ posts, vectors }: Searched, allowed: Uint8Array, query: EngineQuery, wanted: number): Promise<VectorRanking> {
  if (vectors === null || query.vector === null) return NOTHING_NEAR;
  const standIns = allowStandIns(posts, allowed);
  const has = (postId: number): boolean => standIns.flags[posts.ordinalOf(postId)] === 1;
  const { hits, floor } = await vectors.search({ vector: query.vector, limit: wanted, selection: query.selection, posts: { flags: standIns.flags, has } });
  const seen = new Set<number>();
  const ranked: Ranked[] = [];
  for (const { postId, similarity } of hits) {
    const found = posts.ordinalOf(postId);
    const ordinal = standIns.for.get(found) ?? found;
    if (ordinal < 0 || seen.has(posts.storyOf[ordinal]!)) continue;
    seen.add(posts.storyOf[ordinal]!);
    ranked.push({ ordinal, key: similarity });
  }
  return { ranked, floor, more: hits.length >= wanted && hits.at(-1)!.similarity > floor };
}

interface Rankings {
  words: WordRanking | null;
  near: VectorRanking;
  match: WordMatch | null;
}

function join(posts: PostTable, query: EngineQuery, ranked: Fused[], { words, near, match }: Rankings): EngineAnswer {
  const matching = match?.ordinals ?? new Int32Array(0);
  const inWords = storiesOf(posts, matching);
  const extra = Int32Array.from(
    near.ranked.filter((entry) => entry.key > near.floor && inWords[posts.storyOf[entry.ordinal]!] === 0),
    (entry) => entry.ordinal,
  );
  if (query.sort === 'newest') ranked.sort((a, b) => posts.postedAt[b.ordinal]! - posts.postedAt[a.ordinal]!);
  return {
    hits: ranked
      .slice(query.offset, query.offset + query.limit)
      .map(({ ordinal, key, parts }) => hit(posts, ordinal, key, { parts, byMeaning: inWords[posts.storyOf[ordinal]!] === 0 })),
    total: (words?.stories ?? 0) + extra.length,
    posts: matching.length + extra.length,
    more: near.more,
    relaxed: false,
    corrections: match?.corrections ?? [],
    also: match?.also ?? [],
    facets: countFacets(posts, [matching, extra], query.selection.sourceIds),
  };
}

function storiesOf(posts: PostTable, ordinals: Int32Array): Uint8Array {
  const stories = new Uint8Array(posts.storyCount);
  for (const ordinal of ordinals) stories[posts.storyOf[ordinal]!] = 1;
  return stories;
}

/** All of the near ones go into the fusion, so that ranks and weights do not hang on the floor; behind it the other posts with the words. */
function rankAll(posts: PostTable, query: EngineQuery, { words, near, match }: Rankings): Fused[] {
  if (words === null || match === null) return aboveFloor(alone(posts, query, near.ranked, 'vector'), near.floor);
  const byWords = alone(posts, query, words.ranked, 'words');
  const fused =
    near.ranked.length === 0
      ? []
      : fuse(posts, { words: words.ranked.slice(0, FUSED_WORDS), fullScore: match.fullScore, vectors: near.ranked, now: query.now });
  const ranked = fused.length === 0 ? byWords : append(posts, aboveFloor(fused, near.floor), byWords.slice(FUSED_WORDS));
  for (const { parts } of ranked) if (parts['words'] !== undefined) parts['wordsShare'] = Math.min(1, parts['words'] / match.fullScore);
  return ranked;
}

/** Ranked by one of the two alone. */
function alone(posts: PostTable, query: EngineQuery, list: readonly Ranked[], name: 'words' | 'vector'): Fused[] {
  return list.map((entry) => ({ ...entry, parts: { [name]: entry.key, freshness: freshness(posts.postedAt[entry.ordinal]!, query.now) } }));
}

function aboveFloor(ranked: readonly Fused[], floor: number): Fused[] {
  return ranked.filter(({ parts }) => parts['words'] !== undefined || parts['vector']! > floor);
}

/** The stories of `more` that are not there yet, after those that are. */
function append(posts: PostTable, ranked: readonly Fused[], more: readonly Fused[]): Fused[] {
  const seen = new Set(ranked.map((entry) => posts.storyOf[entry.ordinal]!));
  return [...ranked, ...more.filter((entry) => !seen.has(posts.storyOf[entry.ordinal]!))];
}

interface Shown {
  parts: Record<string, number>;
  byMeaning: boolean;
}

function hit(posts: PostTable, ordinal: number, score: number, { parts, byMeaning }: Shown): EngineAnswer['hits'][number] {
  return { postId: posts.postIds[ordinal]!, storyId: posts.storyIdOf(posts.storyOf[ordinal]!), score, byMeaning, parts };
}
