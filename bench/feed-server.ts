/**
 * Serves feeds from memory, as a process of its own, so that its work is not counted with the program's.
 * Commands come as messages: set a feed, or count what was asked since the last time.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

type Command = { type: 'set'; path: string; body: string } | { type: 'count' };

export interface FeedServer {
  origin: string;
  port: number;
  /** Each setting gives the feed a new entity tag: the paths's count of settings, from "1". */
  set: (path: string, body: string) => void;
  /** Answers given since the last count. */
  count: () => Promise<{ full: number; notModified: number }>;
  stop: () => Promise<void>;
}

export async function startFeedServer(): Promise<FeedServer> {
  const child = fork(fileURLToPath(import.meta.url), ['--serve'], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [port] = (await once(child, 'message')) as [number];
  const tell = (command: Command) => child.send(command);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    set: (path, body) => void tell({ type: 'set', path, body }),
    async count() {
      tell({ type: 'count' });
      const [counts] = await once(child, 'message');
      return counts as { full: number; notModified: number };
    },
    stop: () => end(child),
  };
}

async function end(child: ChildProcess): Promise<void> {
  child.disconnect();
  await once(child, 'exit');
}

function serve(): void {
  const feeds = new Map<string, { body: Buffer; tag: number }>();
  let full = 0;
  let notModified = 0;
  const server = createServer((request, response) => {
    const feed = feeds.get(request.url ?? '');
    if (!feed) return void response.writeHead(404).end();
    const etag = `"${feed.tag}"`;
    if (request.headers['if-none-match'] === etag) {
      notModified += 1;
      return void response.writeHead(304, { etag }).end();
    }
    full += 1;
    response.writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8', etag }).end(feed.body);
  });
  server.keepAliveTimeout = 60_000;
  process.on('message', (command: Command) => {
    if (command.type === 'set') feeds.set(command.path, { body: Buffer.from(command.body), tag: (feeds.get(command.path)?.tag ?? 0) + 1 });
    else {
      process.send!({ full, notModified });
      full = notModified = 0;
    }
  });
  process.on('disconnect', () => process.exit(0));
  server.listen(0, '127.0.0.1', 1024, () => process.send!((server.address() as AddressInfo).port));
}

if (process.argv[2] === '--serve') serve();
