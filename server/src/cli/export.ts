/** Writes the posts as JSON Lines, or the whole account. */
import { parseArgs } from 'node:util';
import { exportAccount, exportPosts } from '../portability/index.ts';
import { print, withInstance } from './command.ts';
import { UsageError } from './usage-error.ts';
import { writeLines } from './files.ts';

export async function exportCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
  const [what, file] = positionals[0] === 'posts' ? ['posts', positionals[1]] : ['account', positionals[0]];
  if (file === undefined) throw new UsageError('The file to write into is missing.');
  await withInstance({}, async ({ deps, owner }) => {
    let lines = 0;
    async function* written() {
      for await (const line of what === 'posts' ? exportPosts(deps.db, owner) : exportAccount(deps.db, owner)) {
        lines += 1;
        yield `${JSON.stringify(line)}\n`;
      }
    }
    await writeLines(file, written());
    print(values.json, { lines, file }, () => `${lines} lines written to ${file}.`);
  });
}
