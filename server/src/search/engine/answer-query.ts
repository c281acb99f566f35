/** One search from beginning to end, over what is in memory. */
import { freshScore, fuse, rankStories, type Fused, type Ranked } from '../hybrid.ts';
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

/** Posts that each ranking gives to the fusion, at least. */
const FUSED_WORDS = 200;
const FUSED_VECTORS = 100;
/** In a query of up to this many words, posts that hold all of them come first whatever their score. */
const SHORT_QUERY = 6;
const ALL_WORDS_FIRST = 1e6;

/** A phrase of so many words is seldom quoted without a slip: when nothing holds it, its words are looked for. */
const LONG_PHRASE = 3;

export async function answerQuery(searched: Searched, query: EngineQuery): Promise<EngineAnswer> {
  const answer = await answerExactly(searched, query);
  if (answer.total > 0 || query.phrases.join(' ').split(/\s+/).length < LONG_PHRASE) return answer;
  const relaxed = await answerExactly(searched, { ...query, text: [query.text, ...query.phrases].join(' '), phrases: [] });
  return { ...relaxed, relaxed: relaxed.total > 0 };
}

async function answerExactly(searched: Searched, query: EngineQuery): Promise<EngineAnswer> {
  const allowed = searched.posts.select(query.selection);
  narrow(searched.lexical, allowed, query);
  const plan = planWords([query.text, ...query.phrases]);
  if (plan.units.length === 0 || !allowed.includes(1)) return answerNewest(searched, query, allowedOrdinals(allowed));
  const match = query.mode === 'vector' ? null : matchWords(searched.lexical, plan, allowed);
  if (query.sort === 'newest' && match !== null && match.ordinals.length > 0) {
    const matching = match.complete > 0 ? match.ordinals.subarray(0, match.complete) : match.ordinals;
    return { ...answerNewest(searched, query, matching), corrections: match.corrections };
  }
  const words = match === null ? null : rankWords(searched.posts, match, plan.units.length <= SHORT_QUERY ? plan.all : 0, query);
  const near = query.mode === 'lexical' ? [] : await rankVectors(searched, allowed, query);
  return join(searched.posts, query, { words, near, match });
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
    hits: ranked.slice(query.offset).map(({ ordinal }) => hit(posts, ordinal, 0, {})),
    total: stories,
    more: false,
    relaxed: false,
    corrections: [],
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

async function rankVectors({ posts, vectors }: Searched, allowed: Uint8Array, query: EngineQuery): Promise<Ranked[]> {
  if (vectors === null || query.vector === null) return [];
  const standIns = allowStandIns(posts, allowed);
  const wanted = Math.max(FUSED_VECTORS, (query.offset + query.limit) * 2);
  const has = (postId: number): boolean => standIns.flags[posts.ordinalOf(postId)] === 1;
  const hits = await vectors.search({ vector: query.vector, limit: wanted, selection: query.selection, posts: { flags: standIns.flags, has } });
  const seen = new Set<number>();
  const ranked: Ranked[] = [];
  for (const { postId, similarity } of hits) {
    const found = posts.ordinalOf(postId);
    const ordinal = standIns.for.get(found) ?? found;
    if (ordinal < 0 || seen.has(posts.storyOf[ordinal]!)) continue;
    seen.add(posts.storyOf[ordinal]!);
    ranked.push({ ordinal, key: similarity });
  }
  return ranked;
}

interface Rankings {
  words: WordRanking | null;
  near: Ranked[];
  match: WordMatch | null;
}

function join(posts: PostTable, query: EngineQuery, { words, near, match }: Rankings): EngineAnswer {
  const ranked = near.length === 0 && words !== null ? words.ranked.map((entry) => withParts(entry, 'words')) : fuseBoth(posts, query, { words, near, match });
  if (query.sort === 'newest') ranked.sort((a, b) => posts.postedAt[b.ordinal]! - posts.postedAt[a.ordinal]!);
  const matching = match?.ordinals ?? new Int32Array(0);
  const extra = onlyNear(posts, near, matching);
  return {
    hits: ranked.slice(query.offset, query.offset + query.limit).map(({ ordinal, key, parts }) => hit(posts, ordinal, key, parts)),
    total: (words?.stories ?? 0) + extra.length,
    more: near.length > 0,
    relaxed: false,
    corrections: match?.corrections ?? [],
    facets: countFacets(posts, [matching, extra], query.selection.sourceIds),
  };
}

/** Posts that only their vectors brought. */
function onlyNear(posts: PostTable, near: readonly Ranked[], matching: Int32Array): Int32Array {
  const inWords = new Uint8Array(posts.count);
  for (const ordinal of matching) inWords[ordinal] = 1;
  return Int32Array.from(
    near.filter((entry) => inWords[entry.ordinal] === 0),
    (entry) => entry.ordinal,
  );
}

function fuseBoth(posts: PostTable, query: EngineQuery, { words, near, match }: Rankings): Fused[] {
  if (words === null || match === null) return near.map((entry) => withParts(entry, 'vector'));
  return fuse(posts, { words: words.ranked, fullScore: match.fullScore, vectors: near, now: query.now });
}

function withParts(entry: Ranked, name: string): Fused {
  return { ...entry, parts: { [name]: entry.key } };
}

function hit(posts: PostTable, ordinal: number, score: number, parts: Record<string, number>): EngineAnswer['hits'][number] {
  return { postId: posts.postIds[ordinal]!, storyId: posts.storyIdOf(posts.storyOf[ordinal]!), score, parts };
}
