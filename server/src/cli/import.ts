/** Brings posts in from JSON Lines, and whole accounts from what `export` wrote. */
import { parseArgs } from 'node:util';
import { importAccount, importPosts, longestLine, longestPostLine, type Imported } from '../portability/index.ts';
import { readLines } from '../platform/read-lines.ts';
import { print, say, withInstance } from './command.ts';
import { UsageError } from './usage-error.ts';
import { openForReading } from './files.ts';

export async function importCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, 'vector-model': { type: 'string' } },
  });
  const [what, file] = positionals[0] === 'posts' ? ['posts', positionals[1]] : ['account', positionals[0]];
  if (file === undefined) throw new UsageError('The file to read is missing.');
  const bytes = await openForReading(file);
  await withInstance({ create: true }, async ({ deps, owner }) => {
    if (what === 'account') {
      const done = await importAccount(deps, owner, readLines(bytes, longestLine));
      const missed = done.sourcesMissed > 0 ? ` Sources with addresses that cannot be followed: ${done.sourcesMissed}.` : '';
      const unmarked = done.marksMissed > 0 ? ` Marks of posts that are not here (posts are imported first): ${done.marksMissed}.` : '';
      print(values.json, done, () => `${done.sources} sources, ${done.folders} folders, ${done.marks} marks.${missed}${unmarked}`);
      return;
    }
    const done = await importPosts(deps, owner, readLines(bytes, longestPostLine), {
      vectorModel: values['vector-model'] ?? null,
      progress: (count) => !values.json && count % 10_000 === 0 && say(`${count} posts`),
    });
    print(values.json, done, () => [
      `${done.imported} posts imported, ${done.skipped} skipped, in ${(done.tookMs / 1000).toFixed(1)} s.`,
      ...removed(done),
      ...unreadable(done),
    ]);
    if (done.failed > 0) process.exitCode = 1;
  });
}

function removed({ removed: count }: Imported): string[] {
  return count === 0 ? [] : [`Skipped because they were removed here when their time was over: ${count}.`];
}

const mostShown = 5;

function unreadable({ failed, problems }: Imported): string[] {
  if (failed === 0) return [];
  const shown = problems.slice(0, mostShown).map(({ line, reason }) => `  line ${line}: ${reason}`);
  return [`Lines that could not be read: ${failed}.`, ...shown, ...(failed > shown.length ? [`  and ${failed - shown.length} more`] : [])];
}
