/** What README and docs/ name is there: files, commands, settings, addresses of the API. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { settings } from '../../src/config.ts';
import { createTestDatabase } from '../database.ts';
import { call, startProgram } from '../program.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = globSync('{*.md,docs/*.md,bench/*.md}', { cwd: root }).filter((file) => file !== 'CHANGELOG.md');
/** Everything written as code, in a line or as a block of its own. */
const code = pages.flatMap((file) => [...read(file).matchAll(/^```\w*\n([^]*?)^```|`([^`\n]+)`/gm)].map((match) => ({ file, text: match[1] ?? match[2]! })));

it('pages link to files that are there', () => {
  const links = pages.flatMap((file) => [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, to]) => ({ file, to: to! })));
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter(({ file, to }) => !existsSync(join(root, dirname(file), to)))).toEqual([]);
});

it('paths in the tree are paths in the tree', () => {
  const paths = code
    .filter(({ text }) => !text.includes('\n'))
    .flatMap(({ file, text }) =>
      [...text.matchAll(/(?<![\w/.])(?:server|web|bench|scripts|emulators|docs|\.ci)\/[\w*./-]*/g)].map(([path]) => ({ file, path })),
    );
  expect(paths.length).toBeGreaterThan(20);
  expect(paths.filter(({ path }) => globSync(path, { cwd: root }).length === 0)).toEqual([]);
});

it('npm scripts, scripts and commands are there', () => {
  const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
  const named = (pattern: RegExp) => code.flatMap(({ file, text }) => [...text.matchAll(pattern)].map(([, name]) => `${file}: ${name}`));
  const missing = (list: string[], known: readonly string[]) => list.filter((entry) => !known.includes(entry.split(': ')[1]!));
  const byNpm = [...named(/\bnpm run ([\w-]+)/g), ...named(/\bnpm (start|test)\b/g)];
  const byTidings = named(/\bnpx tidings (?!COMMAND)([\w-]+)/g);
  expect([byNpm.length, byTidings.length].every((count) => count > 5)).toBe(true);
  expect(missing(byNpm, scripts)).toEqual([]);
  expect(missing(byTidings, Object.keys(commands))).toEqual([]);
  expect(named(/\bnode ((?:scripts|server|bench)\/\S+)/g).filter((entry) => !existsSync(join(root, entry.split(': ')[1]!)))).toEqual([]);
});

it('the page about the command line has each command, with its options', () => {
  const page = read('docs/command-line.md').replaceAll('\\|', '|');
  for (const [name, { usage }] of Object.entries(commands)) {
    expect(page, name).toContain(`\`${name}`);
    for (const [option] of usage.join('\n').matchAll(/--[\w-]+/g)) expect(page, `${name} ${option}`).toContain(option);
  }
});

it('settings are those that are read', () => {
  const known = new Set(Object.keys(settings));
  const sources = globSync('{scripts,bench,server/test,server/src,web/scripts}/**/*.{ts,mjs}', { cwd: root }).map(read).join('\n');
  const named = code.flatMap(({ file, text }) => [...text.matchAll(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b/g)].map(([name]) => ({ file, name })));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ name }) => !known.has(name) && !sources.includes(name))).toEqual([]);
  execFileSync(process.execPath, ['--conditions=node', 'scripts/docs.ts', '--check'], { cwd: root });
});

it('addresses of the API answer', async () => {
  const program = await startProgram(await createTestDatabase(), {}, ['api']);
  const { body } = await call(program.url, 'GET /openapi.json', { cookie: await program.signIn() });
  const known = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{\w+\}/g, '*')}`),
  );
  const named = code.flatMap(({ text }) =>
    [...text.matchAll(/\b(GET|POST|PATCH|DELETE|PUT) (\/api\/[\w/{}-]+)/g)].map(([, method, path]) => `${method} ${path!.replaceAll(/\{\w+\}/g, '*')}`),
  );
  expect(named.length).toBeGreaterThan(3);
  const fits = (asked: string) => known.includes(asked.replace('/users/me', '/users/*').replaceAll(/\/(?:ID|\{\w+\})/g, '/*')) || asked === 'GET /api/live';
  expect(named.filter((asked) => !fits(asked))).toEqual([]);
  for (const path of ['/health', '/health/live', '/health/ready', '/health/dependencies', '/metrics', '/openapi.json', '/docs'])
    expect((await call(program.url, `GET ${path}`)).status, path).toBeLessThan(400);
  await program.stop();
});
