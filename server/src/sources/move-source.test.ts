import { eq } from '#platform/sql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEgress, parseAllowList, type Egress } from '#platform/egress';
import { makeUser } from '#test/factories';
import { testClock } from '#test/fakes';
import { startPolling, type TestPolling } from '#test/poll-deps';
import { serveHttp, type TestServer } from '#test/serve-http';
import { addSource, changeFollow, type FollowDeps } from './follow-source.ts';
import { pollSource, type SourceRow } from './poll-source.ts';
import { follows, sources } from './tables.ts';
import { listPosts } from './timeline.ts';

const clock = testClock(new Date());
const day = 86_400;
let polling: TestPolling;
let site: TestServer;
let egress: Egress;
let deps: FollowDeps;
let moves: boolean;

/** `old.example/feed` moves to the feed of `other.example`, `old.example/here` to another address of its own. */
beforeAll(async () => {
  site = await serveHttp((request, response) => {
    const host = request.headers.host!.split(':')[0]!;
    if (moves && request.url === '/feed' && host === 'old.example')
      return void response.writeHead(301, { location: `http://other.example:${site.port}/feed` }).end();
    if (moves && request.url === '/here') return void response.writeHead(301, { location: '/there' }).end();
    const item = `<item><guid isPermaLink="false">${host}</guid><title>Said by ${host}</title><pubDate>${new Date().toUTCString()}</pubDate></item>`;
    response.writeHead(200, { 'content-type': 'application/rss+xml' });
    response.end(`<rss version="2.0"><channel><title>Feed of ${host}</title>${item}</channel></rss>`);
  });
  polling = await startPolling(site, clock);
  egress = createEgress({ allowPrivate: parseAllowList(`127.0.0.1/32:${site.port}`), resolver: async () => ['127.0.0.1'] });
  deps = { ...polling.deps, egress };
});
afterAll(async () => {
  await egress.close();
  await polling.stop();
  await site.close();
});
beforeEach(() => {
  moves = false;
});

const at = (host: string, path = '/feed') => `http://${host}:${site.port}${path}`;
async function row(id: number): Promise<SourceRow> {
  return (await polling.database.db.select().from(sources).where(eq(sources.id, id)))[0]!;
}
/** As a manual poll does it, too. */
const visit = async (id: number) => pollSource(deps, { ...(await row(id)), bodyHash: null });
const viewDeps = () => ({ ...deps, iconOf: () => null, imageOf: () => null }) as never;

it('takes the followers to the other site once the move has stood for days, and nothing that was said before it', async () => {
  const { db } = polling.database;
  const ada = await makeUser(db);
  const { sourceId } = await addSource(deps, ada, { address: at('old.example'), folder: 'Harbour' });
  await changeFollow(deps, ada, sourceId, { title: 'My feed' });
  moves = true;
  for (let n = 0; n < 5; n += 1) await visit(sourceId);
  expect(await row(sourceId)).toMatchObject({ address: at('old.example'), followers: 1, movedTo: at('other.example') });
  clock.advance(3 * day + 1);
  await visit(sourceId);
  const [follow] = await db.select().from(follows).where(eq(follows.userId, ada.userId));
  expect(follow).toMatchObject({ title: 'My feed', folderId: expect.any(Number) });
  const target = await row(follow!.sourceId);
  expect(target).toMatchObject({ address: at('other.example'), followers: 1, leasedUntil: null });
  expect(await row(sourceId)).toMatchObject({ address: at('old.example'), followers: 0 });
  await visit(target.id);
  const { items } = await listPosts(viewDeps(), await makeFollower(), { limit: 10 } as never);
  expect(items.map((item) => item.title)).toEqual(['Said by other.example']);
});

async function makeFollower() {
  const ben = await makeUser(polling.database.db);
  await addSource(deps, ben, { address: at('other.example') });
  return ben;
}

it('begins to count again when the move was taken back', async () => {
  const { sourceId } = await addSource(deps, await makeUser(polling.database.db), { address: at('old.example') });
  moves = true;
  await visit(sourceId);
  clock.advance(3 * day + 1);
  moves = false;
  await visit(sourceId);
  moves = true;
  for (let n = 0; n < 3; n += 1) await visit(sourceId);
  expect(await row(sourceId)).toMatchObject({ followers: 1, movedSince: clock.now() });
});

it('takes over another address of the same site as soon as the move has been seen twice', async () => {
  const { sourceId } = await addSource(deps, await makeUser(polling.database.db), { address: at('old.example', '/here') });
  moves = true;
  await visit(sourceId);
  expect((await row(sourceId)).address).toBe(at('old.example', '/here'));
  await visit(sourceId);
  expect(await row(sourceId)).toMatchObject({ address: at('old.example', '/there'), movedTo: null, followers: 1 });
});
