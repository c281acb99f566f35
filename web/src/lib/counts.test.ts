import { afterEach, expect, it, vi } from 'vitest';
import { outgoingMarks } from './outgoing-marks.ts';
import { countsQuery, keys, queryClient } from './queries.ts';

const counts = (unread: number) => ({ unread, saved: 0, bySource: {}, byFolder: {} });
const read = () => queryClient.fetchQuery({ ...countsQuery, staleTime: 0, retry: false });

afterEach(() => {
  outgoingMarks.drop();
  queryClient.clear();
  vi.unstubAllGlobals();
});

it('sends the marks that wait before the unread posts are counted', async () => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path.split('/').at(-1)!);
    return path.endsWith('/marks') ? new Response(null, { status: 204 }) : Response.json(counts(3));
  });
  outgoingMarks.add([{ postId: 1, read: true }]);
  expect([await read(), asked]).toEqual([counts(3), ['marks', 'counts']]);
});

it('keeps the numbers that are shown while marks cannot be sent, or were made while the server counted', async () => {
  queryClient.setQueryData(keys.counts, counts(4));
  let online = false;
  vi.stubGlobal('fetch', async (path: string) => {
    if (!online) throw new TypeError('no connection');
    if (path.endsWith('/marks')) return new Response(null, { status: 204 });
    queryClient.setQueryData(keys.counts, counts(2));
    outgoingMarks.add([{ postId: 2, read: true }]);
    return Response.json(counts(3));
  });
  outgoingMarks.add([{ postId: 1, read: true }]);
  expect(await read()).toEqual(counts(4));
  online = true;
  expect(await read()).toEqual(counts(2));
});
