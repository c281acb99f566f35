/** What happens to work under way when the program stops. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { sql } from '#platform/sql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { first, openDatabase } from '../../src/platform/db.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { call, oneKey, startProgram, until } from '../program.ts';

const rss = (name: string) =>
  `<rss version="2.0"><channel><title>${name}</title><item><title>Ferry ${name}</title><guid>${name}</guid><description>Words</description></item></channel></rss>`;

/** Answers at once, but for addresses that begin with /drip: those never end. */
const server = createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/rss+xml' });
  if (!request.url!.startsWith('/drip')) return void setTimeout(() => response.end(rss(request.url!)), 30);
  response.write('<rss version="2.0"><channel>');
  const timer = setInterval(() => response.write('\n'), 200);
  response.on('close', () => clearInterval(timer));
});
let origin = '';
let port = 0;
let database: TestDatabase;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
  origin = `http://127.0.0.1:${port}`;
  database = await createTestDatabase();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const start = () => startProgram(database, { ...oneKey, ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${port}` });

it('an import goes on at the next start where it was, and stopping is no failure of any source', async () => {
  const names = Array.from({ length: 60 }, (_, i) => (i === 20 ? `${origin}/drip` : `${origin}/feed-${i}`));
  const opml = `<opml version="2.0"><body>${names.map((url) => `<outline type="rss" text="${url}" xmlUrl="${url}"/>`).join('')}</body></opml>`;
  const program = await start();
  const cookie = await program.signIn();
  const posted = await call(program.url, 'POST /api/opml', { cookie, raw: opml, headers: { 'content-type': 'text/x-opml' } });
  expect(posted.status).toBeLessThan(300);
  await until(async () => (await tasksOf(database)).done >= 16);
  await program.stop();

  const reopened = openDatabase(database.url, { connections: 2 });
  const failed = await first<{ n: number }>(reopened.db, sql`select count(*)::int as n from sources where error_code is not null`);
  const task = await first<{ state: string; done: number; failed: number }>(reopened.db, sql`select state, done, failed from tasks`);
  await reopened.close();
  expect({ failed: failed!.n, task }).toMatchObject({ failed: 0, task: { state: 'running', failed: 0 } });
  expect(task!.done).toBeLessThan(60);
});

it('stops although connections are open on which nothing more comes', async () => {
  const program = await startProgram(database, oneKey, ['api']);
  const { hostname, port: own } = new URL(program.url);
  const upgrade = 'connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n';
  const begun = [
    '',
    'POST /api/auth/link HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
    `GET /api/live HTTP/1.1\r\nhost: x\r\n${upgrade}\r\n`,
  ];
  const sockets = begun.map((text) => {
    const socket = connect(Number(own), hostname);
    socket.write(text);
    return socket;
  });
  const closed = sockets.map((socket) => once(socket.on('error', () => {}).resume(), 'close'));
  await once(sockets[2]!, 'data');
  await program.stop();
  await Promise.all(closed);
});

async function tasksOf({ db }: TestDatabase): Promise<{ done: number }> {
  return (await first<{ done: number }>(db, sql`select coalesce(max(done), 0)::int as done from tasks`))!;
}
