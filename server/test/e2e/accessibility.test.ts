/** Every page and state in both languages, themes and three widths: what axe finds, sideways scrolling, text at twice its size. */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import type { Block, Inline } from '../../src/contract/blocks.ts';
import { canBrowse, launchBrowser, openSignedIn } from '../browser.ts';
import { createTestDatabase } from '../database.ts';
import { call, readingFrom, startProgram, until, type Answer, type Program } from '../program.ts';

const axe = readFileSync(createRequire(new URL('../../../web/package.json', import.meta.url)).resolve('axe-core/axe.min.js'), 'utf8');

interface State {
  name: string;
  path: string;
  /** Before the page is opened. */
  prepare?: (page: Page) => Promise<unknown>;
  act?: (page: Page) => Promise<unknown>;
  /** What must be there before it is looked at. */
  ready: string;
  signedOut?: true;
  /** Changes its window for good: it gets one of its own. */
  alone?: true;
}

const key = (name: string) => async (page: Page) => page.keyboard.press(name);
const never = () => new Promise<void>(() => {});
const refuse = (route: Route) =>
  route.fulfill({
    status: 503,
    contentType: 'application/problem+json',
    body: JSON.stringify({ type: 'about:blank', title: 'unavailable', status: 503, code: 'unavailable', detail: 'Not now.', traceId: 'abcdef-12345' }),
  });

/** Lists show what was read too, and colours change at once. */
const settle = `
  localStorage.setItem('tidings.shown', '{"timeline":"all","folder":"all"}');
  addEventListener('DOMContentLoaded', () => document.head.append(Object.assign(document.createElement('style'), { textContent: '* { transition: none !important }' })));`;
const sideways = `document.documentElement.scrollWidth > innerWidth`;
/** Words that stand outside of the window with no way to them, or that their own box cuts off where nothing says so. */
const findCutText = `(() => {
  const found = ${sideways} ? ['scrolls sideways'] : [];
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join('');
    const box = element.getBoundingClientRect();
    if (text === '' || box.width < 2 || element.closest('.sr, [aria-hidden=true], svg, script, style, option, [class*="sr-only"]')) continue;
    const style = getComputedStyle(element);
    const shortened = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
    if (!shortened && style.overflowY === 'hidden' && element.scrollHeight > element.clientHeight + 2) found.push('cut below: ' + text.slice(0, 60));
    if (box.right > innerWidth + 1 && !element.closest('.table, pre, [role=group], [class*="overflow-x"]')) found.push('outside: ' + text.slice(0, 60));
  }
  return found.slice(0, 8);
})()`;

const task = {
  id: 1,
  kind: 'opml_import',
  title: 'subscriptions.opml',
  state: 'done',
  done: 40,
  total: 40,
  added: 37,
  existed: 2,
  skipped: 1,
  failed: 1,
  problems: [{ name: 'A quiet feed', code: 'timeout', message: 'It did not answer in time.' }],
  createdAt: new Date().toISOString(),
};
const words = (text: string): Inline[] => [{ t: 'text', text }];
const everyBlock: Block[] = [
  { t: 'h', level: 2, c: words('Lamps') },
  {
    t: 'p',
    c: [
      ...words('A '),
      { t: 'a', href: 'https://site.example/', c: words('link') },
      ...words(', '),
      { t: 'code', c: words('code') },
      ...words(' and '),
      { t: 'spoiler', c: words('hidden') },
    ],
  },
  { t: 'h', level: 4, c: words('Smaller') },
  { t: 'quote', c: [{ t: 'p', c: [{ t: 'i', c: words('quoted') }, { t: 'br' }, { t: 'mark', c: words('marked') }] }] },
  { t: 'pre', text: 'a line of code that is much longer than the window of a telephone, and then some more of it' },
  { t: 'list', ordered: true, items: [[{ t: 'p', c: words('first') }], [{ t: 'list', ordered: false, items: [[{ t: 'p', c: words('nested') }]] }]] },
  {
    t: 'table',
    rows: [
      { header: true, cells: ['Harbour', 'Lamps', 'Candela', 'Keeper', 'Since'].map(words) },
      { header: false, cells: ['North', '4', '120,000', 'A. Osokor', '1998'].map(words) },
    ],
  },
  { t: 'image', src: 'https://pictures.example/a.jpg', alt: 'A boat', caption: words('A boat') },
  { t: 'media', kind: 'video', src: 'https://video.example/a.mp4' },
  { t: 'embed', url: 'https://video.example/b', title: 'A talk' },
  { t: 'hr' },
];

