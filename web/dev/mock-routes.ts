/** What the mock answers; the shapes are those of the contract. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Me, PostRow, SearchResult, Task } from '../src/lib/contract-types.ts';
import { addPost, folders, posts, rows, sources, splitFromStory, joinStory, toRow } from './mock-data.ts';
import { sendToAll } from './mock-socket.ts';

export interface MockRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}
export class MockProblem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const me: Me = {
  id: 1,
  name: 'Мария',
  role: 'admin',
  language: null,
  timezone: 'Europe/Moscow',
  retentionDays: 30,
  settings: { theme: 'system', density: 'comfortable', textSize: 2, markReadOnScroll: false, singleKeys: true },
  sources: 0,
  meaningSearch: true,
  version: '0.1.0',
};
export const state = { signedIn: true, eventId: 1 };
const tasks: Task[] = [];
let tokens = [
  { id: 't1', name: 'Backup script', scope: 'read', createdAt: new Date(Date.now() - 9e8).toISOString(), lastUsedAt: new Date(Date.now() - 3e6).toISOString() },
];
let sessions = [
  {
    id: 's1',
    current: true,
    userAgent: 'Firefox 140, Linux',
    address: '127.0.0.1',
    createdAt: new Date(Date.now() - 8e7).toISOString(),
    lastSeenAt: new Date().toISOString(),
  },
  {
    id: 's2',
    current: false,
    userAgent: 'Safari, iPhone',
    address: '192.168.1.20',
    createdAt: new Date(Date.now() - 9e8).toISOString(),
    lastSeenAt: new Date(Date.now() - 8e7).toISOString(),
  },
];
const undone = new Map<string, number[]>();
const packs = [
  { id: 'slow-science', title: 'Slow science', description: 'Labs that publish what did not work, too.', sources: [8, 9, 10] },
  { id: 'code', title: 'Инженерное', description: 'Как устроены вещи, которыми пользуются каждый день.', sources: [5, 6, 7] },
  { id: 'sea', title: 'Sea and energy', description: 'Ports, tides, wind and what they cost.', sources: [11, 12, 13] },
].map((pack) => ({
  ...pack,
  sources: pack.sources.map((id) => ({ title: sources[id - 1]?.title ?? '', address: sources[id - 1]?.address ?? '', kind: sources[id - 1]?.kind ?? 'rss' })),
}));

type Handler = (request: MockRequest, ids: string[]) => unknown;
const json = <T>(request: MockRequest): T => JSON.parse(request.body || '{}') as T;

const routes: [string, RegExp, Handler][] = [
  [
    'POST',
    /^\/api\/auth\/link$/,
    (request) => {
      if (json<{ token: string }>(request).token.includes('used'))
        throw new MockProblem(401, 'sign_in_link_invalid', 'This sign-in link has been used or has expired. Run "npx tidings sign-in" for a new one.');
      state.signedIn = true;
    },
  ],
  ['POST', /^\/api\/auth\/logout$/, () => void (state.signedIn = false)],
  ['GET', /^\/api\/users\/me$/, () => ({ ...me, sources: sources.length })],
  [
    'PATCH',
    /^\/api\/users\/me$/,
    (request) => {
      const { settings, ...rest } = json<Partial<Me>>(request);
      Object.assign(me, rest);
      Object.assign(me.settings, settings);
      return { ...me, sources: sources.length };
    },
  ],
  ['GET', /\/me\/sessions$/, () => ({ items: sessions })],
  ['DELETE', /\/me\/sessions\/(.+)$/, (_request, [id]) => void (sessions = sessions.filter((one) => one.id !== id))],
  ['GET', /\/me\/tokens$/, () => ({ items: tokens })],
  [
    'POST',
    /\/me\/tokens$/,
    (request) => {
      const made = {
        ...json<{ name: string; scope: string }>(request),
        id: `t${Date.now()}`,
        createdAt: new Date().toISOString(),
        lastUsedAt: null as unknown as string,
      };
      tokens = [...tokens, made];
      return { ...made, token: 'tdg_mock_1f0c9d7e5b3a4c2d8e6f' };
    },
  ],
  ['DELETE', /\/me\/tokens\/(.+)$/, (_request, [id]) => void (tokens = tokens.filter((one) => one.id !== id))],
  ['GET', /\/me\/sources$/, () => ({ items: sources })],
  ['POST', /\/me\/sources$/, addSource],
  [
    'PATCH',
    /\/me\/sources\/(\d+)$/,
    (request, [id]) => {
      const source = findSource(id);
      const change = json<Record<string, unknown>>(request);
      Object.assign(source, change, {
        title: (change['title'] as string | null | undefined) ?? (change['title'] === null ? source.originalTitle : source.title),
      });
      if ('paused' in change) source.health = { state: change['paused'] ? 'paused' : 'ok', problem: null, failingSince: null };
      return source;
    },
  ],
  ['DELETE', /\/me\/sources\/(\d+)$/, (_request, [id]) => void sources.splice(sources.indexOf(findSource(id)), 1)],
  [
    'POST',
    /\/me\/sources\/(\d+)\/poll$/,
    async (_request, [id]) => {
      await sleep(900);
      const source = findSource(id);
      if (source.health.state === 'failing') throw new MockProblem(422, 'http_error', 'The site answers "403".');
      return { source, added: 0 };
    },
  ],
  ['GET', /\/me\/folders$/, () => ({ items: folders })],
  [
    'POST',
    /\/me\/folders$/,
    (request) => {
      const folder = { id: Date.now(), name: json<{ name: string }>(request).name, position: folders.length };
      folders.push(folder);
      return folder;
    },
  ],
  ['PATCH', /\/me\/folders\/(\d+)$/, (request, [id]) => Object.assign(folders.find((one) => one.id === Number(id)) ?? {}, json(request))],
  [
    'DELETE',
    /\/me\/folders\/(\d+)$/,
    (_request, [id]) => {
      folders.splice(
        folders.findIndex((one) => one.id === Number(id)),
        1,
      );
      for (const source of sources) if (source.folderId === Number(id)) source.folderId = null;
    },
  ],
  ['GET', /\/me\/posts$/, listPosts],
  ['GET', /\/me\/counts$/, counts],
  ['GET', /^\/api\/posts\/(\d+)$/, (_request, [id]) => findPost(id)],
  [
    'POST',
    /^\/api\/posts\/(\d+)\/split$/,
    (_request, [id]) => {
      splitFromStory(Number(id));
      return findPost(id);
    },
  ],
  [
    'POST',
    /^\/api\/posts\/(\d+)\/unsplit$/,
    (_request, [id]) => {
      joinStory([Number(id), ...posts.keys()].slice(0, 3));
      return findPost(id);
    },
  ],
  [
    'POST',
    /^\/api\/posts\/marks$/,
    (request) => {
      const { postIds, ...change } = json<{ postIds: number[]; read?: boolean; saved?: boolean }>(request);
      for (const id of postIds) Object.assign(posts.get(id) ?? {}, change);
    },
  ],
  [
    'POST',
    /^\/api\/posts\/read-all$/,
    (request) => {
      const { sourceId, folderId } = json<{ sourceId?: number; folderId?: number }>(request);
      const marked = [...posts.values()].filter((post) => !post.read && within(post, sourceId, folderId));
      for (const post of marked) post.read = true;
      const undoToken = '00000000-0000-4000-8000-000000000001';
      undone.set(
        undoToken,
        marked.map((post) => post.id),
      );
      return { marked: marked.length, undoToken };
    },
  ],
  [
    'POST',
    /^\/api\/posts\/read-all\/undo$/,
    () => {
      for (const id of [...undone.values()].flat()) Object.assign(posts.get(id) ?? {}, { read: false });
    },
  ],
  ['POST', /^\/api\/opml$/, () => startTask('reader.opml', 48)],
  ['GET', /^\/api\/tasks$/, () => ({ items: tasks })],
  ['POST', /^\/api\/tasks\/(\d+)\/stop$/, (_request, [id]) => Object.assign(tasks.find((task) => task.id === Number(id)) ?? {}, { state: 'stopped' })],
  ['GET', /^\/api\/starter-packs$/, () => ({ items: packs })],
  ['POST', /^\/api\/starter-packs\/(.+)\/follow$/, (_request, [id]) => startTask(packs.find((pack) => pack.id === id)?.title ?? '', 6)],
  ['POST', /^\/api\/search$/, search],
  ['GET', /^\/api\/index\/status$/, () => ({ ready: true, posts: posts.size, pending: 3, failed: 0, skipped: 12, vectors: posts.size, model: 'mock' })],
];

export async function handle(request: MockRequest): Promise<unknown> {
  if (!state.signedIn && !request.path.startsWith('/api/auth/')) throw new MockProblem(401, 'unauthenticated', 'Sign in first.');
  for (const [method, pattern, handler] of routes) {
    const match = method === request.method ? pattern.exec(request.path) : null;
    if (match) return await handler(request, match.slice(1));
  }
  throw new MockProblem(404, 'not_found', 'There is nothing here.');
}

function findSource(id: string | undefined) {
  const source = sources.find((one) => one.id === Number(id));
  if (!source) throw new MockProblem(404, 'not_found', 'There is nothing here.');
  return source;
}
function findPost(id: string | undefined) {
  const post = posts.get(Number(id));
  if (!post) throw new MockProblem(404, 'not_found', 'There is nothing here.');
  return post;
}
function within(row: { sourceId: number }, sourceId?: number | null, folderId?: number | null): boolean {
  if (sourceId) return row.sourceId === sourceId;
  return !folderId || sources.find((one) => one.id === row.sourceId)?.folderId === folderId;
}

function listPosts({ query }: MockRequest) {
  const number = (key: string): number | null => Number(query.get(key)) || null;
  const show = query.get('show');
  const all = rows(!number('sourceId')).filter(
    (row) =>
      within(row, number('sourceId'), number('folderId')) &&
      (!query.get('tag') || row.tags.includes(query.get('tag') ?? '')) &&
      (show === 'unread' ? !row.read : show === 'saved' ? row.saved : show === 'stories' ? (row.story?.sources.length ?? 0) > 1 : true),
  );
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 50);
  return { items: all.slice(from, from + limit), nextCursor: from + limit < all.length ? String(from + limit) : null, eventId: String(state.eventId) };
}

function counts() {
  const bySource: Record<string, number> = {};
  const byFolder: Record<string, number> = {};
  const unread = [...posts.values()].filter((post) => !post.read);
  for (const post of unread) {
    bySource[post.sourceId] = (bySource[post.sourceId] ?? 0) + 1;
    const folder = sources.find((one) => one.id === post.sourceId)?.folderId;
    if (folder) byFolder[folder] = (byFolder[folder] ?? 0) + 1;
  }
  return { unread: unread.length, saved: [...posts.values()].filter((post) => post.saved).length, bySource, byFolder };
}

async function addSource(request: MockRequest) {
  await sleep(700);
  const { address } = json<{ address: string }>(request);
  if (address.includes('private') || address.includes('+'))
    throw new MockProblem(422, 'channel_private', 'A private channel. Only your own Telegram can read it.');
  if (address.includes('nothing')) throw new MockProblem(422, 'not_a_feed', 'This is not a feed, and no feed was found on the page.');
  const id = Math.max(0, ...sources.map((one) => one.id)) + 1;
  const telegram = address.startsWith('@') || address.includes('t.me/');
  const title = telegram ? address.replace(/^.*[@/]/, '') : (address.replace(/^https?:\/\//, '').split('/')[0] ?? address);
  sources.push({
    id,
    kind: telegram ? 'telegram' : 'rss',
    address,
    title,
    originalTitle: title,
    note: null,
    siteUrl: `https://${title}/`,
    icon: null,
    language: 'en',
    folderId: null,
    paused: false,
    tier: 'REGULAR',
    interval: 600,
    postsPerDay: 3.4,
    activity: [1, 3, 2, 5, 4, 3, 0, 2, 6, 3, 4, 2, 3, 4],
    lastPostAt: new Date().toISOString(),
    lastGoodAt: new Date().toISOString(),
    nextPollAt: null,
    health: { state: 'ok', problem: null, failingSince: null },
    gaps: [],
    backfill: { state: 'done', done: 12 },
  });
  const made = Array.from({ length: 12 }, (_, index) =>
    toRow(
      addPost({ sourceId: id, title: `${title}: post ${index + 1}`, body: 'The first sentences of something that was just found.', minutesAgo: index * 40 }),
    ),
  );
  state.eventId++;
  setTimeout(() => sendToAll({ type: 'post.created', id: String(state.eventId), posts: made }), 50);
  return { source: sources.at(-1), found: made.length, existed: false };
}

function startTask(title: string, total: number): Task {
  const task: Task = {
    id: tasks.length + 1,
    kind: 'opml_import',
    title,
    state: 'running',
    done: 0,
    total,
    added: 0,
    existed: 0,
    skipped: 0,
    failed: 0,
    problems: [],
    createdAt: new Date().toISOString(),
  };
  tasks.unshift(task);
  const timer = setInterval(() => {
    if (task.state !== 'running') return clearInterval(timer);
    task.done++;
    task.added++;
    if (task.done % 13 === 0) {
      task.failed++;
      task.problems.push({ name: `old.example/feed${task.done}`, code: 'not_a_feed', message: 'This is not a feed, and no feed was found on the page.' });
    }
    if (task.done === total) task.state = 'done';
    sendToAll({ type: 'task.updated', task });
  }, 350);
  return task;
}

function search(request: MockRequest) {
  const body = json<{ query: string; limit?: number; offset?: number; filters?: { sourceIds?: number[]; language?: string; has?: string[] } }>(request);
  const words = body.query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word && !word.includes(':') && !word.startsWith('-'));
  const stems = words.map((word) => word.slice(0, Math.max(3, word.length - 2)));
  const hits = (text: string): [number, number][] =>
    [...text.matchAll(/[\p{L}\p{N}]+/gu)]
      .filter((match) => stems.some((stem) => match[0].toLowerCase().startsWith(stem)))
      .map((match) => [match.index, match.index + match[0].length]);
  const filters = body.filters ?? {};
  const found = rows(true).filter((row) => hits(`${row.title} ${row.snippet}`).length > 0);
  const kept = found.filter(
    (row) =>
      (!filters.sourceIds || filters.sourceIds.includes(row.sourceId)) &&
      (!filters.language || row.language === filters.language) &&
      (!filters.has?.includes('photo') || row.thumb),
  );
  const offset = body.offset ?? 0;
  const tally = <K extends string | number>(pick: (row: PostRow) => K): [K, number][] =>
    [...Map.groupBy(found, pick).entries()].map(([key, list]): [K, number] => [key, list.length]).sort((a, b) => b[1] - a[1]);
  const toResult = (row: PostRow, index: number): SearchResult => ({
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
    highlights: { snippet: hits(row.snippet), title: hits(row.title ?? '') },
    thumb: row.thumb,
    read: row.read,
    saved: row.saved,
    story: row.story,
  });
  return {
    results: kept.slice(offset, offset + (body.limit ?? 20)).map(toResult),
    tookMs: 4,
    mode: 'hybrid',
    total: kept.length,
    posts: kept.length,
    more: false,
    understood: {
      words,
      filters: body.query.split(/\s+/).filter((word) => word.includes(':')),
      notUnderstood: [],
      corrected: null,
      also: [],
      set: { after: null, before: null, languages: [], has: [], sources: [], tags: [] },
    },
    facets: {
      sources: tally((row) => row.sourceId)
        .slice(0, 8)
        .map(([id, count]) => ({ id, title: sources.find((one) => one.id === id)?.title ?? '', count })),
      languages: tally((row) => row.language ?? 'en').map(([language, count]) => ({ language, count })),
    },
  };
}
