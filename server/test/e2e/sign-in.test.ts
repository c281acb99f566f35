/** Coming in by a link, staying in, and who is let in where. */
import { sql } from '#platform/sql';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignInLink } from '../../src/accounts/index.ts';
import type { Actor } from '../../src/accounts/actor.ts';
import { rows } from '../../src/platform/db.ts';
import { canBrowse, launchBrowser, openSignedIn } from '../browser.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { makeUser } from '../factories.ts';
import { call, oneKey, startProgram, until, type Program } from '../program.ts';

let database: TestDatabase;
let program: Program;
let guest: Actor;
const warnings: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  program = await startProgram(database, { ...oneKey, RATE_LIMIT_PER_ADDRESS: '25', TRUSTED_PROXIES: '127.0.0.1' }, ['api']);
  guest = await makeUser(database.db, 'Guest');
});
afterAll(() => program.stop());

const link = (userId = program.ownerId) => createSignInLink(program.deps, userId);
const open = (token: string, options: { cookie?: string; replace?: boolean; from?: string; path?: string } = {}) =>
  call(program.url, `POST ${options.path ?? '/api/auth/link'}`, {
    body: { token, ...(options.replace ? { replace: true } : {}) },
    ...(options.cookie ? { cookie: options.cookie } : {}),
    headers: options.from ? { 'x-forwarded-for': options.from } : {},
  });
const cookieOf = (answer: { headers: Headers }) => answer.headers.get('set-cookie')!.split(';')[0]!;
const whoIs = async (cookie: string) => (await call(program.url, 'GET /api/users/me', { cookie })).body.id as number | undefined;

