import type { PostRow, SearchResult } from '../src/lib/contract-types.ts';
import { rows } from './mock-data.ts';
import { json, type MockRequest } from './mock-request.ts';
import { sources } from './mock-sources.ts';

interface Asked {
  query: string;
  limit?: number;
  offset?: number;
  filters?: { sourceIds?: number[]; language?: string; has?: string[] };
}

export function search(request: MockRequest) {
  const { query, limit = 20, offset = 0, filters = {} } = json<Asked>(request);
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word && !word.includes(':') && !word.startsWith('-'));
  const found = rows(true).filter((row) => hits(words, `${row.title} ${row.snippet}`).length > 0);
  const kept = found.filter(
    (row) =>
      (!filters.sourceIds || filters.sourceIds.includes(row.sourceId)) &&
      (!filters.language || row.language === filters.language) &&
      (!filters.has?.includes('photo') || row.thumb),
  );
  return {
    results: kept.slice(offset, offset + limit).map((row, index) => toResult(row, index, words)),
    tookMs: 4,
    mode: 'hybrid',
    total: kept.length,
    posts: kept.length,
    more: false,
    understood: {
      words,
      filters: query.split(/\s+/).filter((word) => word.includes(':')),
      notUnderstood: [],
      corrected: null,
      also: [],
      unknown: { sources: [], folders: [] },
      datesExclude: false,
      set: { after: null, before: null, languages: [], has: [], sources: [], tags: [] },
    },
    facets: {
      sources: tally(found, (row) => row.sourceId)
        .slice(0, 8)
        .map(([id, count]) => ({ id, title: sources.find((one) => one.id === id)?.title ?? '', count })),
      languages: tally(found, (row) => row.language ?? 'en').map(([language, count]) => ({ language, count })),
    },
  };
}

function hits(words: readonly string[], text: string): [number, number][] {
  const stems = words.map((word) => word.slice(0, Math.max(3, word.length - 2)));
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .filter((match) => stems.some((stem) => match[0].toLowerCase().startsWith(stem)))
    .map((match) => [match.index, match.index + match[0].length]);
}

function tally<K extends string | number>(found: readonly PostRow[], pick: (row: PostRow) => K): [K, number][] {
  return [...Map.groupBy(found, pick).entries()].map(([key, list]): [K, number] => [key, list.length]).sort((a, b) => b[1] - a[1]);
}

function toResult(row: PostRow, index: number, words: readonly string[]): SearchResult {
  return {
    postId: row.id,
    externalId: null,
    title: row.title,
    url: row.url,
    source: row.sourceTitle,
    sourceId: row.sourceId,
    sourceKind: row.sourceKind,
    sourceIcon: null,
    author: row.author,
    language: row.language,
    postedAt: row.postedAt,
    score: 1 - index / 40,
    byMeaning: index === 3,
    parts: { wordsShare: 0.82, vector: 0.74, freshness: 0.96 },
    snippet: row.snippet,
    highlights: { snippet: hits(words, row.snippet), title: hits(words, row.title ?? '') },
    thumb: row.thumb,
    read: row.read,
    saved: row.saved,
    story: row.story,
  };
}
