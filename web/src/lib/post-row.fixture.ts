import type { PostRow } from './contract-types.ts';

/** Posts are numbered by their time. */
export function row(id: number, more: Partial<PostRow> = {}): PostRow {
  return {
    id,
    sourceId: 1,
    sourceTitle: 'Harbour Notes',
    sourceKind: 'rss',
    sourceIcon: null,
    title: `Post ${id}`,
    snippet: '',
    author: null,
    url: null,
    language: 'en',
    postedAt: new Date(Date.UTC(2026, 2, 1, 0, id)).toISOString(),
    thumb: null,
    words: 10,
    read: false,
    saved: false,
    tags: [],
    story: null,
    ...more,
  };
}
