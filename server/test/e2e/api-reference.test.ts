/** The description of the API for programs and for people. */
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as contract from '../../src/contract/index.ts';
import type { Description, MediaType } from '../../src/platform/openapi/openapi.ts';
import { canBrowse, launchBrowser } from '../browser.ts';
import { createTestDatabase } from '../database.ts';
import { call, startProgram, type Program } from '../program.ts';

let program: Program;
let document: Description;
beforeAll(async () => {
  program = await startProgram(await createTestDatabase(), {}, ['api']);
  document = (await call(program.url, 'GET /openapi.json')).body;
});
afterAll(() => program.stop());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

it('refers to nothing that is not there, and holds no shape that nobody uses', () => {
  const names = new Set<string>();
  for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"#\/([\w/-]+)"/g)) {
    const found = reference!.split('/').reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
    expect(found, reference).toBeDefined();
    if (reference!.startsWith('components/schemas/')) names.add(reference!.split('/').at(-1)!);
  }
  expect(Object.keys(document.components.schemas).filter((name) => !names.has(name))).toEqual([]);
});

it('gives every operation a name of its own, and every JSON body and answer an example', () => {
  const names = operations().map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { path, method, operation } of operations()) {
    const answers = Object.entries(operation.responses).filter(([status]) => status < '400');
    const media: (MediaType | undefined)[] = [operation.requestBody, ...answers.map(([, answer]) => answer)].map((part) => part?.content?.['application/json']);
    for (const one of media) if (one) expect(one.example, `${method} ${path}`).toBeDefined();
  }
});

it('has examples that its own schemas accept', () => {
  const schemas = Object.values(contract).filter((one) => one instanceof z.ZodType);
  const examples = schemas.flatMap((schema) => ((z.globalRegistry.get(schema)?.examples ?? []) as unknown[]).map((example) => ({ schema, example })));
  expect(examples.length).toBeGreaterThan(30);
  for (const { schema, example } of examples) expect(z.safeParse(schema, example).error, JSON.stringify(example).slice(0, 80)).toBeUndefined();
});

it('tells that a write takes an Idempotency-Key, and that a search does not', () => {
  const takesKey = (path: string) => JSON.stringify(document.paths[path]!['post']!.parameters ?? []).includes('IdempotencyKey');
  expect([takesKey('/api/users/{userId}/sources'), takesKey('/api/posts/marks'), takesKey('/api/search')]).toEqual([true, true, false]);
});

it('describes every message of the live connection, and what a request without an upgrade gets', async () => {
  const messages = document.components.schemas['LiveMessage']!.oneOf!.map((one) => one.properties!['type']!.const);
  expect(messages).toEqual(
    expect.arrayContaining(['hello', 'post.created', 'post.updated', 'post.removed', 'source.updated', 'task.updated', 'marks.updated', 'reload', 'ping']),
  );
  const guide = readFileSync(new URL('../../../docs/api.md', import.meta.url), 'utf8');
  for (const message of messages) expect(guide).toContain(`\`${String(message)}\``);
  const plain = await call(program.url, 'GET /api/live', { cookie: await program.signIn() });
  expect([plain.status, plain.body.code, plain.headers.get('upgrade')]).toEqual([426, 'upgrade_required', 'websocket']);
});

it('is what the documentation speaks of: every route that is named there exists', () => {
  const known = operations().map(({ path, method }) => ({ method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }));
  const folder = new URL('../../../docs/', import.meta.url);
  const pages = [
    ...readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => new URL(name, folder)),
    new URL('../../../README.md', import.meta.url),
  ];
  const named = pages.flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/(GET|POST|PATCH|PUT|DELETE) (\/api\/[\w/{}.-]+)/g)]);
  expect(named.length).toBeGreaterThan(40);
  for (const [route, method, path] of named)
    expect(
      known.some((one) => one.method === method!.toLowerCase() && one.pattern.test(path!)),
      route,
    ).toBe(true);
  const guide = readFileSync(new URL('api.md', folder), 'utf8');
  expect(
    operations()
      .map(({ path, method }) => `${method.toUpperCase()} ${path.replace('{userId}', 'me')}`)
      .filter((route) => !guide.includes(`${route}\``)),
  ).toEqual([]);
});

describe.skipIf(!canBrowse)('in the browser', () => {
  const axe = readFileSync(createRequire(new URL('../../../web/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');
  /** One of each kind: all of the page takes half a minute. */
  const lookedAt = ['.rail', '.bar', '.intro', '#postUsersSources', '#getLive', '#shape-LiveMessage'];
  let browser: Browser;
  beforeAll(async () => void (browser = await launchBrowser()));
  afterAll(() => browser.close());

  it.each([
    ['desktop', 1440, 'light', true],
    ['phone', 390, 'dark', true],
    ['small phone', 320, 'light', false],
  ] as const)('%s of %i, %s: nothing foreign, nothing sideways, nothing that axe finds', async (_name, width, colorScheme, withAxe) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('request', (request) => request.url().startsWith(program.url) || problems.push(request.url()));
    await page.goto(`${program.url}/docs#postSearch`);
    expect(await page.title()).toBe('Tidings API');
    expect(await page.locator('article.operation').count()).toBe(operations().length);
    expect(await page.locator('#postSearch h3').isVisible()).toBe(true);
    const missing = `[...document.querySelectorAll('a[href^="#"]')].filter((link) => !document.getElementById(link.hash.slice(1))).map((link) => link.hash)`;
    expect(await page.evaluate(missing)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
    // It takes long on a page of this length. What DevTools evaluates is not held to the policy of the page.
    const found =
      withAxe &&
      ((await page.evaluate(
        `${axe}; axe.run({ include: ${JSON.stringify(lookedAt)} }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      )) as string[]);
    expect(found || []).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});
