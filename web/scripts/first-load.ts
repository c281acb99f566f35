/** What the first load of the built web app costs in JavaScript: everything that `/` needs before it shows a list. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = join(import.meta.dirname, '../dist');

/** Bytes, gzip, of each file that is loaded. */
export async function measureFirstLoad(): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const page = await readFile(join(dist, 'index.html'), 'utf8');
  for (const match of page.matchAll(/(?:src|href)="\/assets\/([\w.-]+\.js)"/g)) await collect(match[1] ?? '', sizes);
  // The texts of one language are fetched before anything is shown; the Russian ones are the larger.
  const code = await Promise.all([...sizes.keys()].map((name) => readFile(join(dist, 'assets', name), 'utf8')));
  const language = /["']\.\/(ru-[\w-]+\.js)["']/.exec(code.join('\n'))?.[1];
  if (language) await collect(language, sizes);
  sizes.set('theme.js', gzipSync(await readFile(join(dist, 'theme.js'))).length);
  return sizes;
}

async function collect(name: string, sizes: Map<string, number>): Promise<void> {
  if (sizes.has(name)) return;
  const code = await readFile(join(dist, 'assets', name));
  sizes.set(name, gzipSync(code, { level: 9 }).length);
  for (const next of staticImports(code.toString('utf8'))) await collect(next, sizes);
}

/** Modules that a file imports statically. */
function staticImports(code: string): string[] {
  return [...code.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+?from\s*)?["']\.\/([\w.-]+\.js)["']/g)].map((match) => match[1] ?? '');
}
