import { expect, it } from 'vitest';
import { AppError } from '../platform/errors.ts';
import { indexRead } from './index-read.ts';

const status = (docs: number, ready = false) => ({ ready, docs, vectors: 0, rev: 0 });

it('waits for an index as long as it comes on, also where it is started again', async () => {
  const answers = [status(0), status(1), null, status(1), status(2), status(2, true)];
  const next = async () => answers.shift() ?? Promise.reject(new AppError('not_ready'));
  await indexRead({ status: next }, 0);
  expect(answers).toEqual([]);
});

it('gives up when nothing more is read', async () => {
  await expect(indexRead({ status: async () => status(1) }, 0)).rejects.toMatchObject({ code: 'not_ready' });
});
