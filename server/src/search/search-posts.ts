import type { z } from 'zod';
import type { Embedder } from '#ai';
import type { Media, searchAnswer, searchBody, SearchMode, SearchResult } from '#contract';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { analyse } from './analyse.ts';
import { chooseSources, findUnknown, readFollowed, readTimeZone, type FollowedSource } from './choose-sources.ts';
import { embedQuery } from './embed-query.ts';
import { describeQuery } from './describe-query.ts';
import { HAS_LINK, HAS_PHOTO, HAS_VIDEO } from './engine/post-table.ts';
import type { EngineAnswer, EngineHit, EngineQuery } from './engine/protocol.ts';
import type { SearchEngine } from './engine/start-engine.ts';
import { markedTerms, marksOf, type Marks } from './marked-terms.ts';
import { parseMoment } from './parse-moment.ts';
import { parseQuery, type Here, type Medium, type ParsedQuery } from './parse-query.ts';
import { readHits, readStories, type HitRow, type StoryRow } from './read-hits.ts';
import { highlight, makeSnippet, makeUntitledSnippet, withoutHeadline, type Snippet } from './snippet.ts';

export interface SearchDeps {
  db: Db;
  engine: Pick<SearchEngine, 'search'>;
  /** Null when no model is configured: then words are all there is. */
  embedder: Embedder | null;
  clock: Clock;
  thumbOf: (media: Media[]) => SearchResult['thumb'];
  /** A foreign picture's path on this server, or null. */
  imageOf: (url: string | null) => string | null;
}

type Body = z.output<typeof searchBody>;

const MEDIUM_FLAGS: Readonly<Record<Medium, number>> = { photo: HAS_PHOTO, video: HAS_VIDEO, link: HAS_LINK };

/**
 * Searches what the actor follows.
 * @throws AppError `not_ready` while the index is being read; `embedder_missing` and `model_failed` in mode `vector` only.
 */
export async function searchPosts(deps: SearchDeps, actor: { userId: number }, body: Body): Promise<z.output<typeof searchAnswer>> {
  const started = performance.now();
  const [followed, zone] = await Promise.all([readFollowed(deps.db, actor.userId), readTimeZone(deps.db, actor.userId)]);
  const here = { now: deps.clock.now(), zone };
  const parsed = parseQuery(body.query, here);
  const times = timesOf(parsed, body.filters, here);
  const { vector, failed } = await embedQuery(deps, [parsed.text, ...parsed.phrases].join(' ').trim(), body.mode);
  const mode: SearchMode = vector === null ? 'lexical' : (body.mode ?? 'hybrid');
  const answer = asksNothing(parsed, body.query)
    ? NOTHING
    : await deps.engine.search(toEngineQuery(parsed, body, { sourceIds: chooseSources(followed, parsed, body.filters), vector, mode, times, here }));
  const [found, stories, unknown] = await Promise.all([
    readHits(deps.db, actor.userId, answer.hits),
    readStories(deps.db, actor.userId, answer.hits),
    findUnknown(deps.db, actor.userId, followed, parsed),
  ]);
  const marks = marksOf(parsed, answer);
  const sources = new Map(followed.map((source) => [source.id, source]));
  const results = answer.hits.flatMap((hit) => {
    const row = found.get(hit.postId);
    // What carries it for this person: `readHits` gives none but followed sources, one may be unfollowed meanwhile.
    const source = row?.sourceIds.flatMap((id) => sources.get(id) ?? [])[0];
    return row === undefined || source === undefined
      ? []
      : [toResult(deps, { hit, row, source, story: stories.get(hit.storyId), marks, sources, explain: body.explain })];
  });
  return {
    results,
    tookMs: Math.round((performance.now() - started) * 10) / 10,
    mode,
    meaningMissing: failed,
    total: answer.total,
    posts: answer.posts,
    more: answer.more,
    understood: describeQuery(parsed, answer, [...found.values()], { unknown, datesExclude: excludeEachOther(times) }),
    facets: { sources: titled(answer.facets.sources, sources), languages: answer.facets.languages },
  };
}

const NOTHING: EngineAnswer = { hits: [], total: 0, posts: 0, more: false, relaxed: false, corrections: [], also: [], facets: { sources: [], languages: [] } };

/** Only signs, "???": that is no wish for every post, as an empty query or one of filters alone is. */
function asksNothing(parsed: ParsedQuery, query: string): boolean {
  const isFilled = [parsed.phrases, parsed.notWords, parsed.notPhrases, parsed.filters].some((list) => list.length > 0);
  return query.trim() !== '' && !isFilled && analyse(parsed.text).length === 0;
}

