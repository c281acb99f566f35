/** What the first page costs, and that nothing on it moves while it loads. */
import { gzipSync } from 'node:zlib';
import type { Browser, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { measureFirstLoad } from '../../../web/scripts/first-load.ts';
import { canBrowse, launchBrowser, openSignedIn } from '../browser.ts';
import { createTestDatabase } from '../database.ts';
import { call, readingFrom, startProgram, type Program } from '../program.ts';

const budget = 200 * 1024;

describe.skipIf(!canBrowse)('the first load', () => {
  let world: World;
  let program: Program;
  let browser: Browser;
  beforeAll(async () => {
    world = await startWorld();
    program = await startProgram(await createTestDatabase(), readingFrom(world, 3600));
    const cookie = await program.signIn();
    for (const address of [world.addresses.feeds['harbour-times'], `@${Object.keys(world.addresses.channels)[0]}`])
      await call(program.url, 'POST /api/users/me/sources', { cookie, body: { address } });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await program.stop();
    await world.stop();
  });

  it('keeps to its budget of JavaScript in the build', async () => {
    const sizes = [...(await measureFirstLoad()).values()];
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(budget);
  });

  it('asks for no more than that until the list is there', async () => {
    const context = await openSignedIn(browser, program);
    const page = await context.newPage();
    const bodies: Promise<Buffer>[] = [];
    const keep = (response: Response) => {
      if (/\.js(\?|$)/.test(response.url())) bodies.push(response.body());
    };
    page.on('response', keep);
    await page.goto(program.url, { waitUntil: 'commit' });
    await page.locator('[role=feed] article').first().waitFor();
    page.off('response', keep);
    const loaded = await Promise.all(bodies);
    expect(loaded.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)).toBeLessThanOrEqual(budget);
    await context.close();
  });

  it.each([
    ['the timeline', '/', 1440],
    ['the timeline on a phone', '/', 390],
    ['an open post', '/post/POST', 1440],
    ['the sources', '/sources', 1440],
    ['search results', '/search?q=harbour', 1440],
  ])('moves nothing on %s', async (_name, path, width) => {
    const context = await openSignedIn(browser, program, { viewport: { width, height: 900 } });
    await context.addInitScript(`
      globalThis.shifts = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifts.push([entry.value, ...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? String(node))]);
      }).observe({ type: 'layout-shift', buffered: true });`);
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const { items } = (await call(program.url, 'GET /api/users/me/posts?limit=1', { cookie })).body as { items: { id: number }[] };
    const page = await context.newPage();
    await page.goto(program.url + path.replace('POST', String(items[0]!.id)));
    const shifts = async () => {
      await page
        .locator(path === '/sources' ? '.sources-table' : '[role=feed] article')
        .first()
        .waitFor();
      await page.waitForTimeout(500);
      return page.evaluate<[number, ...string[]][]>('shifts');
    };
    // On the very first visit a font that is late may move a line by a little.
    const first = await shifts();
    expect(
      first.reduce((sum, [value]) => sum + value, 0),
      JSON.stringify(first),
    ).toBeLessThan(0.005);
    await page.reload();
    expect(await shifts()).toEqual([]);
    await context.close();
  });
});
