/** Brings posts in from JSON Lines, and whole accounts from what `export` wrote. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { importAccount, importPosts } from '../portability/index.ts';
import { AppError } from '../platform/errors.ts';
import { readLines } from '../platform/read-lines.ts';
import { print, say, UsageError, withInstance } from './command.ts';

export async function importCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, 'vector-model': { type: 'string' } },
  });
  const [what, file] = positionals[0] === 'posts' ? ['posts', positionals[1]] : ['account', positionals[0]];
  if (file === undefined) throw new UsageError('Which file?');
  if (!(await stat(file).catch(() => null))?.isFile()) throw new AppError('invalid_request', { reason: `there is no file ${file}` });
  await withInstance({}, async ({ deps, owner }) => {
    const lines = readLines(createReadStream(file));
    if (what === 'account') {
      const done = await importAccount(deps, owner, lines);
      print(values.json, done, () => `${done.sources} sources, ${done.folders} folders, ${done.marks} marks.`);
      return;
    }
    const done = await importPosts(deps, owner, lines, {
      vectorModel: values['vector-model'] ?? null,
      progress: (count) => !values.json && count % 10_000 === 0 && say(`${count} posts`),
    });
    print(values.json, done, () => `${done.imported} posts imported, ${done.skipped} skipped, in ${(done.tookMs / 1000).toFixed(1)} s.`);
  });
}