interface Resolved {
  sourceIds: number[];
  vector: Float32Array | null;
  mode: SearchMode;
  times: Times;
  here: Here;
}

function toEngineQuery(parsed: ParsedQuery, { filters, sort, offset, limit }: Body, { sourceIds, vector, mode, times, here }: Resolved): EngineQuery {
  const languages = [...parsed.languages, ...(filters.language === undefined ? [] : [filters.language])];
  const { notLanguages } = parsed;
  const has = flagsOf([...parsed.has, ...(filters.has ?? [])]);
  const hasNot = flagsOf(parsed.hasNot);
  return {
    text: parsed.text,
    phrases: parsed.phrases,
    notWords: parsed.notWords,
    notPhrases: parsed.notPhrases,
    tags: [...parsed.tags, ...(filters.tags ?? [])],
    notTags: parsed.notTags,
    selection: { sourceIds, ...times, languages: languages.length === 0 ? undefined : languages, notLanguages, has, hasNot },
    mode,
    vector,
    sort,
    offset,
    limit,
    now: Math.floor(here.now.getTime() / 1000),
  };
}

function flagsOf(media: readonly Medium[]): number {
  return media.reduce((flags, medium) => flags | MEDIUM_FLAGS[medium], 0);
}

function momentOf(written: string | undefined, { now, zone }: Here): number | null {
  if (written === undefined || written === '') return null;
  const moment = parseMoment(written, now, zone);
  if (moment === null) throw new AppError('query_invalid', { reason: 'not_a_date', written });
  return moment;
}

/** Seconds since 1970: `after` inclusive, `before` exclusive. */
interface Times {
  after: number | undefined;
  before: number | undefined;
}

function timesOf(parsed: ParsedQuery, filters: Body['filters'], here: Here): Times {
  return { after: latest(parsed.after, momentOf(filters.after, here)), before: earliest(parsed.before, momentOf(filters.before, here)) };
}

function excludeEachOther({ after, before }: Times): boolean {
  return after !== undefined && before !== undefined && after >= before;
}

function latest(a: number | null, b: number | null): number | undefined {
  return a === null ? (b ?? undefined) : Math.max(a, b ?? a);
}

function earliest(a: number | null, b: number | null): number | undefined {
  return a === null ? (b ?? undefined) : Math.min(a, b ?? a);
}

interface Found {
  hit: EngineHit;
  row: HitRow;
  source: FollowedSource;
  story: StoryRow | undefined;
  marks: Marks;
  sources: ReadonlyMap<number, FollowedSource>;
  explain: boolean;
}

function toResult(deps: Pick<SearchDeps, 'thumbOf' | 'imageOf'>, { hit, row, source, story, marks, sources, explain }: Found): SearchResult {
  const terms = markedTerms(marks, row);
  const snippet = snippetOf(row, terms);
  return {
    postId: row.id,
    externalId: row.externalId,
    title: row.title,
    url: row.url,
    source: source.title,
    sourceId: source.id,
    sourceKind: source.kind,
    sourceIcon: deps.imageOf(source.iconUrl),
    author: row.author,
    language: row.language,
    postedAt: new Date(row.postedAt).toISOString(),
    score: rounded(hit.score),
    byMeaning: hit.byMeaning,
    snippet: snippet.text,
    highlights: { snippet: snippet.highlights, title: row.title === null ? [] : highlight(row.title, terms) },
    thumb: deps.thumbOf(row.media),
    read: row.read,
    saved: row.saved,
    story: story === undefined ? null : toStory(deps, story, sources),
    ...(explain ? { parts: hit.parts } : {}),
  };
}

function snippetOf({ title, text, enriched }: HitRow, terms: ReadonlySet<string>): Snippet {
  if (title === null) return makeUntitledSnippet(text, enriched, terms);
  const own = makeSnippet(withoutHeadline(text, title), terms);
  return own.highlights.length === 0 && enriched !== '' ? makeSnippet(enriched, terms) : own;
}

function toStory(deps: Pick<SearchDeps, 'imageOf'>, story: StoryRow, sources: Found['sources']): SearchResult['story'] {
  const members = story.sourceIds.flatMap((id) => sources.get(id) ?? []);
  return {
    id: story.id,
    count: story.count,
    sources: members.map(({ id, title, kind, iconUrl }) => ({ sourceId: id, title, kind, iconSrc: deps.imageOf(iconUrl) })),
  };
}

function titled(counts: EngineAnswer['facets']['sources'], sources: ReadonlyMap<number, FollowedSource>) {
  return counts.map(({ id, count }) => ({ id, title: sources.get(id)?.title ?? '', count }));
}

function rounded(score: number): number {
  return Math.round(score * 1e6) / 1e6;
}
