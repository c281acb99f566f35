/** The table of who may import whom is only worth something as long as the lint finds violations. */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { doors } from '../doors.ts';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const seedName = 'seeded-violation';

type Seed = [name: string, file: string, code: string, rule: string];
const lines = (count: number) => Array.from({ length: count }, (_, n) => `export const line${n} = ${n};`).join('\n');
const longFunction = (count: number) => `export function long(said: string[]): void {\n${"  said.push('');\n".repeat(count - 2)}}`;

const seeds: Seed[] = [
  ['a domain below one that is above it', `server/src/posts/${seedName}.ts`, `export { listSources } from '#sources';`, 'no-restricted-imports'],
  ['accounts any other domain', `server/src/accounts/${seedName}.ts`, `export { normalise } from '#posts';`, 'no-restricted-imports'],
  ['a deep path into another domain', `server/src/search/${seedName}.ts`, `export { normalise } from '../posts/normalise.ts';`, 'no-restricted-imports'],
  ["another domain's jobs", `server/src/sources/${seedName}.ts`, `export { enrichPosts } from '#jobs/posts';`, 'no-restricted-imports'],
  ['the platform a domain', `server/src/platform/${seedName}.ts`, `export { normalise } from '#posts';`, 'no-restricted-imports'],
  [
    'an address outside past the egress',
    `server/src/sources/${seedName}-fetch.ts`,
    `export const get = () => fetch('https://site.example');`,
    'no-restricted-globals',
  ],
  ['the environment outside config', `server/src/posts/${seedName}-env.ts`, `export const home = process.env['HOME'];`, 'no-process-env'],
  ...['server/src/posts', 'web/src/lib', 'web/dev', 'bench', 'scripts', 'emulators/world'].flatMap((folder): Seed[] => [
    [`a file over 300 lines in ${folder}`, `${folder}/${seedName}-long.ts`, lines(301), 'eslint(max-lines)'],
    [`a function over 60 lines in ${folder}`, `${folder}/${seedName}-function.ts`, longFunction(61), 'eslint(max-lines-per-function)'],
  ]),
  ['routes over 300 lines', `server/src/posts/${seedName}-routes.ts`, lines(301), 'eslint(max-lines)'],
  ['a component over 100 lines', `web/src/ui/${seedName}.tsx`, longFunction(101), 'eslint(max-lines-per-function)'],
];

const made = seeds.map(([, file]) => join(root, file));
afterAll(() => made.forEach((file) => rmSync(file, { force: true })));

function lint(file: string): string {
  try {
    return execFileSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'unix', file], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('the lint does not let pass', () => {
  it.each(seeds)('%s', (_name, file, code, rule) => {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\n`);
    try {
      expect(lint(file)).toContain(rule);
    } finally {
      rmSync(path, { force: true });
    }
  });
});

it('lets pass what the table allows', () => {
  const file = join(root, `server/src/search/${seedName}-allowed.ts`);
  made.push(file);
  writeFileSync(file, `import { normalise } from '#posts';\nexport const make = normalise;\n`);
  expect(lint(`server/src/search/${seedName}-allowed.ts`)).not.toContain('no-restricted-imports');
  rmSync(file, { force: true });
});

it('gives every domain at most fifteen names at its door', async () => {
  for (const domain of Object.keys(doors)) {
    const door = (await import(`../src/${domain}/index.ts`)) as object;
    expect(Object.keys(door).length, domain).toBeLessThanOrEqual(15);
  }
});

/** On a busy machine a time says more of the machine than of the code: what would take too long runs into the timeout. */
const assertsATime = (code: string): boolean => /(performance|Date)\.now\(\) - |cpuUsage\(|hrtime/i.test(code) && /toBe(Less|Greater)/.test(code);

it('no test asserts how long something took', () => {
  expect(assertsATime('const start = Date.now();\nwork();\nexpect(Date.now() - start).toBeLessThan(100);')).toBe(true);
  const tests = ['server', 'emulators', 'bench', 'scripts', 'web/src'].flatMap((folder) => globSync(`${folder}/**/*.test.{ts,tsx}`, { cwd: root }));
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.filter((file) => !file.endsWith('lint.test.ts') && assertsATime(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});
