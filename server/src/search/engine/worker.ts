/** The thread of the search engine: loads the snapshot, follows the database, answers queries one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import { answerQuery } from './answer-query.ts';
import { openIndex, type OpenIndex } from './open-index.ts';
import type { EngineOptions, FromEngine, ToEngine } from './protocol.ts';

const LOOK_EVERY = 2000;
const RETRY_AFTER = 1000;

const port = parentPort!;
const say = (message: FromEngine): void => port.postMessage(message);
const options = workerData as EngineOptions;

let index: OpenIndex | null = null;
let following: Promise<void> | null = null;
let again = false;
let stopping = false;
let failures = 0;

/** One catch-up at a time; asked for meanwhile, it is done once more. */
function follow(): void {
  again = true;
  following ??= (async () => {
    while (again && !stopping) {
      again = false;
      await followOnce();
    }
    following = null;
  })();
}

async function followOnce(): Promise<void> {
  try {
    index ??= await openIndex(options, say);
    await index.follow();
    failures = 0;
  } catch (error) {
    // The database is away, or starting: the first failure is told, then it is tried quietly.
    if (failures++ === 0)
      say({ type: 'log', level: 'warn', message: 'the search index could not follow the database', details: { reason: String((error as Error).message) } });
    await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER));
  }
}

async function handle(message: ToEngine): Promise<void> {
  switch (message.type) {
    case 'search':
      say({ type: 'answer', id: message.id, answer: await answerQuery(index!.searched(), message.query) });
      return;
    case 'status':
      say({ type: 'status', id: message.id, status: index?.status() ?? { ready: false, docs: 0, vectors: 0, rev: 0 } });
      return;
    case 'changed':
      follow();
      return;
    case 'stop':
      stopping = true;
      clearInterval(timer);
      // What is still being read for the first time is not worth waiting for; this ends the thread only.
      if (index === null || !index.status().ready) process.exit(0);
      await following;
      await index.close();
      port.close();
  }
}

const timer = setInterval(follow, LOOK_EVERY);
port.on('message', (message: ToEngine) => {
  handle(message).catch((error: unknown) => {
    if ('id' in message) say({ type: 'failed', id: message.id, message: String((error as Error).stack ?? error) });
  });
});
follow();
