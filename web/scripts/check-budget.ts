/** Fails when the first load of the web app is larger than its budget: everything that `/` needs before it shows a list. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const budget = 200 * 1024;
const aim = 130 * 1024;
const dist = join(import.meta.dirname, '../dist');

/** Modules that a file imports statically. */
function staticImports(code: string): string[] {
  return [...code.matchAll(/(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+?from\s*)?["']\.\/([\w.-]+\.js)["']/g)].map((match) => match[1] ?? '');
}

async function collect(name: string, seen: Map<string, number>): Promise<void> {
  if (seen.has(name)) return;
  const code = await readFile(join(dist, 'assets', name));
  seen.set(name, gzipSync(code, { level: 9 }).length);
  for (const next of staticImports(code.toString('utf8'))) await collect(next, seen);
}

const page = await readFile(join(dist, 'index.html'), 'utf8');
const seen = new Map<string, number>();
for (const match of page.matchAll(/(?:src|href)="\/assets\/([\w.-]+\.js)"/g)) await collect(match[1] ?? '', seen);
// The texts of one language are fetched before anything is shown.
const entry = await readFile(join(dist, 'assets', [...seen.keys()].find((name) => name.startsWith('app-')) ?? ''), 'utf8');
const language = /["']\.\/(ru-[\w-]+\.js)["']/.exec(
  [...(await Promise.all([...seen.keys()].map((name) => readFile(join(dist, 'assets', name), 'utf8')))), entry].join('\n'),
)?.[1];
if (language) await collect(language, seen);
seen.set('theme.js', gzipSync(await readFile(join(dist, 'theme.js'))).length);

const total = [...seen.values()].reduce((sum, size) => sum + size, 0);
for (const [name, size] of [...seen].sort((a, b) => b[1] - a[1])) process.stdout.write(`${String(size).padStart(7)}  ${name}\n`);
process.stdout.write(`${String(total).padStart(7)}  bytes of JavaScript gzip in the first load (budget ${budget}, aim ${aim})\n`);
if (total > budget) process.exitCode = 1;
