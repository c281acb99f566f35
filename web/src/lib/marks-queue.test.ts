import { describe, expect, it } from 'vitest';
import type { Marks } from './contract-types.ts';
import { createMarksQueue, groupMarks, type Mark } from './marks-queue.ts';

function setUp(stored: Mark[] = []) {
  const sent: Marks[] = [];
  const state = { online: true, kept: stored, refuse: false };
  const timers: (() => void)[] = [];
  const queue = createMarksQueue({
    send: async (body) => {
      if (!state.online) throw new Error('offline');
      if (state.refuse) throw new Error('refused');
      sent.push(body);
    },
    canRetry: (error) => error instanceof Error && error.message === 'offline',
    load: () => stored,
    store: (marks) => void (state.kept = marks),
    setTimer: (run) => timers.push(run),
  });
  return { queue, sent, state, timers };
}

describe('the queue of marks', () => {
  it('sends what was marked together in one request for each kind of mark', async () => {
    const { queue, sent } = setUp();
    queue.add([
      { postId: 1, read: true },
      { postId: 2, read: true },
    ]);
    queue.add([{ postId: 3, saved: true }]);
    await queue.flush();
    expect(sent).toEqual([
      { postIds: [1, 2], read: true },
      { postIds: [3], saved: true },
    ]);
  });

  it('sends only the last word about a post', async () => {
    const { queue, sent } = setUp();
    queue.add([{ postId: 1, read: true }]);
    queue.add([{ postId: 1, read: false, saved: true }]);
    await queue.flush();
    expect(sent).toEqual([{ postIds: [1], read: false, saved: true }]);
  });

  it('keeps marks through a lost connection and sends them later', async () => {
    const { queue, sent, state } = setUp();
    state.online = false;
    queue.add([{ postId: 1, read: true }]);
    await queue.flush();
    expect(state.kept).toEqual([{ postId: 1, read: true }]);
    state.online = true;
    await queue.flush();
    expect(sent).toEqual([{ postIds: [1], read: true }]);
    expect(state.kept).toEqual([]);
  });

  it('keeps what is under way until the server has it, also when more is marked meanwhile', async () => {
    const { queue, state } = setUp();
    queue.add([{ postId: 1, read: true }]);
    const sending = queue.flush();
    queue.add([{ postId: 2, read: true }]);
    expect(state.kept).toEqual([
      { postId: 1, read: true },
      { postId: 2, read: true },
    ]);
    await sending;
    expect(state.kept).toEqual([]);
  });

  it('sends what an earlier visit left behind', async () => {
    const { sent, timers, queue } = setUp([{ postId: 8, saved: true }]);
    timers[0]?.();
    await queue.flush();
    expect(sent).toEqual([{ postIds: [8], saved: true }]);
  });

  it('lets go of marks that the server refuses', async () => {
    const { queue, state } = setUp();
    state.refuse = true;
    queue.add([{ postId: 1, read: true }]);
    await queue.flush();
    expect(queue.waiting()).toBe(0);
    expect(state.kept).toEqual([]);
  });

  it('counts what is under way among what waits', async () => {
    const { queue } = setUp();
    queue.add([{ postId: 1, read: true }]);
    const sending = queue.flush();
    queue.add([{ postId: 2, read: true }]);
    expect(queue.waiting()).toBe(2);
    await sending;
    expect(queue.waiting()).toBe(0);
  });

  it('forgets on request what waits, and does not try again what could not be sent', async () => {
    const { queue, sent, state } = setUp();
    state.online = false;
    queue.add([{ postId: 1, read: true }]);
    const sending = queue.flush();
    queue.add([{ postId: 2, read: true }]);
    queue.drop();
    await sending;
    state.online = true;
    await queue.flush();
    expect([sent, state.kept, queue.waiting()]).toEqual([[], [], 0]);
  });

  it('never puts more than 500 posts into one request', () => {
    const marks = Array.from({ length: 1201 }, (_, index) => ({ postId: index + 1, read: true }));
    expect(groupMarks(marks).map((body) => body.postIds.length)).toEqual([500, 500, 201]);
  });
});
