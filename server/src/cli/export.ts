/** Writes the posts as JSON Lines, or the whole account. */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { exportAccount, exportPosts } from '../portability/index.ts';
import { print, UsageError, withInstance } from './command.ts';

export async function exportCommand(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
  const [what, file] = positionals[0] === 'posts' ? ['posts', positionals[1]] : ['account', positionals[0]];
  if (file === undefined) throw new UsageError('Into which file?');
  await withInstance({}, async ({ deps, owner }) => {
    const out = createWriteStream(file, { mode: 0o600 });
    let lines = 0;
    for await (const line of what === 'posts' ? exportPosts(deps.db, owner) : exportAccount(deps.db, owner)) {
      lines += 1;
      if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
    print(values.json, { lines, file }, () => `${lines} lines written to ${file}.`);
  });
}
