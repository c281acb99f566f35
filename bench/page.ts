/** The web app in a real browser: its first load, and how soon a saved post shows on the open page. */
/// <reference lib="dom" />
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { startWorld, type World } from '../emulators/world/start-world.ts';
import { launchBrowser } from '../web/scripts/launch-browser.ts';
import { benchFolder } from './filled-data.ts';
import { median, percentile, type Report } from './report.ts';
import { makeReader, runProgram, type RunningProgram } from './run-program.ts';

const rounds = 20;
const loads = 5;

export async function run(report: Report): Promise<void> {
  const world = await startWorld();
  const dataDir = mkdtempSync(join(benchFolder(), 'page-'));
  const program = await runProgram(dataDir, {
    ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${world.port}`,
    TELEGRAM_PREVIEW_URL: world.origin,
    POLL_INTERVALS: '1,1,1,1',
  });
  const browser = await launchBrowser();
  try {
    const [cookie] = await program.signIn(await makeReader(program.db, 'page', 0));
    const follow = await fetch(`${program.url}/api/users/me/sources`, {
      method: 'POST',
      headers: { cookie: cookie!, 'content-type': 'application/json' },
      body: JSON.stringify({ address: world.addresses.feeds['harbour-times'] }),
    });
    if (!follow.ok) throw new Error(`the feed could not be followed: ${await follow.text()}`);
    await measureLoads(report, browser, program.url, cookie!);
    await measureArrivals(report, { browser, program, world }, cookie!);
  } finally {
    await browser.close();
    await program.stop();
    await world.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function openPage(browser: Browser, url: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en' });
  await context.addCookies([{ name: 'tidings_session', value: cookie.split('=')[1]!, url, httpOnly: true, sameSite: 'Strict' }]);
  return context.newPage();
}

async function measureLoads(report: Report, browser: Browser, url: string, cookie: string): Promise<void> {
  const sizes: { gzip: number; sent: number }[] = [];
  const times: number[] = [];
  for (let n = 0; n < loads; n += 1) {
    const page = await openPage(browser, url, cookie);
    const scripts: Promise<{ gzip: number; sent: number }>[] = [];
    let showing = false;
    page.on('response', (response) => {
      if (!showing && response.request().resourceType() === 'script')
        scripts.push(
          response.body().then(
            (body) => ({ gzip: gzipSync(body).length, sent: Number(response.headers()['content-length'] ?? body.length) }),
            () => ({ gzip: 0, sent: 0 }),
          ),
        );
    });
    await page.goto(`${url}/`);
    times.push(await page.evaluate(untilInteractive));
    showing = true;
    const all = await Promise.all(scripts);
    sizes.push({ gzip: all.reduce((sum, one) => sum + one.gzip, 0) / 1000, sent: all.reduce((sum, one) => sum + one.sent, 0) / 1000 });
    await page.context().close();
  }
  const conditions = `Chromium, empty cache, signed in, timeline with posts, on this machine; median of ${loads}`;
  report({ bench: 'page', metric: 'JavaScript before the list shows, gzip', value: median(sizes.map((size) => size.gzip)), unit: 'KB', conditions });
  report({ bench: 'page', metric: 'JavaScript before the list shows, as sent', value: median(sizes.map((size) => size.sent)), unit: 'KB', conditions });
  report({
    bench: 'page',
    metric: 'interactive',
    value: median(times) / 1000,
    unit: 's',
    conditions: `${conditions}; from the navigation until posts show and the page's thread is idle`,
  });
}

/** In the page: milliseconds from the navigation until there are rows and nothing is left to run. */
function untilInteractive(): Promise<number> {
  return new Promise((done) => {
    const look = () => {
      if (document.querySelector('[data-post]') === null) requestAnimationFrame(look);
      else requestIdleCallback(() => done(performance.now()));
    };
    look();
  });
}

async function measureArrivals(
  report: Report,
  { browser, program, world }: { browser: Browser; program: RunningProgram; world: World },
  cookie: string,
): Promise<void> {
  const page = await openPage(browser, program.url, cookie);
  await page.goto(`${program.url}/`);
  await page.waitForSelector('[data-post]');
  await page.waitForTimeout(1500);
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const seen = page.evaluate(untilArrival);
    const title = `Pilots report number ${n}`;
    world.publish('harbour-times', {
      title,
      text: `Report ${n} of the pilots: ${n + 3} ships came in, ${n * 7 + 2} containers were set ashore, and the tide stood at ${n * 11} centimetres on pier ${n * 3}.`,
    });
    const at = await seen;
    const { rows } = await program.db.query<{ at: number }>('select extract(epoch from created_at)::float8 * 1000 as at from posts where title = $1', [title]);
    times.push(at - rows[0]!.at);
  }
  const conditions = `Chromium on the emulated world, default set-up, ${rounds} posts one at a time through the poller; from the beginning of the transaction that saves the post until the page shows that it is there`;
  report({ bench: 'page', metric: 'saved to shown, median', value: median(times), unit: 'ms', conditions });
  report({ bench: 'page', metric: 'saved to shown, p95', value: percentile(times, 0.95), unit: 'ms', conditions });
  await page.context().close();
}

/** In the page: the time at which a new row, or the line that tells of new posts, was painted. */
function untilArrival(): Promise<number> {
  const state = () => `${document.querySelector('[data-post]')?.getAttribute('data-post')} ${document.querySelector('.newpill')?.textContent}`;
  const before = state();
  return new Promise((done) => {
    const observer = new MutationObserver(() => {
      if (state() === before) return;
      observer.disconnect();
      requestAnimationFrame(() => done(performance.timeOrigin + performance.now()));
    });
    observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  });
}
