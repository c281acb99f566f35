/** Following something new, and the long work that it begins. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '../src/lib/contract-types.ts';
import { addPost, toRow } from './mock-data.ts';
import { json, MockProblem, state, type MockRequest } from './mock-request.ts';
import { sendToAll } from './mock-socket.ts';
import { sources } from './mock-sources.ts';

export const tasks: Task[] = [];

export async function addSource(request: MockRequest) {
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

export function startTask(title: string, total: number): Task {
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
