import { eq } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listPostsQuery } from '#contract';
import { RetryLater } from '#platform/errors';
import { createTestDatabase } from '#test/database';
import { makeFollow, makeSource, makeUser } from '#test/factories';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { startProgram, type Program } from '../../test/program.ts';
import { serveHttp, type TestServer } from '../../test/serve-http.ts';
import { backfillSource } from './backfill-source.ts';
import { changeAddress } from './change-address.ts';
import { countUnread } from './counts.ts';
import { addSource, followStored, requireFollowed, unfollow, type FollowDeps } from './follow-source.ts';
import { pollDeps } from './poll-deps.ts';
import { pollSource } from './poll-source.ts';
import { sourceGaps, sources } from './tables.ts';
import { listPosts } from './timeline.ts';

const hour = 3_600_000;
const day = 24 * hour;
let site: TestServer;
let world: World;
let program: Program;
let deps: FollowDeps;
/** What the site publishes from now on. */
const fresh: string[] = [];

/** 300 items, the newest `age` old, each `step` older than the one before. */
function feed(name: string, age: number, step: number): string {
  const item = (id: string, at: number) =>
    `<item><guid isPermaLink="false">${name}-${id}</guid><title>Item ${id} of ${name}</title><pubDate>${new Date(at).toUTCString()}</pubDate></item>`;
  const old = Array.from({ length: 300 }, (_, n) => item(String(n), Date.now() - age - n * step));
  return `<rss version="2.0"><channel><title>${name}</title>${[...fresh.map((id) => item(id, Date.now())), ...old].join('')}</channel></rss>`;
}
const feeds: Record<string, () => string> = {
  '/busy': () => feed('busy', hour, 60_000),
  '/daily': () => feed('daily', hour, day),
  '/dormant': () => feed('dormant', 800 * day, day),
};

beforeAll(async () => {
  world = await startWorld();
  site = await serveHttp((request, response) => {
    response.setHeader('content-type', 'application/rss+xml');
    response.end(feeds[request.url!]!());
  });
  const allowed = `127.0.0.1/32:${site.port},127.0.0.1/32:${world.port}`;
  program = await startProgram(await createTestDatabase(), { ALLOW_PRIVATE_NETWORKS: allowed, TELEGRAM_PREVIEW_URL: world.origin }, ['api']);
  deps = pollDeps(program.deps);
});
afterAll(async () => {
  await program.stop();
  await site.close();
  await world.stop();
});

const unread = async (actor: Awaited<ReturnType<typeof makeUser>>) => (await countUnread(deps.db, actor)).unread;

it('leaves the newest posts of a new follow unread, few of them when they are old', async () => {
  for (const [name, expected] of [
    ['busy', 50],
    ['daily', 30],
    ['dormant', 10],
  ] as const) {
    const ada = await makeUser(deps.db);
    const { sourceId, found } = await addSource(deps, ada, { address: `${site.origin}/${name}` });
    expect([name, found, await unread(ada)]).toEqual([name, 300, expected]);
    // Whoever follows it later, from a list or by its address, finds the same.
    const [ben, eve] = [await makeUser(deps.db), await makeUser(deps.db)];
    await addSource(deps, ben, { address: `${site.origin}/${name}` });
    await followStored(deps, eve, { kind: 'rss', address: `${site.origin}/${name}`, title: null });
    expect([await unread(ben), await unread(eve)]).toEqual([expected, expected]);
    fresh.push(`news ${name}`);
    await pollSource(deps, await requireFollowed(deps.db, ada, sourceId));
    fresh.length = 0;
    expect([await unread(ada), await unread(ben), await unread(eve)]).toEqual([expected + 1, expected + 1, expected + 1]);
  }
});

