import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { canBrowse, launchBrowser, openSignedIn } from '../browser.ts';
import { createTestDatabase } from '../database.ts';
import { call, readingFrom, startProgram, type Program } from '../program.ts';

describe.skipIf(!canBrowse)('the density of lists', () => {
  let world: World;
  let program: Program;
  let browser: Browser;
  let cookie: string;
  beforeAll(async () => {
    world = await startWorld();
    program = await startProgram(await createTestDatabase(), readingFrom(world, 3600));
    cookie = await program.signIn();
    const text =
      'The ferry Zarya ran aground on the sandbank north of the old lighthouse shortly before noon; all forty passengers were taken off by two pilot boats.';
    for (const name of ['harbour-times', 'grid-ledger']) {
      world.publish(name, { title: 'Ferry aground by the lighthouse', text });
      await call(program.url, 'POST /api/users/me/sources', { cookie, body: { address: world.addresses.feeds[name] } });
    }
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await program.stop();
    await world.stop();
  });

  /** How many rows are whole on a screen of this size, and what the first story's row says. */
  async function look(density: 'comfortable' | 'compact', width: number) {
    await call(program.url, 'PATCH /api/users/me', { cookie, body: { settings: { density } } });
    const context = await openSignedIn(browser, program, { viewport: { width, height: 900 } });
    await context.addInitScript(`localStorage.setItem('tidings.shown', '{"timeline":"all"}')`);
    const page = await context.newPage();
    await page.goto(program.url);
    await page.locator(`html[data-density=${density}] [role=feed] article`).nth(5).waitFor();
    const story = page.locator('[role=feed] .row', { hasText: 'Ferry aground' }).first();
    const whole = await page.evaluate<number>(`(() => {
      const list = document.querySelector('[data-list]').getBoundingClientRect();
      return [...document.querySelectorAll('[role=feed] .row')].filter((row) => row.getBoundingClientRect().bottom <= list.bottom).length;
    })()`);
    const wide = await page.evaluate<number>(`document.documentElement.scrollWidth - innerWidth`);
    const says = await story.innerText();
    const snippet = await story.locator('.snip').isVisible();
    await context.close();
    return { whole, wide, says, snippet };
  }

  it('shows about twelve rows of headlines on a screen, each with its source, how many others, and the time', async () => {
    const roomy = await look('comfortable', 1440);
    expect(roomy.snippet).toBe(true);
    const dense = await look('compact', 1440);
    expect(dense.snippet).toBe(false);
    expect(dense.whole).toBeGreaterThanOrEqual(11);
    expect(dense.whole).toBeGreaterThan(roomy.whole * 1.5);
    for (const width of [1440, 320]) {
      const { says, wide } = await look('compact', width);
      expect(says).toMatch(/Ferry aground/);
      expect(says).toMatch(/2\ssources/);
      expect(wide).toBe(0);
    }
  });
});
