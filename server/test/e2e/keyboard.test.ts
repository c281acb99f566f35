/** Everything by keyboard alone, from signing in to settings; what a pointer does is nowhere used. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { createSignInLink } from '../../src/accounts/index.ts';
import { canBrowse, launchBrowser, openSignedIn } from '../browser.ts';
import { createTestDatabase } from '../database.ts';
import { call, readingFrom, startProgram, until, type Answer, type Program } from '../program.ts';

describe.skipIf(!canBrowse)('by keyboard alone', () => {
  let world: World;
  let program: Program;
  let browser: Browser;
  let context: BrowserContext;
  let api: (what: string, body?: unknown) => Promise<Answer>;

  beforeAll(async () => {
    world = await startWorld();
    program = await startProgram(await createTestDatabase(), readingFrom(world));
    const cookie = await program.signIn();
    api = (what, body) => call(program.url, what, { cookie, ...(body === undefined ? {} : { body }) });
    for (const name of ['harbour-times', 'grid-ledger']) await api('POST /api/users/me/sources', { address: world.addresses.feeds[name] });
    browser = await launchBrowser();
    context = await openSignedIn(browser, program);
    // Every test begins with rows, whatever others have read.
    await context.addInitScript(`localStorage.setItem('tidings.shown', '{"timeline":"all"}')`);
    // The originals of posts are on hosts that nobody has.
    await context.route(
      (url) => url.origin !== program.url,
      (route) => route.fulfill({ contentType: 'text/html', body: '<title>An original</title>' }),
    );
  });
  afterAll(async () => {
    await browser.close();
    await program.stop();
    await world.stop();
  });
  /** Marks are sent two seconds after the first of them, or when the page goes out of sight. */
  const sendMarks = async (page: Page) => {
    await page.evaluate(`dispatchEvent(new Event('pagehide'))`);
    await until(() => page.evaluate<boolean>(`JSON.parse(localStorage.getItem('tidings.marks') ?? '[]').length === 0`));
  };
  afterEach(async () => {
    for (const page of context.pages()) {
      // The next test asks the server, and that has to know what this one has marked.
      if (page.url().startsWith(program.url)) await sendMarks(page);
      await page.close();
    }
  });

  const open = async (path: string, inside = context): Promise<Page> => {
    const page = await inside.newPage();
    await page.goto(`${program.url}${path}`);
    await page.locator('h1').first().waitFor({ state: 'attached' });
    if (path === '/') await page.locator('[role=feed] article').first().waitFor();
    return page;
  };
  /** What a screen reader would say of the place where the focus stands. */
  const focus = (page: Page) =>
    page.evaluate<string>(`(() => {
      const at = document.activeElement;
      const label = at.getAttribute('aria-label') ?? (at.labels?.length ? at.labels[0].textContent : at.textContent);
      return at === document.body ? 'nothing' : (at.getAttribute('role') ?? at.localName) + ': ' + label.trim().slice(0, 80);
    })()`);
  const focusIs = (page: Page, wanted: RegExp) =>
    until(async () => wanted.test(await focus(page))).catch(async () => expect(await focus(page)).toMatch(wanted));
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** Goes on with Tab until the focus stands there. */
  const tabTo = async (page: Page, wanted: RegExp, key = 'Tab') => {
    const passed: string[] = [];
    while (!wanted.test(passed.at(-1) ?? '')) {
      if (passed.length > 120) throw new Error(`${wanted} was not reached: ${passed.join(' | ')}`);
      await press(page, key);
      passed.push(await focus(page));
    }
  };
  const openPost = (page: Page) => Number(/\/post\/(\d+)/.exec(page.url())?.[1] ?? /[?&]post=(\d+)/.exec(page.url())?.[1] ?? 0);
  const selected = (page: Page) => page.locator('[role=feed] article[aria-current=true] [data-post]').getAttribute('data-post').then(Number);
  const focusedRow = (page: Page) => page.evaluate<number>(`Number(document.activeElement.closest('[data-post]')?.dataset.post ?? 0)`);
  const post = async (id: number) => (await api(`GET /api/posts/${id}`)).body as { read: boolean; saved: boolean; url: string };
  const says = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text }).first().waitFor();
  const unread = async () => (await api('GET /api/users/me/counts')).body.unread as number;

  it('signs in by a link, follows what is pasted, and goes on to the timeline', async () => {
    const own = await browser.newContext({ locale: 'en-GB', permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await own.newPage();
    await page.goto(`${program.url}/sign-in?token=${await createSignInLink(program.deps, program.ownerId)}`);
    await until(() => !page.url().includes('sign-in'));
    await page.goto(`${program.url}/welcome`);
    await focusIs(page, /textarea: Addresses of sources/);
    // Asked for early: the browser learns of it in its own time.
    const chooser = page.waitForEvent('filechooser', { timeout: 100_000 });
    const pasted = [world.addresses.sites['prichal'], `@${Object.keys(world.addresses.channels)[0]}`, 'nowhere.invalid'];
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(pasted.join('\n'))})`);
    await press(page, 'Control+V', 'Enter');
    await page.getByText(/\d+\sposts?\salready/).waitFor();
    await page.getByRole('alert').waitFor();
    await tabTo(page, /button: OPML file/);
    await press(page, 'Enter');
    await (await chooser).setFiles([]);
    await tabTo(page, /button: Open the timeline/);
    await press(page, 'Enter');
    await page.locator('[role=feed] article').first().waitFor();
    await focusIs(page, /h1: Timeline/);
    await own.close();
  });

  it('skips to the content with the first two keys', async () => {
    const page = await open('/sources');
    await tabTo(page, /a: Skip to the content/);
    await press(page, 'Enter');
    await until(() => page.evaluate<boolean>(`document.activeElement.id === 'main'`));
  });

  it('walks the list: j and k open, n and p only move, o opens, Escape comes back to the same row', async () => {
    const page = await open('/');
    await press(page, 'j');
    const first = await until(() => openPost(page));
    await press(page, 'j');
    const second = await until(() => openPost(page) !== first && openPost(page));
    await press(page, 'k');
    await until(() => openPost(page) === first);
    await press(page, 'n', 'n');
    const third = await until(async () => (await selected(page)) !== second && selected(page));
    expect(openPost(page)).toBe(first);
    await press(page, 'p');
    await until(async () => (await selected(page)) === second);
    await until(async () => (await focusedRow(page)) === second);
    await press(page, 'Enter');
    await until(() => openPost(page) === second);
    await focusIs(page, /^h1: /);
    await press(page, 'n', 'o');
    await until(() => openPost(page) === third);
    await press(page, 'Escape');
    await until(() => !openPost(page));
    await until(async () => (await focusedRow(page)) === third);
    await press(page, 'p');
    await until(async () => (await selected(page)) === second);
  });

  it('marks and saves with m, b and s, and opens the original with o and v', async () => {
    const page = await open('/');
    await press(page, 'n');
    const id = await selected(page);
    const before = await post(id);
    const pressed = async (key: string) => {
      await press(page, key);
      await sendMarks(page);
      const { read, saved } = await post(id);
      return { read, saved };
    };
    expect(await pressed('m')).toEqual({ read: !before.read, saved: before.saved });
    expect(await pressed('m')).toEqual({ read: before.read, saved: before.saved });
    expect(await pressed('b')).toEqual({ read: before.read, saved: !before.saved });
    expect(await pressed('s')).toEqual({ read: before.read, saved: before.saved });
    for (const keys of [['v'], ['o', 'o']]) {
      const original = context.waitForEvent('page');
      for (const key of keys) {
        await press(page, key);
        if (keys.length > 1) await until(() => openPost(page) === id);
      }
      const tab = await original;
      await tab.waitForURL(before.url);
      await tab.close();
    }
  });

  it('opens the menu of a row with the menu key', async () => {
    const page = await open('/');
    await press(page, 'n');
    const id = await selected(page);
    const { saved } = await post(id);
    await until(async () => (await focusedRow(page)) === id);
    await press(page, 'ContextMenu');
    await focusIs(page, /menuitem: Mark as/);
    await press(page, 'ArrowDown', 'Enter');
    await until(async () => (await post(id)).saved !== saved);
    await until(async () => (await focusedRow(page)) === id);
  });

  it('unfolds a story with x, and moves a long post with Space', async () => {
    const text =
      'The ferry Zarya ran aground on the sandbank north of the old lighthouse shortly before noon; all forty passengers were taken off by two pilot boats.';
    for (const name of ['harbour-times', 'grid-ledger']) world.publish(name, { title: 'Ferry aground by the lighthouse', text });
    const row = await until(async () => {
      const { items } = (await api('GET /api/users/me/posts?limit=20')).body as { items: { id: number; story: { count: number } | null }[] };
      return items.find((item) => item.story !== null && item.story.count > 1);
    });
    const page = await open(`/post/${row.id}`);
    await page.locator('.story').waitFor();
    const all = page.getByRole('button', { name: 'Show all' });
    await press(page, 'x');
    await page.getByRole('button', { name: 'Show less' }).waitFor();
    await press(page, 'x');
    await all.waitFor();
    await page.setViewportSize({ width: 1200, height: 300 });
    const top = () => page.evaluate<number>(`document.querySelector('.art').closest('.scroll').scrollTop`);
    await press(page, 'Space');
    await until(async () => (await top()) > 0);
    await press(page, 'Shift+Space');
    await until(async () => (await top()) === 0);
  });

  it('goes up to new posts with the full stop, and takes "all read" back', async () => {
    const page = await open('/');
    await press(page, 'n', 'n', 'n');
    const title = `Late edition ${Date.now()}`;
    world.publish('harbour-times', { title, text: 'Printed in the night, a page on pilots, ropes and the price of herring at the eastern quay.' });
    await page.getByRole('button', { name: /new/ }).waitFor();
    await press(page, '.');
    await page.getByRole('link', { name: title }).waitFor();
    const before = await unread();
    expect(before).toBeGreaterThan(0);
    await press(page, 'Shift+A');
    await says(page, 'marked read');
    await until(async () => (await unread()) === 0);
    await press(page, 'Control+z');
    await until(async () => (await unread()) >= before);
  });

  it('searches, filters and reads what is found', async () => {
    const page = await open('/');
    await press(page, '/');
    await focusIs(page, /input: Search/);
    await page.keyboard.type('pilots harbour j', { delay: 2 });
    expect(await page.locator('input[type=search]').inputValue()).toBe('pilots harbour j');
    await press(page, 'Backspace', 'Backspace', 'Control+A');
    // The results of the words before stand there until these have come and are drawn.
    const found = page.waitForResponse((answer) => answer.request().postDataJSON()?.query === 'harbour' && answer.url().endsWith('/api/search'));
    await page.keyboard.type('harbour');
    await found;
    await page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`);
    await page.locator('[role=feed][aria-busy=false] mark').first().waitFor();
    await press(page, 'ArrowDown');
    const first = await until(() => selected(page));
    await until(async () => (await focusedRow(page)) === first);
    const { read, saved } = await post(first);
    await press(page, 'm', 's');
    await sendMarks(page);
    expect(openPost(page)).toBe(0);
    expect(await post(first)).toMatchObject({ read: !read, saved: !saved });
    await press(page, 'm', 'b');
    await sendMarks(page);
    expect(await post(first)).toMatchObject({ read, saved });
    await press(page, 'Enter');
    await until(() => openPost(page) === first);
    await focusIs(page, /^h1: /);
    await press(page, 'n', 's');
    await sendMarks(page);
    const next = await selected(page);
    expect(next).not.toBe(first);
    expect([(await post(first)).saved, (await post(next)).saved]).toEqual([saved, true]);
    await press(page, 's', 'p');
    await sendMarks(page);
    await press(page, 'j');
    await until(() => openPost(page) !== first);
    const second = openPost(page);
    await press(page, 'Escape');
    await until(() => !openPost(page));
    await until(async () => (await focusedRow(page)) === second);
    await press(page, '/');
    await focusIs(page, /input: Search/);
    await tabTo(page, /button: Language/);
    await press(page, 'Enter');
    await focusIs(page, /menuitemcheckbox: Any language/);
    await press(page, 'ArrowDown', 'Enter');
    await until(() => page.url().includes('lang='));
    await focusIs(page, /button: Language: /);
    await press(page, 'Space', 'Escape');
    await focusIs(page, /button: Language: /);
    expect(page.url()).toContain('lang=');
    await press(page, '/', 'Escape');
    expect(await page.locator('input[type=search]').inputValue()).toBe('');
  });

  it('opens with Enter the first result of what is typed, not of what was typed before', async () => {
    const firstOf = async (query: string) => ((await api('POST /api/search', { query })).body.results as { postId: number }[])[0]!.postId;
    const [before, wanted] = [await firstOf('harbour'), await firstOf('grid')];
    expect(wanted).not.toBe(before);
    const page = await open('/search?q=harbour');
    await page.locator('[role=feed][aria-busy=false] mark').first().waitFor();
    await page.locator('input[type=search]').focus();
    await press(page, 'Control+A');
    await page.keyboard.type('grid');
    await press(page, 'Enter');
    expect(await until(() => openPost(page))).toBe(wanted);
  });

  it('goes to anything with Ctrl+K, and to the places by two keys', async () => {
    const page = await open('/');
    await press(page, 'n');
    await until(async () => (await focusedRow(page)) === (await selected(page)));
    await press(page, 'Control+k');
    await focusIs(page, /combobox: Go to anything/);
    await press(page, 'Escape');
    await until(async () => (await focusedRow(page)) === (await selected(page)));
    await press(page, 'Control+k');
    await focusIs(page, /combobox/);
    await page.keyboard.type('grid');
    await page
      .getByRole('option', { name: /The Grid Ledger/ })
      .first()
      .waitFor();
    await press(page, 'ArrowDown', 'ArrowUp', 'Enter');
    await until(() => page.url().includes('/source/'));
    await focusIs(page, /h1: The Grid Ledger/);
    const places: [string, string, RegExp][] = [
      ['g', 's', /h1: Sources/],
      ['g', 'b', /h1: Saved/],
      ['g', 't', /h1: Timeline/],
    ];
    for (const [lead, key, heading] of places) {
      await press(page, lead, key);
      await focusIs(page, heading);
    }
    await press(page, 'Control+k');
    await focusIs(page, /combobox/);
    await page.keyboard.type('settings');
    await press(page, 'Enter');
    await focusIs(page, /h1: Settings/);
  });

  it('shows the map of keys with ?, keeps the focus in it, and gives it back', async () => {
    const page = await open('/');
    await press(page, 'n');
    await until(async () => (await focusedRow(page)) === (await selected(page)));
    await press(page, 'Shift+?');
    await page.getByRole('dialog').waitFor();
    for (let n = 0; n < 6; n += 1) {
      await press(page, n % 2 ? 'Shift+Tab' : 'Tab');
      expect(await page.evaluate(`document.activeElement === document.body || document.activeElement.closest('dialog') !== null`)).toBe(true);
    }
    await press(page, 'j', 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(openPost(page)).toBe(0);
    await until(async () => (await focusedRow(page)) === (await selected(page)));
  });

  it('hides the panes and moves their edges', async () => {
    const page = await open('/');
    const width = (selector: string) => page.evaluate<number>(`document.querySelector('${selector}').getBoundingClientRect().width`);
    const wide = await width('nav');
    await press(page, '[');
    await until(async () => (await width('nav')) < wide);
    await press(page, '[');
    await until(async () => (await width('nav')) === wide);
    await tabTo(page, /separator: Width of the sidebar/);
    await press(page, 'ArrowRight');
    await until(async () => (await width('nav')) > wide);
    await press(page, 'Enter', 'j');
    await until(() => openPost(page));
    await press(page, ']');
    await until(async () => (await width('.timeline')) === 0);
    await press(page, ']');
    await until(async () => (await width('.timeline')) > 0);
  });

  it('makes and revokes a token, and ends another session', async () => {
    await program.signIn();
    const sessions = async () => ((await api('GET /api/users/me/sessions')).body.items as unknown[]).length;
    const before = await sessions();
    const page = await open('/settings');
    await page.getByRole('button', { name: /^End/ }).first().waitFor();
    await tabTo(page, /button: End: /);
    await press(page, 'Enter');
    await says(page, 'session has ended');
    await until(async () => (await sessions()) === before - 1);
    await tabTo(page, /input: Name/);
    await page.keyboard.type('a script of mine');
    await press(page, 'Tab', 'ArrowDown', 'Tab', 'Enter');
    await says(page, 'Copy it now');
    const tokens = (await api('GET /api/users/me/tokens')).body.items as { name: string; scope: string }[];
    expect(tokens).toMatchObject([{ name: 'a script of mine', scope: 'write' }]);
    await tabTo(page, /button: Revoke: a script of mine/, 'Shift+Tab');
    await press(page, 'Enter');
    await says(page, 'no longer works');
    expect((await api('GET /api/users/me/tokens')).body.items).toEqual([]);
  });

  it('finds an item of a long menu by typing, and goes between the field and the items with the arrows', async () => {
    const page = await open('/settings');
    const zone = async () => ((await api('GET /api/users/me')).body as { timezone: string }).timezone;
    const before = await zone();
    const choose = async (typed: string, ...keys: string[]) => {
      await tabTo(page, /button: Time zone/);
      await press(page, 'Enter');
      await focusIs(page, /input: /);
      await page.keyboard.type(typed);
      await press(page, ...keys);
    };
    await choose('Reykjavik', 'ArrowDown');
    await focusIs(page, /menuitemcheckbox: Reykjavik/);
    await press(page, 'ArrowUp');
    await focusIs(page, /input: /);
    await press(page, 'Enter');
    await until(async () => (await zone()) === 'Atlantic/Reykjavik');
    await page.reload();
    await choose(before, 'ArrowDown', 'Enter');
    await until(async () => (await zone()) === before);
  });

  it('adds, pauses, moves and unfollows a source, and takes the last back', async () => {
    const page = await open('/sources');
    const source = async (title: RegExp) =>
      ((await api('GET /api/users/me/sources')).body.items as { title: string; paused: boolean; folderId: number | null }[]).find((one) =>
        title.test(one.title),
      );
    await tabTo(page, /^button: Add$/);
    await press(page, 'Enter');
    await focusIs(page, /textarea: Addresses/);
    await page.keyboard.insertText(world.addresses.feeds['lantern-science']!);
    await press(page, 'Enter');
    await page.getByText(/\d+\sposts?\salready/).waitFor();
    await press(page, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await focusIs(page, /^button: Add$/);
    const menu = /button: Actions for Lantern Science/;
    await page.getByRole('button', { name: 'Actions for Lantern Science' }).waitFor();
    await tabTo(page, menu);
    await press(page, 'Enter', 'ArrowDown', 'ArrowDown');
    await focusIs(page, /menuitem: Pause/);
    await press(page, 'Enter');
    await until(async () => (await source(/Lantern/))?.paused);
    await focusIs(page, menu);
    await press(page, 'Enter', 'Enter');
    await focusIs(page, /input: Name/);
    await tabTo(page, /select: Folder/);
    await press(page, 'End');
    await focusIs(page, /select: Folder|input: New folder/);
    await page.getByRole('textbox', { name: 'New folder' }).waitFor();
    await tabTo(page, /input: New folder/);
    await page.keyboard.type('Slow reading');
    await press(page, 'Enter');
    await until(async () => (await source(/Lantern/))?.folderId);
    await focusIs(page, menu);
    await press(page, 'Enter', 'End', 'Enter');
    await says(page, 'no longer follow');
    expect(await source(/Lantern/)).toBeUndefined();
    await press(page, 'Control+z');
    await until(async () => (await source(/Lantern/))?.folderId);
  });

  it('goes by the place of the keys, in the Russian layout as in any other', async () => {
    const page = await open('/');
    const at = async (code: string, key: string, more = {}, then?: [string, string]) => {
      const send = (init: unknown) => `document.activeElement.dispatchEvent(new KeyboardEvent('keydown', ${JSON.stringify(init)}));`;
      const common = { bubbles: true, cancelable: true };
      await page.evaluate(`${send({ ...common, code, key, ...more })}${then ? send({ ...common, code: then[0], key: then[1] }) : ''}`);
    };
    await at('KeyJ', 'о');
    const first = await until(() => openPost(page));
    await at('KeyJ', 'о');
    await until(() => openPost(page) !== first);
    await at('KeyK', 'л');
    await until(() => openPost(page) === first);
    await at('KeyK', 'л', { ctrlKey: true });
    await focusIs(page, /combobox/);
    await press(page, 'Escape');
    await at('Slash', ',', { shiftKey: true });
    await page.getByRole('dialog').waitFor();
    await press(page, 'Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await at('KeyG', 'п', {}, ['KeyS', 'ы']);
    await focusIs(page, /h1: Sources/);
    await at('Slash', '.');
    await focusIs(page, /input: Search/);
  });

  it('leaves single keys alone while one types, and altogether when they are turned off', async () => {
    const page = await open('/sources');
    await tabTo(page, /input: Filter/);
    await page.keyboard.type('gs?/m');
    expect(await page.locator('input[type=search]').inputValue()).toBe('gs?/m');
    expect(page.url()).toContain('/sources');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.goto(`${program.url}/settings`);
    await tabTo(page, /switch: Single keys/);
    await press(page, 'Space');
    await until(async () => (await api('GET /api/users/me')).body.settings.singleKeys === false);
    await press(page, 'g', 't');
    expect(page.url()).toContain('/settings');
    await press(page, 'Control+k');
    await focusIs(page, /combobox/);
    await page.keyboard.type('timeline');
    await press(page, 'Enter');
    await focusIs(page, /h1: Timeline/);
    await press(page, 'j', 'n', 'm', '/');
    expect(openPost(page)).toBe(0);
    await tabTo(page, /^a: (?!Skip)/);
    await api('PATCH /api/users/me', { settings: { singleKeys: true } });
  });
});
