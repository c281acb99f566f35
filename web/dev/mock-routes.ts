/** What the mock answers; the shapes are those of the contract. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Me } from '../src/lib/contract-types.ts';
import { joinStory, posts, rows, splitFromStory } from './mock-data.ts';
import { addSource, startTask, tasks } from './mock-following.ts';
import { json, MockProblem, state, type MockRequest } from './mock-request.ts';
import { search } from './mock-search.ts';
import { folders, sources } from './mock-sources.ts';

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
const routes: [string, RegExp, Handler][] = [
  ['GET', /^\/api\/users\/me\/posts\/cleanup$/, () => ({ posts: 310 })],
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