describe.skipIf(!canBrowse)('axe', () => {
  let world: World;
  let program: Program;
  let browser: Browser;
  let api: (what: string, body?: unknown) => Promise<Answer>;
  const ids = { story: 0, source: 0, folder: 0 };

  beforeAll(async () => {
    world = await startWorld();
    program = await startProgram(await createTestDatabase(), readingFrom(world, 3600));
    const cookie = await program.signIn();
    api = (what, body) => call(program.url, what, { cookie, ...(body === undefined ? {} : { body }) });
    const text =
      'The ferry Zarya ran aground on the sandbank north of the old lighthouse shortly before noon; all forty passengers were taken off by two pilot boats.';
    for (const name of ['harbour-times', 'grid-ledger']) world.publish(name, { title: 'Ferry aground by the lighthouse', text });
    ids.folder = (await api('POST /api/users/me/folders', { name: 'Slow reading' })).body.id;
    const channel = `@${Object.keys(world.addresses.channels)[0]}`;
    const follow = async (address: string) => (await api('POST /api/users/me/sources', { address, folderId: ids.folder })).body.source.id as number;
    ids.source = await follow(world.addresses.feeds['harbour-times']!);
    await follow(world.addresses.feeds['grid-ledger']!);
    const failing = await follow(world.addresses.feeds['otladka']!);
    const paused = await follow(world.addresses.feeds['lantern-science']!);
    await follow(channel);
    world.failNext('otladka', '404', 3);
    await api(`POST /api/users/me/sources/${failing}/poll`);
    await api(`PATCH /api/users/me/sources/${paused}`, { paused: true });
    await api('POST /api/users/me/tokens', { name: 'a script of mine', scope: 'read' });
    await program.signIn();
    const row = await until(async () => {
      const { items } = (await api('GET /api/users/me/posts?limit=100')).body as { items: { id: number; story: { count: number } | null }[] };
      return items.find((item) => item.story !== null && item.story.count > 1);
    });
    ids.story = row.id;
    await api('POST /api/posts/marks', { postIds: [row.id], saved: true });
    await until(async () => (await api('POST /api/search', { query: 'harbour' })).body.results?.length > 3);
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await program.stop();
    await world.stop();
  });

  const states: State[] = [
    { name: 'sign-in', path: '/sign-in', ready: 'h1', signedOut: true },
    { name: 'a link that is no longer good', path: '/sign-in?token=tdg_link_of_yesterday', ready: '[role=alert]', signedOut: true },
    { name: 'onboarding', path: '/welcome', ready: 'main ul li' },
    {
      name: 'onboarding with a source found and one that is not',
      path: '/welcome',
      ready: 'main [role=alert]',
      act: async (page) => {
        await page.locator('textarea').fill(`${world.addresses.feeds['harbour-times']} nowhere.invalid`);
        await page.keyboard.press('Enter');
      },
    },
    { name: 'timeline', path: '/', ready: '[role=feed] article' },
    {
      name: 'timeline with a row selected and its menu open',
      path: '/',
      ready: '[role=menu]',
      act: async (page) => {
        await page.locator('[role=feed] article').first().waitFor();
        await page.keyboard.press('n');
        await page.locator('[data-post] a').first().click({ button: 'right' });
      },
    },
    { name: 'loading', path: '/', ready: '.sk', prepare: (page) => page.route('**/api/users/me/posts*', never) },
    { name: 'a list that does not load', path: '/', ready: 'main [role=alert]', prepare: (page) => page.route('**/api/users/me/posts*', refuse) },
    {
      name: 'without a connection',
      alone: true,
      path: '/',
      ready: 'div[role=status] svg',
      act: async (page) => {
        await page.locator('[role=feed] article').first().waitFor();
        await page.context().setOffline(true);
      },
    },
    { name: 'nothing with a tag', path: '/tag/nothing-has-this', ready: 'main h2' },
    { name: 'saved', path: '/saved', ready: '[role=feed] article' },
    { name: 'a folder', path: '/folder/FOLDER', ready: '[role=feed] article' },
    { name: 'a source', path: '/source/SOURCE', ready: '[role=feed] article' },
    {
      name: 'a post with its story unfolded',
      path: '/post/STORY',
      ready: '.story ol',
      act: async (page) => {
        await page.locator('.story').waitFor();
        await page.keyboard.press('x');
      },
    },
    {
      name: 'a post with a menu open',
      path: '/post/STORY',
      ready: '[role=menu]',
      act: async (page) => {
        await page.locator('article.art').waitFor();
        await page.locator('[role=toolbar] [aria-haspopup=menu]').click();
      },
    },
    {
      name: 'a post with everything that a post can hold',
      path: '/post/STORY',
      ready: 'article.art table',
      prepare: (page) =>
        page.route(/api\/posts\/\d+$/, async (route) => {
          const post = (await (await route.fetch()).json()) as object;
          await route.fulfill({ json: { ...post, blocks: everyBlock, title: null, language: 'en', tags: ['night ferry'] } });
        }),
    },
    { name: 'a post that is not there', path: '/post/999999', ready: '.reading h1' },
    { name: 'a post that does not load', path: '/post/STORY', ready: '.reading [role=alert]', prepare: (page) => page.route(/api\/posts\/\d+$/, refuse) },
    { name: 'search', path: '/search', ready: 'main h2' },
    { name: 'search with results', path: '/search?q=harbour', ready: 'mark' },
    {
      name: 'search with a filter open',
      path: '/search?q=harbour',
      ready: '[role=menu]',
      act: async (page) => {
        await page.locator('mark').first().waitFor();
        await page.locator('.chip').nth(1).click();
      },
    },
    { name: 'search with a post open', path: '/search?q=harbour&post=STORY', ready: 'article.art' },
    { name: 'search that finds nothing', path: '/search?q=zzzzqqqq', ready: 'main h2' },
    {
      name: 'search without a connection',
      alone: true,
      path: '/search',
      ready: 'main h2',
      act: async (page) => {
        await page.context().setOffline(true);
        await page.locator('input[type=search]').fill('harbour');
        await page.locator('main .btn.pri').waitFor();
      },
    },
    { name: 'sources', path: '/sources', ready: '.sources-table tbody td' },
    {
      name: 'sources with a menu open',
      path: '/sources',
      ready: '[role=menu]',
      act: async (page) => page.locator('[data-source] [aria-haspopup=menu]').first().click(),
    },
    {
      name: 'a source being edited',
      path: '/sources',
      ready: 'dialog[open] select',
      act: async (page) => {
        await page.locator('[data-source] [aria-haspopup=menu]').first().click();
        await page.locator('[role=menuitem]').first().click();
      },
    },
    {
      name: 'a new folder',
      path: '/sources',
      ready: 'dialog[open] input',
      act: async (page) => {
        await page.locator('header .btn:has(.lucide-folder-plus)').click();
      },
    },
    { name: 'adding a source', path: '/sources', ready: 'dialog[open] textarea', act: async (page) => page.locator('header .btn.pri').click() },
    {
      name: 'a source just unfollowed',
      path: '/sources',
      ready: '.toast button',
      prepare: (page) => page.route(/api\/users\/me\/sources\/\d+$/, (route) => route.fulfill({ status: 204 })),
      act: async (page) => {
        await page.locator('[data-source] [aria-haspopup=menu]').last().click();
        await page.locator('[role=menuitem].danger').click();
      },
    },
    {
      name: 'an import that runs',
      path: '/sources',
      ready: '[role=progressbar]',
      prepare: (page) => page.route('**/api/tasks', (route) => route.fulfill({ json: { items: [{ ...task, state: 'running', done: 12 }] } })),
    },
    {
      name: 'an import with problems',
      path: '/sources',
      ready: 'details[open] li',
      prepare: (page) => page.route('**/api/tasks', (route) => route.fulfill({ json: { items: [task] } })),
      act: (page) => page.locator('details summary').click(),
    },
    { name: 'settings', path: '/settings', ready: '.btn.danger' },
    {
      name: 'a token just made',
      path: '/settings',
      ready: '.note.ok',
      prepare: (page) =>
        page.route('**/api/users/me/tokens', (route) =>
          route.request().method() === 'POST'
            ? route.fulfill({
                json: { id: 'x', name: 'x', scope: 'read', createdAt: '2026-11-20T10:00:00Z', lastUsedAt: null, token: `tdg_api_${'x'.repeat(40)}` },
              })
            : route.continue(),
        ),
      act: async (page) => {
        await page.locator('form input').fill('one more');
        await page.locator('form button').click();
      },
    },
    { name: 'more', path: '/more', ready: 'main li' },
    { name: 'go to anything', path: '/', ready: 'dialog[open] [role=option]', act: key('Control+k') },
    { name: 'the map of keys', path: '/', ready: 'dialog[open] dl', act: key('Shift+?') },
    { name: 'no such page', path: '/nothing/here', ready: 'h1' },
  ];

  /** In the dark only the colours are other ones, and in another language only the words. */
  const rules = {
    light: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
    dark: { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } },
    words: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast': { enabled: false } } },
  };
  type Scheme = keyof typeof rules;

  async function findViolations(page: Page, scheme: Scheme): Promise<string[]> {
    await page.emulateMedia({ colorScheme: scheme === 'dark' ? 'dark' : 'light' });
    return page.evaluate<string[]>(`(async () => {
      if (!globalThis.axe) { ${axe} }
      const { violations } = await axe.run(document, { ...${JSON.stringify(rules[scheme])}, resultTypes: ['violations'], preload: false });
      const describe = (node) => node.html.slice(0, 160) + ' ' + (node.failureSummary ?? '').split('\\n').slice(1, 2).join('');
      return violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 2).map(describe).join(' | '));
    })()`);
  }

  /** A window takes a state after the other: what its scripts were made into is kept. */
  const idle = new Map<BrowserContext, Page[]>();

  async function openState(context: BrowserContext, state: State, width: number): Promise<Page> {
    const page = idle.get(context)?.pop() ?? (await context.newPage());
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: 'light' });
    await state.prepare?.(page);
    const path = state.path.replace('STORY', String(ids.story)).replace('SOURCE', String(ids.source)).replace('FOLDER', String(ids.folder));
    await page.goto(program.url + path);
    await page.locator('h1, [role=status]').first().waitFor({ state: 'attached' });
    await state.act?.(page);
    await page.locator(state.ready).first().waitFor();
    return page;
  }

  async function leave(page: Page): Promise<void> {
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    const context = page.context();
    idle.set(context, [...(idle.get(context) ?? []), page]);
  }

  /** The same page in a window of another size; opened anew if what it is about did not outlive that. */
  async function resize(page: Page, state: State, width: number): Promise<Page> {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`);
    if (await page.locator(state.ready).first().isVisible()) return page;
    await leave(page);
    return openState(page.context(), state, width);
  }

  async function lookAt(context: BrowserContext, state: State, looks: readonly Look[]): Promise<string[]> {
    const problems: string[] = [];
    let page: Page | undefined;
    for (const { width, schemes, textSize } of looks) {
      page = page ? await resize(page, state, width) : await openState(context, state, width);
      if (textSize) await page.evaluate(`document.documentElement.style.fontSize = '${textSize}'`);
      for (const scheme of schemes) problems.push(...(await findViolations(page, scheme)).map((found) => `${width} px, ${scheme}: ${found}`));
      if (textSize) problems.push(...(await page.evaluate<string[]>(findCutText)).map((found) => `text at ${textSize}: ${found}`));
      if (await page.evaluate(sideways)) problems.push(`${width} px: scrolls sideways`);
      if (width === 390) {
        // The narrowest window that a page must fit (WCAG 1.4.10).
        await page.setViewportSize({ width: 320, height: 800 });
        if (await page.evaluate(sideways)) problems.push('320 px: scrolls sideways');
      }
    }
    if (page) await leave(page);
    return problems;
  }

  interface Look {
    width: number;
    schemes: Scheme[];
    textSize?: string;
  }
  /** In another language only the words are other ones: longer, so the narrowest window and large text are where they show. */
  const looks: Record<string, Look[]> = {
    'en-GB': [
      { width: 1440, schemes: ['light', 'dark'] },
      { width: 390, schemes: ['light'] },
    ],
    'ru-RU': [
      { width: 320, schemes: ['words'] },
      { width: 1280, schemes: [], textSize: '200%' },
    ],
  };

  describe.each(Object.entries(looks))('finds nothing in %s', (locale, wanted) => {
    let context: BrowserContext;
    let stranger: BrowserContext;
    const open = async (signedIn: boolean) => {
      const options = { locale, bypassCSP: true, serviceWorkers: 'block' as const, reducedMotion: 'reduce' as const };
      const fresh = signedIn ? await openSignedIn(browser, program, options) : await browser.newContext(options);
      await fresh.addInitScript(settle);
      return fresh;
    };
    beforeAll(async () => {
      context = await open(true);
      stranger = await open(false);
    });
    afterAll(async () => {
      await context.close();
      await stranger.close();
    });

    it.concurrent.each(states)(
      'on $name',
      async (state) => {
        const inside = state.alone ? await open(true) : state.signedOut ? stranger : context;
        expect(await lookAt(inside, state, wanted)).toEqual([]);
        if (state.alone) await inside.close();
      },
      120_000,
    );
  });
});
