/** From a saved post to every one of many open clients. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { makeCorpus } from './corpus.ts';
import { startFeedServer } from './feed-server.ts';
import { benchFolder } from './filled-data.ts';
import { median, percentile, type Report } from './report.ts';
import { makeReader, runProgram } from './run-program.ts';
import { writeFeed, writeItem } from './write-feed.ts';

const clients = 5000;
const readers = 1000;
const sources = 50;
const rounds = 20;

/** What the process with the clients tells: that all are open, or when they heard of a post. */
type Told = { type: 'open' } | { type: 'heard'; postId: number; times: number[] };

export async function run(report: Report): Promise<void> {
  const server = await startFeedServer();
  const dataDir = mkdtempSync(join(benchFolder(), 'live-'));
  const program = await runProgram(dataDir, { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${server.port}`, POLL_INTERVALS: '1,1,1,1' });
  const child = fork(fileURLToPath(import.meta.url), ['--clients'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  try {
    await program.db.query(
      `insert into sources (kind, address, title, followers, next_poll_at) select 'rss', $1 || '/' || n || '.xml', 'Feed ' || n, case n when 0 then 1 else 0 end, now() + interval '1 day' from generate_series(0, $2::int - 1) as n`,
      [server.origin, sources],
    );
    const cookies: string[] = [];
    for (let n = 0; n < readers; n += 1) cookies.push(...(await program.signIn(await makeReader(program.db, `reader ${n}`, sources), clients / readers)));
    child.send({ url: `${program.url.replace('http', 'ws')}/api/live`, cookies });
    await once(child, 'message');
    const posts = makeCorpus({ posts: rounds + 1, sources: 1, seed: 41 }).posts();
    const items: string[] = [];
    const spreads: number[][] = [];
    for (let n = 0; n <= rounds; n += 1) {
      items.unshift(writeItem(posts.next().value!, n, new Date()));
      server.set('/0.xml', writeFeed('Feed 0', items));
      await new Promise((done) => setTimeout(done, 50));
      await program.db.query(`update sources set next_poll_at = now() where address like '%/0.xml'`);
      const [told] = (await once(child, 'message')) as [Extract<Told, { type: 'heard' }>];
      const { rows } = await program.db.query<{ at: number }>('select extract(epoch from created_at)::float8 * 1000 as at from posts where id = $1', [
        told.postId,
      ]);
      if (n > 0) spreads.push(told.times.map((time) => time - rows[0]!.at));
    }
    const conditions = `${clients} clients of ${readers} readers on this machine, each follows ${sources} sources; ${rounds} posts through the poller, one at a time; from the beginning of the transaction that saves the post`;
    report({ bench: 'live', metric: 'saved to the median client', value: median(spreads.map(median)), unit: 'ms', conditions });
    report({ bench: 'live', metric: 'saved to the last client, median', value: median(spreads.map((times) => Math.max(...times))), unit: 'ms', conditions });
    report({
      bench: 'live',
      metric: 'saved to the last client, p95 of posts',
      value: percentile(
        spreads.map((times) => Math.max(...times)),
        0.95,
      ),
      unit: 'ms',
      conditions,
    });
  } finally {
    child.kill();
    await program.stop();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function runClients({ url, cookies }: { url: string; cookies: string[] }): Promise<void> {
  const heard = new Map<number, number[]>();
  const tell = (told: Told) => process.send!(told);
  const hear = (text: string) => {
    const at = performance.timeOrigin + performance.now();
    const message = JSON.parse(text) as { type: string; posts?: { id: number }[] };
    if (message.type !== 'post.created') return;
    for (const { id } of message.posts!) {
      const times = heard.get(id) ?? [];
      heard.set(id, times);
      times.push(at);
      if (times.length === cookies.length) tell({ type: 'heard', postId: id, times });
    }
  };
  // A hundred at a time: a thousand handshakes at once would only fill the listen queue.
  for (let start = 0; start < cookies.length; start += 100) {
    await Promise.all(
      cookies.slice(start, start + 100).map(
        (cookie) =>
          new Promise<void>((done, fail) => {
            const socket = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false });
            socket.once('message', () => done());
            socket.once('error', fail);
            socket.once('close', (code) => fail(new Error(`a client was cut off (${code})`)));
            socket.on('message', (data) => hear(String(data)));
          }),
      ),
    );
  }
  tell({ type: 'open' });
}

if (process.argv[2] === '--clients') process.once('message', (given) => void runClients(given as { url: string; cookies: string[] }));