it('shows at no moment of the first reading the whole archive as unread', async () => {
  feeds['/archive'] = () => feed('archive', hour, 60_000);
  const ada = await makeUser(deps.db);
  const sourceId = await makeSource(deps.db, { address: `${site.origin}/archive` });
  await makeFollow(deps.db, ada, sourceId);
  const [source] = await deps.db.select().from(sources).where(eq(sources.id, sourceId));
  const seen: number[] = [];
  let isReading = true;
  const looking = (async () => {
    while (isReading) seen.push(await unread(ada));
  })();
  await pollSource(deps, source!);
  isReading = false;
  await looking;
  expect([seen[0], Math.max(...seen), seen.at(-1)]).toEqual([0, 50, 50]);
});

it('does the same for a list whose feeds are read later, and for another address', async () => {
  const ada = await makeUser(deps.db);
  const { source } = await followStored(deps, ada, { kind: 'rss', address: `${site.origin}/busy?list`, title: null });
  feeds['/busy?list'] = () => feed('list', hour, 60_000);
  await pollSource(deps, source);
  expect(await unread(ada)).toBe(50);
  const moved = await changeAddress(deps, ada, source.id, `${site.origin}/daily`);
  expect(moved).not.toBe(source.id);
  // Thirty, and the news of before.
  expect(await unread(ada)).toBe(31);
});

it('takes the order of a feed without dates for the order of its posts: the first is the newest', async () => {
  const ada = await makeUser(deps.db);
  feeds['/undated'] = () => feed('undated', hour, 60_000).replaceAll(/<pubDate>.*?<\/pubDate>/g, '');
  await addSource(deps, ada, { address: `${site.origin}/undated` });
  const { items } = await listPosts({ db: deps.db, imageOf: () => null }, ada, listPostsQuery.parse({ limit: '100' }));
  expect(items.map((row) => row.title)).toEqual(Array.from({ length: 100 }, (_, n) => `Item ${n} of undated`));
  expect(items.map((row) => row.read)).toEqual(items.map((_, n) => n >= 50));
});

it('begins anew with a source that nobody has followed for a while', async () => {
  const [ada, ben] = [await makeUser(deps.db), await makeUser(deps.db)];
  const address = `${site.origin}/left`;
  feeds['/left'] = () => feed('left', 400 * hour, 60_000);
  const { sourceId } = await addSource(deps, ada, { address });
  await deps.db.insert(sourceGaps).values({ sourceId, after: '1', before: '9' });
  await unfollow(deps, ada, sourceId);
  feeds['/left'] = () => feed('back', hour, 60_000);
  await addSource(deps, ben, { address });
  expect(await unread(ben)).toBe(50);
  expect(await deps.db.select().from(sourceGaps).where(eq(sourceGaps.sourceId, sourceId))).toEqual([]);
  fresh.push('news of it');
  await pollSource(deps, await requireFollowed(deps.db, ben, sourceId));
  fresh.length = 0;
  expect(await unread(ben)).toBe(51);
});

it('leaves what another followed source carries too as it is', async () => {
  const ada = await makeUser(deps.db);
  feeds['/one'] = () => feed('https://both.example/', hour, 60_000).replace(/isPermaLink="false"/g, '');
  feeds['/two'] = feeds['/one'];
  await addSource(deps, ada, { address: `${site.origin}/one` });
  const before = await unread(ada);
  const { found } = await addSource(deps, ada, { address: `${site.origin}/two` });
  expect([found, await unread(ada)]).toEqual([300, before]);
});

it('reads the older history of a channel without making it news', async () => {
  const ada = await makeUser(deps.db);
  const name = Object.keys(world.addresses.channels)[0]!;
  for (let n = 0; n < 120; n += 1) world.publish(name, { text: `Сообщение ${n}: дежурный записал уровень воды ${n * 3} сантиметров у причала ${n}.` });
  const { sourceId } = await addSource(deps, ada, { address: `@${name}` });
  for (let more = true; more;) {
    more = await backfillSource(deps, sourceId).then(
      () => false,
      (error: unknown) => {
        if (error instanceof RetryLater) return true;
        throw error;
      },
    );
  }
  const counts = await countUnread(deps.db, ada);
  expect(counts.bySource[sourceId]).toBe(50);
});
