import { describe, expect, it } from 'vitest';
import { createBatch } from './batch.ts';

/** Writes that end when they are told to. */
function slowWrites() {
  const writes: { items: number[]; end: (error?: Error) => void }[] = [];
  const add = createBatch<number>((items) => new Promise((done, fail) => void writes.push({ items, end: (error) => (error ? fail(error) : done()) })));
  return { add, writes, settle: () => new Promise((done) => setImmediate(done)) };
}

describe('a batch', () => {
  it('writes the first at once, and together what came in the meantime', async () => {
    const { add, writes, settle } = slowWrites();
    const first = add(1);
    await settle();
    const others = [add(2), add(3), add(4)];
    await settle();
    expect(writes.map((write) => write.items)).toEqual([[1]]);
    writes[0]!.end();
    await first;
    await settle();
    expect(writes.map((write) => write.items)).toEqual([[1], [2, 3, 4]]);
    writes[1]!.end();
    await Promise.all(others);
    const later = add(5);
    await settle();
    expect(writes.at(-1)!.items).toEqual([5]);
    writes.at(-1)!.end();
    await later;
  });

  it('that cannot be written fails for the item alone that is the cause', async () => {
    const written: number[] = [];
    const add = createBatch<number>(async (items) => {
      if (items.includes(13)) throw new Error('unlucky');
      written.push(...items);
    });
    const ended = await Promise.allSettled([add(1), add(13), add(2)]);
    expect(ended.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(written).toEqual([1, 2]);
  });

  it('rests between two writes, so that a steady stream is written in few', async () => {
    const writes: number[][] = [];
    const add = createBatch<number>(async (items) => void writes.push(items), 30);
    await add(1);
    const others = [add(2)];
    await new Promise((done) => setImmediate(done));
    others.push(add(3));
    await Promise.all(others);
    expect(writes).toEqual([[1], [2, 3]]);
  });
});
