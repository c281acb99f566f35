/**
 * Hostile markup in a real browser: followed from a server that serves it in every field, read and stored by
 * the real program, then drawn by the web app in its lists, posts, search results and tables. A hit is anything
 * that ran, was asked for elsewhere, went somewhere, was stopped only by the policy, or stands in the page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from '#platform/sql';
import type { Browser, Page } from 'playwright-core';
import { migrateDatabase, openDatabase, rows } from '../../src/platform/db.ts';
import type { Egress } from '../../src/platform/egress.ts';
import { AppError } from '../../src/platform/errors.ts';
import { startEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { launchBrowser, openSignedIn } from '../browser.ts';
import { call, startProgram, until, type Program } from '../program.ts';
import { serveHostileMarkup, type HostileServer } from './inert/hostile-server.ts';
import { lookAround, walkList, walkPosts, walkResults, type Seen } from './inert/walk-app.ts';
import { soon, watchContext } from './inert/watch-outside.ts';
import type { SuiteFigure } from './figure.ts';
import { findDanger, readXssCases, type XssCase } from './xss.ts';

export interface InertReport {
  results: SuiteFigure[];
  /** Everything that was noticed, by where. */
  hits: string[];
}

/** Copies of one text stand as a story, in the place of the first of them. */
const leastShown = 0.9;
/** Searched too: words of the payloads themselves, so that hits are marked inside of them. */
const hostileWords = ['alert', 'script', 'javascript', 'onerror', 'iframe', 'svg', 'xss'];

export async function runInertSuite(dataDir: string): Promise<InertReport> {
  const cases = readXssCases(dataDir);
  await using stack = new AsyncDisposableStack();
  // No name leads anywhere, so that nothing gets out even if something tries.
  const browser = await launchBrowser(['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']);
  stack.defer(() => soon(browser.close(), undefined));
  const server = await serveHostileMarkup(cases);
  stack.defer(() => server.close());
  const program = await startWithDatabase(stack, server);
  await followAll(program, server);
  const report = await lookEverywhere(browser, program, server);
  const start = performance.now();
  report.results.push(...(await noticeUnsafe(browser, cases)));
  tellTime('a page that trusts', start);
  return report;
}

/** It takes minutes: a run that gets stuck shows where. */
const tellTime = (what: string, start: number) => process.stdout.write(`inert: ${what} took ${((performance.now() - start) / 1000).toFixed(0)} s\n`);

