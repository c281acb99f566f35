import { expect, it, vi } from 'vitest';
import { chooseSources, type FollowedSource } from './choose-sources.ts';

const followed: FollowedSource[] = [
  { id: 1, kind: 'telegram', address: 'Harbour_news', title: 'Гавань', iconUrl: null, folderId: 7, folder: 'Море' },
  { id: 2, kind: 'rss', address: 'https://harbour.example/feed', title: 'Ещё рынок', iconUrl: null, folderId: null, folder: null },
];
const none = { sources: [], notSources: [], folders: [], notFolders: [] };

it('goes by names of channels, parts of titles and addresses, and folders', () => {
  const choose = (query: Partial<typeof none> | Record<string, string[]>, filters = {}) => chooseSources(followed, { ...none, ...query }, filters);
  expect(choose({})).toEqual([1, 2]);
  expect(choose({ sources: ['https://t.me/harbour_news'] })).toEqual([1]);
  expect(choose({ sources: ['еще'] })).toEqual([2]);
  expect(choose({ sources: ['harbour'] })).toEqual([1, 2]);
  expect(choose({ sources: ['море'] })).toEqual([1]);
  expect(choose({ notSources: ['@Harbour_News'] })).toEqual([2]);
  expect(choose({ folders: ['МОРЕ'] })).toEqual([1]);
  expect(choose({ notFolders: ['море', 'суша'] })).toEqual([2]);
  expect(choose({ sources: ['harbour'] }, { folderId: 7, sourceIds: [1, 2] })).toEqual([1]);
});

it('folds what is compared once, however many names there are', () => {
  const names = Array.from({ length: 20 }, (_, n) => `name ${n}`);
  const folding = vi.spyOn(String.prototype, 'normalize');
  chooseSources(followed, { ...none, sources: names }, {});
  const folds = folding.mock.calls.length;
  folding.mockRestore();
  expect(folds).toBe(names.length + 5);
});
