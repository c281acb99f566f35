import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import type { LiveMessage } from '../../src/contract/live.ts';
import { createTestDatabase } from '../database.ts';
import { call, readingFrom, startProgram, until, type Program } from '../program.ts';

let world: World;
let program: Program;
let cookie: string;

beforeAll(async () => {
  const database = await createTestDatabase();
  world = await startWorld();
  program = await startProgram(database, readingFrom(world));
  cookie = await program.signIn();
});
afterAll(async () => {
  await program.stop();
  await world.stop();
});

const api = (what: string, body?: unknown) => call(program.url, what, body === undefined ? { cookie } : { cookie, body });
const follow = (address: string) => api('POST /api/users/me/sources', { address });

it('follows a feed, a page that names its feed, a site without one, and a channel', async () => {
  const added = [
    await follow(world.addresses.feeds['harbour-times']!),
    await follow(world.addresses.sites['prichal']!),
    await follow(world.addresses.sites['vesti-kosy']!),
    await follow(`@${Object.keys(world.addresses.channels)[0]}`),
  ];
  expect(added.map((answer) => [answer.status, answer.body.source?.kind])).toEqual([
    [201, 'rss'],
    [201, 'rss'],
    [201, 'web'],
    [201, 'telegram'],
  ]);
  for (const answer of added) expect(answer.body.found).toBeGreaterThan(3);
  const list = await api('GET /api/users/me/posts?limit=100');
  expect(new Set(list.body.items.map((row: { sourceKind: string }) => row.sourceKind))).toEqual(new Set(['rss', 'web', 'telegram']));
});

it('says that a source was followed already, and keeps one of it', async () => {
  const again = await follow(world.addresses.feeds['harbour-times']!);
  expect(again).toMatchObject({ status: 200, body: { existed: true } });
});

it.each([
  ['404', 422],
  ['410', 422],
  ['login', 422],
])('refuses an address that cannot be read and says why: %s', async (name, status) => {
  const address = Object.entries(world.addresses.odd).find(([key]) => key.includes(name))?.[1];
  const answer = await follow(address ?? `${world.origin}/odd/none-${name}`);
  expect(answer.status).toBe(status);
  expect(answer.body.detail.length).toBeGreaterThan(10);
});

it('refuses private addresses in words that name neither port nor answer', async () => {
  const answer = await follow(`http://127.0.0.1:${world.canary.port}/feed.xml`);
  expect(answer).toMatchObject({ status: 422, body: { code: 'address_blocked' } });
  expect(world.canary.hits).toBe(0);
});

it('shows a new post on an open socket within seconds, and again after the line was cut', async () => {
  const heard: LiveMessage[] = [];
  const open = (after?: string) =>
    new Promise<WebSocket>((done) => {
      const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/live${after ? `?after=${after}` : ''}`, { headers: { cookie } });
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as LiveMessage;
        heard.push(message);
        if (message.type === 'hello') done(socket);
      });
    });
  const created = (title: string) => heard.some((message) => message.type === 'post.created' && message.posts.some((post) => post.title === title));

  const socket = await open();
  world.publish('harbour-times', { title: 'A lighthouse is painted', text: 'The lighthouse on the northern mole is painted white again after eleven years.' });
  await until(() => created('A lighthouse is painted'));
  const last = heard.findLast((message) => message.type === 'post.created')!;
  socket.terminate();

  world.publish('harbour-times', {
    title: 'A ferry is late',
    text: 'The morning ferry from the islands arrives forty minutes late because of fog over the strait.',
  });
  await until(async () => (await api('GET /api/users/me/posts?limit=20')).body.items.some((row: { title: string }) => row.title === 'A ferry is late'));
  heard.length = 0;
  const second = await open((last as { id: string }).id);
  await until(() => created('A ferry is late'));
  expect(created('A lighthouse is painted')).toBe(false);
  second.terminate();
});

it('takes an edit over without making a second post', async () => {
  const item = world.publish('prichal', { title: 'Опечатка в заголовке', text: 'Буксир вернулся в порт после ремонта и в понедельник выйдет на линию.' });
  const found = (title: string) =>
    api('GET /api/users/me/posts?limit=50').then((list) => list.body.items.filter((row: { title: string }) => row.title === title));
  await until(async () => (await found('Опечатка в заголовке')).length === 1);
  world.edit('prichal', item.id, { title: 'Исправленный заголовок' });
  await until(async () => (await found('Исправленный заголовок')).length === 1);
  expect(await found('Опечатка в заголовке')).toEqual([]);
});

it('finds a post by another form of its words within a moment of its arrival', async () => {
  world.publish('harbour-times', {
    title: 'Dredgers deepen the channel',
    text: 'Two dredgers began to deepen the southern channel for larger grain carriers.',
  });
  const results = await until(async () => {
    const { body } = await api('POST /api/search', { query: 'deepening channel dredger' });
    return body.results?.length > 0 && body.results[0].title === 'Dredgers deepen the channel' ? body.results : null;
  });
  expect(results[0].highlights.title.length).toBeGreaterThan(0);
});

it('marks as read, saves, marks all read and takes that back', async () => {
  const { items } = (await api('GET /api/users/me/posts?limit=5')).body;
  await api('POST /api/posts/marks', { postIds: [items[0].id], read: true, saved: true });
  expect((await api('GET /api/users/me/posts?show=saved')).body.items.map((row: { id: number }) => row.id)).toContain(items[0].id);
  const before = (await api('GET /api/users/me/counts')).body.unread;
  const done = await api('POST /api/posts/read-all', {});
  expect((await api('GET /api/users/me/counts')).body.unread).toBeLessThan(before);
  expect((await api('POST /api/posts/read-all/undo', { undoToken: done.body.undoToken })).status).toBe(204);
  expect((await api('GET /api/users/me/counts')).body.unread).toBeGreaterThanOrEqual(before);
});

it('pages through the whole timeline without a gap or a repeat', async () => {
  const seen: number[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { id: number }[]; nextCursor: string | null } = (
      await api(`GET /api/users/me/posts?limit=7&collapse=false${cursor ? `&cursor=${cursor}` : ''}`)
    ).body;
    seen.push(...page.items.map((row) => row.id));
    cursor = page.nextCursor;
  }
  expect(new Set(seen).size).toBe(seen.length);
  const total = Object.values((await api('GET /api/users/me/sources')).body.items as { id: number }[]).length;
  expect(total).toBeGreaterThanOrEqual(4);
});

it('imports OPML as a task with progress, and gives the same sources out again', async () => {
  const file = await (await fetch(world.addresses.files['small']!)).text();
  const started = await call(program.url, 'POST /api/opml', { cookie, raw: file, headers: { 'content-type': 'text/x-opml' } });
  expect(started.status).toBe(202);
  const done = await until(async () => {
    const { body } = await api(`GET /api/tasks/${started.body.id}`);
    return body.state === 'done' ? body : null;
  });
  expect(done.done).toBe(done.total);
  const out = await api('GET /api/opml');
  expect(out.body).toContain('<opml version="2.0">');
});