/** A database of its own, so that the suite runs outside of the tests too. */
async function startWithDatabase(stack: AsyncDisposableStack, server: HostileServer): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-hostile-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = await startEmbeddedPostgres({ folder, durable: false });
  stack.defer(() => postgres.stop());
  const database = openDatabase(postgres.url, { connections: 2 });
  await migrateDatabase(database);
  await database.close();
  const env = { ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${server.port}`, TELEGRAM_PREVIEW_URL: server.origin, POLL_INTERVALS: '3600,3600,3600,3600' };
  const program = await startProgram(postgres, env, undefined, (deps) => {
    deps.egress = onlyTo(server.origin, deps.egress);
  });
  stack.defer(() => program.stop());
  return program;
}

/** The cases name real hosts in pictures and links: they must not be asked. Pictures are looked at elsewhere. */
function onlyTo(origin: string, egress: Egress): Egress {
  return {
    ...egress,
    get: (url, options) =>
      url.startsWith(`${origin}/`) && options.kind !== 'image' ? egress.get(url, options) : Promise.reject(new AppError('host_not_found')),
  };
}

async function followAll(program: Program, server: HostileServer): Promise<void> {
  const cookie = await program.signIn();
  const started = await call(program.url, 'POST /api/opml', { cookie, raw: server.opml, headers: { 'content-type': 'text/x-opml' } });
  await until(async () => (await call(program.url, `GET /api/tasks/${started.body.id}`, { cookie })).body.state === 'done', 120_000);
  const idle = async () => (await program.deps.db.execute("select from pgboss.job where state in ('created', 'active') limit 1")).rowCount === 0;
  const backfills = async () =>
    (await call(program.url, 'GET /api/users/me/sources', { cookie })).body.items as { kind: string; backfill: { state: string } }[];
  await until(async () => !(await backfills()).some(({ kind, backfill }) => kind === 'telegram' && /pending|running/.test(backfill.state)), 60_000);
  await until(idle, 60_000);
}

const places: { name: string; path: string; phone?: true; walk: (page: Page, server: HostileServer, ids: number[]) => Promise<Seen>; isRead: boolean }[] = [
  { name: 'sources', path: '/sources', walk: lookAround, isRead: false },
  { name: 'list of sources on a phone', path: '/more', phone: true, walk: lookAround, isRead: false },
  { name: 'timeline', path: '/', walk: walkList, isRead: true },
  { name: 'search results', path: '/search', walk: walkAllResults, isRead: true },
  { name: 'posts', path: '/', phone: true, walk: (page, _server, ids) => walkPosts(page, ids), isRead: true },
];

async function lookEverywhere(browser: Browser, program: Program, server: HostileServer): Promise<InertReport> {
  const open = async (width: number) => {
    const context = await openSignedIn(browser, program, { viewport: { width, height: 700 }, serviceWorkers: 'block' });
    return { context, watch: await watchContext(context, program.url) };
  };
  const desk = await open(1200);
  const phone = await open(390);
  const ids = (await rows<{ id: number }>(program.deps.db, sql`select id from posts order by id`)).map(({ id }) => id);
  const report: InertReport = { results: [], hits: [] };
  for (const place of places) {
    const { context, watch } = place.phone ? phone : desk;
    const page = await context.newPage();
    await page.goto(`${program.url}${place.path}`);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    // Names that the app gives itself at its start are known from here on.
    await watch.takeNotes();
    const start = performance.now();
    const seen = await place.walk(page, server, ids);
    tellTime(place.name, start);
    const hits = [...seen.found, ...(await watch.takeNotes())];
    report.hits.push(...hits.map((hit) => `${place.name}: ${hit}`));
    report.results.push(...figuresOf(place, seen, hits.length, server));
    await page.close();
  }
  return report;
}

function figuresOf({ name, isRead }: (typeof places)[number], seen: Seen, hits: number, server: HostileServer): SuiteFigure[] {
  const suite = `inert ${name}`;
  const count = (kind: string) => [...seen.marks].filter((mark) => mark.startsWith(kind)).length;
  const found = { suite, metric: 'cases with a hit', value: hits, target: 0, n: isRead ? seen.marks.size : server.names };
  if (!isRead) return [found];
  return [
    found,
    { suite, metric: 'cases of feeds shown', value: count('case') / server.cases, target: leastShown, n: server.cases },
    { suite, metric: 'messages of channels shown', value: count('word') / server.messages, target: 0.8, n: server.messages },
  ];
}

async function walkAllResults(page: Page, server: HostileServer): Promise<Seen> {
  const all: Seen = { marks: new Set(), found: [] };
  for (const query of [...server.lots, ...hostileWords]) {
    const { marks, found } = await walkResults(page, query);
    for (const mark of marks) all.marks.add(mark);
    all.found.push(...found);
  }
  return all;
}

/** That the watch sees anything at all: cases in which a parser finds danger, as they are, in a page that trusts them. */
async function noticeUnsafe(browser: Browser, cases: readonly XssCase[]): Promise<SuiteFigure[]> {
  const origin = 'http://trusting.example';
  const context = await browser.newContext();
  const watch = await watchContext(context, origin);
  const sample = cases.filter(({ input }) => findDanger(input).some((found) => !found.startsWith('changes'))).filter((_, number) => number % 3 === 0);
  await context.route('**', (route) => {
    if (!route.request().url().startsWith(`${origin}/post/`)) return route.abort();
    const input = sample[Number(route.request().url().split('/').at(-1))]?.input ?? '';
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html><title>a page</title><body><article>${input}</article>` });
  });
  let page = await context.newPage();
  let noticed = 0;
  let ran = 0;
  for (const number of sample.keys()) {
    await watch.takeNotes();
    await page.goto(`${origin}/post/${number}`, { waitUntil: 'load', timeout: 1500 }).catch(() => {});
    await page.waitForTimeout(20);
    const found = await soon(
      page.evaluate<string[]>('__watch.findDanger()').catch(() => []),
      [],
    );
    const notes = await watch.takeNotes();
    if (notes.length > 0) ran += 1;
    if (notes.length + found.length > 0) noticed += 1;
    if (notes.length > 0) {
      // What the case has set off must not be laid at the door of the next.
      await soon(
        page.close().catch(() => {}),
        undefined,
      );
      page = await context.newPage();
    }
  }
  await soon(context.close(), undefined);
  const suite = 'inert, the same in a page that trusts it';
  return [
    { suite, metric: 'noticed', value: noticed / sample.length, target: 0.85, n: sample.length },
    { suite, metric: 'ran, or turned to another server', value: ran / sample.length, target: 0.3, n: sample.length },
  ];
}