it.each([
  ['203.0.113.7:51234', '203.0.113.7'],
  ['unknown', '127.0.0.1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['::ffff:198.51.100.4', '198.51.100.4'],
])('signs in whom a proxy calls "%s", and shows the session as one of %s', async (from, address) => {
  const answer = await open(await link(), { from });
  expect(answer.status).toBe(204);
  const { items } = (await call(program.url, 'GET /api/users/me/sessions', { cookie: cookieOf(answer) })).body;
  expect(items.find((session: { current: boolean }) => session.current).address).toBe(address);
});

it('tells of every link that is no good in the same words', async () => {
  const good = await link();
  const used = await link();
  await open(used, { from: '203.0.113.20' });
  for (const [at, token] of ['', 'bad', good.slice(0, -1), `${good}%20`, used, 'x'.repeat(5000)].entries())
    expect(await open(token, { from: `203.0.113.${40 + at}` })).toMatchObject({ status: 401, body: { code: 'sign_in_link_invalid' } });
});

it('keeps a link good when another is made, until one of them is used', async () => {
  const [first, second, third] = [await link(), await link(), await link()];
  const guests = await link(guest.userId);
  const from = '203.0.113.60';
  expect((await open(first, { from })).status).toBe(204);
  for (const ended of [first, second, third]) expect((await open(ended, { from })).status).toBe(401);
  expect((await open(guests, { from })).status).toBe(204);
});

it('keeps nobody with a good link out, whatever others try behind the same address', async () => {
  const from = '203.0.113.30';
  const tries = await Promise.all(Array.from({ length: 60 }, () => open('tdg_link_made_up', { from })));
  expect(new Set(tries.map((answer) => answer.status))).toEqual(new Set([401, 429]));
  for (let asked = 0; asked < 40; asked += 1) await call(program.url, 'GET /api/users/me', { headers: { 'x-forwarded-for': from } });
  expect((await call(program.url, 'GET /api/users/me', { headers: { 'x-forwarded-for': from } })).status).toBe(429);
  expect((await open(await link(), { from })).status).toBe(204);
});

it('counts by what a route is, however its address is spelt, and a network of IPv6 as one address', async () => {
  const from = (host: number) => ({ headers: { 'x-forwarded-for': `2001:db8:1:2::${host.toString(16)}` } });
  const statuses: number[] = [];
  for (let host = 1; host <= 40; host += 1) statuses.push((await call(program.url, 'GET /%61pi/starter-packs', from(host))).status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(25);
  expect(statuses.at(-1)).toBe(429);
  const token = cookieOf(await open(await link()));
  expect((await call(program.url, 'GET /%61pi/users/me', { cookie: token })).status).toBe(200);
});

it('asks before a link takes the place of another user, and then ends what was', async () => {
  const theirs = cookieOf(await open(await link(guest.userId)));
  const token = await link();
  const asked = await open(token, { cookie: theirs });
  expect(asked).toMatchObject({ status: 409, body: { code: 'signed_in_as_other', details: { present: 'Guest', other: 'Owner' } } });
  expect(asked.headers.get('set-cookie')).toBeNull();
  expect(await whoIs(theirs)).toBe(guest.userId);
  const mine = cookieOf(await open(token, { cookie: theirs, replace: true }));
  expect([await whoIs(mine), await whoIs(theirs)]).toEqual([program.ownerId, undefined]);
});

it('asks nothing of whoever signs in again as the same', async () => {
  const before = cookieOf(await open(await link()));
  expect((await open(await link(), { cookie: before })).status).toBe(204);
});

it('gives the cookie a new life whenever the session gets one', async () => {
  const cookie = cookieOf(await open(await link()));
  expect((await call(program.url, 'GET /api/users/me', { cookie })).headers.get('set-cookie')).toBeNull();
  await database.db.execute(sql`update sessions set last_seen_at = now() - interval '2 hours', expires_at = now() + interval '1 day'`);
  const later = await call(program.url, 'GET /api/users/me', { cookie });
  expect(later.headers.get('set-cookie')).toMatch(/Max-Age=5184000; Path=\/; HttpOnly; SameSite=Strict/);
  expect(cookieOf(later)).toBe(cookie);
  const [row] = await rows<{ days: number }>(
    database.db,
    sql`select extract(day from max(expires_at) - now())::int as days from sessions where last_seen_at > now() - interval '1 minute'`,
  );
  expect(row!.days).toBeGreaterThan(58);
  expect((await call(program.url, 'GET /api/users/me', { cookie })).headers.get('set-cookie')).toBeNull();
});

it('says once that a proxy passes requests on which it was not told of', async () => {
  const other = await startProgram(database, oneKey, ['api'], (deps) => {
    deps.log.warn = ((_facts: object, text: string) => void warnings.push(text)) as typeof deps.log.warn;
  });
  const asks = (headers: Record<string, string>) => call(other.url, 'GET /health/live', { headers });
  await asks({});
  expect(warnings).toEqual([]);
  await asks({ 'x-forwarded-for': '203.0.113.9' });
  await asks({ 'x-forwarded-for': '203.0.113.9' });
  expect(warnings).toEqual([expect.stringContaining('TRUSTED_PROXIES')]);
  await other.stop();
});

it('shows its measures to nobody without the token when a proxy stands before it', async () => {
  expect((await call(program.url, 'GET /metrics')).status).toBe(403);
  const public_ = await startProgram(database, { ...oneKey, PUBLIC_URL: 'https://news.example', METRICS_TOKEN: 'measure' }, ['api']);
  const statuses = [await call(public_.url, 'GET /metrics'), await call(public_.url, 'GET /metrics', { token: 'measure' })].map(({ status }) => status);
  expect(statuses).toEqual([403, 200]);
  expect(JSON.stringify((await call(public_.url, 'GET /health')).body)).not.toContain('detail');
  await public_.stop();
});

describe.skipIf(!canBrowse)('in the browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it('asks before it signs one out, and stays or goes as it is told', async () => {
    const context = await openSignedIn(browser, program);
    const page = await context.newPage();
    const address = `${program.url}/sign-in?token=${await link(guest.userId)}`;
    await page.goto(address);
    await page.getByRole('alert').filter({ hasText: 'You are signed in as "Owner"' }).waitFor();
    await page.getByRole('button', { name: 'Stay as I am' }).click();
    await until(() => !page.url().includes('sign-in'));
    const me = () => page.evaluate<number>(`fetch('/api/users/me').then((answer) => answer.json()).then((user) => user.id)`);
    expect(await me()).toBe(program.ownerId);
    await page.goto(address);
    await page.getByRole('button', { name: 'Sign out and use the link' }).click();
    await until(() => !page.url().includes('sign-in'));
    expect(await me()).toBe(guest.userId);
    await context.close();
  });

  it('shows nothing of the account to whoever goes back after its session has ended elsewhere', async () => {
    const context = await openSignedIn(browser, program);
    const page = await context.newPage();
    await page.goto(`${program.url}/sources`);
    await page.getByRole('heading', { name: 'Sources' }).first().waitFor();
    await page.evaluate(`localStorage.setItem('tidings.marks', '[{"postId":1,"read":true}]')`);
    await page.evaluate(`fetch('/api/auth/logout', { method: 'POST' })`);
    await until(() => page.url().includes('sign-in'));
    await until(() => page.evaluate<boolean>(`localStorage.getItem('tidings.marks') === '[]'`));
    await page.goBack();
    await until(() => page.url().includes('sign-in'));
    expect(await page.getByRole('navigation').count()).toBe(0);
    await context.close();
  });

  it('says of a mangled link what it says of an old one', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(`${program.url}/sign-in?token=bad`);
    await page.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('has been used or has expired');
    await page.close();
  });
});
