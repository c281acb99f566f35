/** The page in a real browser, on the real program and an emulated internet. Skipped where there is no Chromium. */
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { createSignInLink } from '../../src/accounts/index.ts';
import { canBrowse, launchBrowser } from '../browser.ts';
import { createTestDatabase } from '../database.ts';
import { readingFrom, startProgram, until, type Program } from '../program.ts';

/** With DOCS_IMAGES the pictures of the README are taken anew. */
const images = process.env['DOCS_IMAGES'];

describe.skipIf(!canBrowse)('in the browser', () => {
  let world: World;
  let program: Program;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    const database = await createTestDatabase();
    world = await startWorld();
    program = await startProgram(database, readingFrom(world));
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', bypassCSP: false });
    page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  });
  afterAll(async () => {
    await browser.close();
    await program.stop();
    await world.stop();
  });

  const rowTitles = () => page.locator('[role=feed] article, main article').allInnerTexts();
  const picture = async (name: string) => {
    if (!images) return;
    mkdirSync(images, { recursive: true });
    await page.waitForTimeout(1500);
    await page.screenshot({ path: `${images}/${name}.png` });
  };

  it('takes a newcomer from the link in the terminal to posts of a feed, a page and a channel', async () => {
    const link = `${program.url}/sign-in?token=${await createSignInLink(program.deps, program.ownerId)}`;
    await page.goto(link);
    const field = page.locator('textarea').first();
    await field.waitFor();
    await picture('onboarding');
    await field.fill([world.addresses.feeds['harbour-times'], world.addresses.sites['prichal'], `@${Object.keys(world.addresses.channels)[0]}`].join('\n'));
    await field.press('Enter');
    await until(async () => (await program.deps.db.execute('select 1 from follows')).rowCount === 3);
    await page.goto(`${program.url}/`);
    await until(async () => (await rowTitles()).length > 3);
    await picture('timeline');
  });

  it('shows posts of all three after their appearance, without a reload', async () => {
    await page.evaluate('globalThis.stillTheSamePage = true');
    world.publish('harbour-times', {
      title: 'Beacon lamp replaced',
      text: 'Keepers replaced the lamp of the northern beacon with one that needs a tenth of the power.',
    });
    world.publish('prichal', {
      title: 'Новый кран испытан',
      text: 'На третьем причале испытали кран грузоподъёмностью восемьдесят тонн, испытание длилось сутки.',
    });
    world.publish(Object.keys(world.addresses.channels)[0]!, { text: 'Паром «Заря» вышел в рейс после ремонта, билеты в кассе с семи утра.' });
    await until(async () => {
      await page.keyboard.press('.');
      const text = (await page.locator('body').innerText()).replaceAll('\u00a0', ' ');
      return ['Beacon lamp replaced', 'Новый кран испытан', 'Заря'].every((part) => text.includes(part));
    });
    expect(await page.evaluate('globalThis.stillTheSamePage')).toBe(true);
  });

  it('shows that another device has read everything, and that it takes that back', async () => {
    const post = (path: string, body: unknown) =>
      page.evaluate<{ undoToken?: string }>(
        `fetch('/api/posts/${path}', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '${JSON.stringify(body)}' }).then((answer) => answer.status === 204 ? {} : answer.json())`,
      );
    const unread = () => page.locator('[role=feed] .row:not(.seen)').count();
    expect(await unread()).toBeGreaterThan(0);
    const { undoToken } = await post('read-all', {});
    await until(async () => (await unread()) === 0);
    expect((await rowTitles()).length).toBeGreaterThan(3);
    await post('read-all/undo', { undoToken });
    await until(async () => (await unread()) > 3);
  });

  it('reads by keyboard alone: next, open, save, search', async () => {
    await page.keyboard.press('j');
    await until(() => page.url().includes('/post/'));
    await page.locator('h1').first().waitFor();
    await picture('post');
    await page.keyboard.press('s');
    await until(async () => (await program.deps.db.execute('select 1 from post_marks where saved_at is not null')).rowCount === 1);
    await page.keyboard.press('/');
    await until(() => page.url().includes('/search'));
    await page.keyboard.type('lighthouse lamps of the beacon', { delay: 5 });
    await until(async () => (await page.locator('mark').count()) > 0);
    await picture('search');
  });

  it('opens a search from its address, whatever is asked for', async () => {
    for (const query of ['"tidal turbine"', 'true', '{"a":1}', '1e3', 'порт & "море"']) {
      await page.goto(`${program.url}/search?q=${encodeURIComponent(query)}`);
      const field = page.locator('input[type=search]');
      await field.waitFor();
      expect(await field.inputValue()).toBe(query);
    }
  });

  it('says which folder a search names in vain', async () => {
    await page.goto(`${program.url}/search?q=${encodeURIComponent('lighthouse folder:Nope')}`);
    await page.getByText('You have no folder “Nope”.').waitFor();
  });

  it('tells sources of one name apart where a search is narrowed to one, with their counts, on a phone', async () => {
    await program.deps.db.execute(`update follows set title = 'News of the harbour, of all the islands and of the strait'`);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${program.url}/search?q=after:2000-01-01`);
    await page.locator('[role=feed] article').first().waitFor();
    await page.getByRole('button', { name: 'Sources', exact: true }).click();
    const items = page.getByRole('menuitemcheckbox').filter({ hasText: 'News of the harbour' });
    const texts = await items.locator('span:not(:first-child)').allInnerTexts();
    expect(texts).toHaveLength(6);
    expect(new Set(texts.filter((_, n) => n % 2 === 0)).size).toBe(3);
    for (const text of texts.filter((_, n) => n % 2 === 1)) expect(text).toMatch(/^\d+$/);
    const shown = await items.evaluateAll((all) =>
      all.map((item) => [item.scrollWidth - item.clientWidth, ...[...item.children].map((part) => part.getBoundingClientRect().width)]),
    );
    for (const [beyond, ...widths] of shown) {
      expect(beyond).toBe(0);
      expect(Math.min(...widths)).toBeGreaterThan(5);
    }
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
    await program.deps.db.execute('update follows set title = null');
  });

  it('says that a search lacks a connection, and goes on by itself when that is back', async () => {
    await page.goto(`${program.url}/search`);
    const field = page.locator('input[type=search]');
    await field.waitFor();
    await context.setOffline(true);
    await field.fill('lighthouse');
    await page.getByRole('heading', { name: 'No connection' }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('did not work');
    await context.setOffline(false);
    await page.locator('mark').first().waitFor();
  });

  it('loads nothing from anywhere but its own server', async () => {
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(program.url) && !request.url().startsWith('data:')) foreign.push(request.url());
    });
    for (const path of ['/', '/sources', '/settings', '/search?q=port']) {
      await page.goto(`${program.url}${path}`);
      await page.waitForTimeout(300);
      if (path === '/sources') await picture('sources');
    }
    expect(foreign).toEqual([]);
  });

  it('imports the list of sources that a pasted address leads to', async () => {
    await page.goto(`${program.url}/sources`);
    await page.locator('header .btn.pri').click();
    const field = page.locator('dialog[open] textarea');
    await field.fill(world.addresses.files['mixed']!);
    await field.press('Enter');
    await page
      .locator('dialog[open]')
      .getByText(/Importing .*mixed\.opml/)
      .waitFor();
    // Of the four, one was followed before and one is no address of a feed; three entries name nothing that can be.
    await page
      .getByRole('region', { name: 'Found' })
      .getByText(/mixed\.opml: 2\ssources added, 1\sfollowed already, 4\sskipped, 1\snot read/)
      .waitFor();
  });

  it('ends the page of a session that was ended elsewhere', async () => {
    await page.goto(`${program.url}/`);
    await page.waitForTimeout(500);
    await program.deps.db.execute('update sessions set ended_at = now()');
    await until(async () => page.url().includes('/sign-in') || /sign in/i.test(await page.locator('body').innerText()));
  });

  it('reports no error of its own meanwhile', () => {
    expect(problems.filter((problem) => !/401|422|Unauthorized|WebSocket|4401|ERR_INTERNET_DISCONNECTED/.test(problem))).toEqual([]);
  });
});
