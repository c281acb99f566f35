/** What is followed, in the browser: folders, addresses that fail, files that are none, and reading on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../emulators/world/start-world.ts';
import { canBrowse, launchBrowser, openSignedIn } from '../browser.ts';
import { createTestDatabase } from '../database.ts';
import { call, readingFrom, startProgram, until, type Program } from '../program.ts';

describe.skipIf(!canBrowse)('following in the browser', () => {
  let world: World;
  let program: Program;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let cookie: string;

  beforeAll(async () => {
    world = await startWorld();
    program = await startProgram(await createTestDatabase(), readingFrom(world));
    cookie = await program.signIn();
    browser = await launchBrowser();
    context = await openSignedIn(browser, program);
    await context.addInitScript(`localStorage.setItem('tidings.shown', '{"timeline":"all"}')`);
    page = await context.newPage();
  });
  afterAll(async () => {
    await browser.close();
    await program.stop();
    await world.stop();
  });

  const sources = async () => (await call(program.url, 'GET /api/users/me/sources', { cookie })).body.items as { title: string; folderId: number | null }[];
  const folders = async () => (await call(program.url, 'GET /api/users/me/folders', { cookie })).body.items as { id: number; name: string }[];

  it('puts what a newcomer adds into a folder that is made for it', async () => {
    await page.goto(`${program.url}/welcome`);
    await page.locator('textarea').fill(world.addresses.feeds['harbour-times']!);
    await page.getByLabel('Folder', { exact: true }).selectOption({ label: 'New folder…' });
    await page.getByLabel('New folder').fill('Harbours');
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    await page
      .getByText(/posts$/)
      .first()
      .waitFor();
    expect([await folders(), (await sources())[0]?.folderId]).toMatchObject([[{ name: 'Harbours' }], (await folders())[0]!.id]);
  });

  it('lets an address that failed be tried again, changed, or put away', async () => {
    const wrong = world.addresses.odd['gone'] ?? `${world.origin}/odd/gone`;
    await page.locator('textarea').fill(wrong);
    await page.locator('textarea').press('Enter');
    const failed = page.getByRole('alert').filter({ hasText: /\w/ });
    await failed.waitFor();
    await page.getByRole('button', { name: /^Try again.*gone/ }).click();
    await failed.waitFor();
    await page.getByRole('button', { name: `Change “${wrong}”` }).click();
    expect([await failed.count(), await page.locator('textarea').inputValue()]).toEqual([0, wrong]);
    await page.locator('textarea').fill(`${wrong}/2`);
    await page.locator('textarea').press('Enter');
    await page.getByRole('button', { name: `Take “${wrong}/2” off the list` }).click();
    expect(await failed.count()).toBe(0);
  });

  it('says that a folder is there already, in whatever case it is written', async () => {
    await page.goto(`${program.url}/sources`);
    await page.getByRole('button', { name: 'New folder' }).click();
    await page.getByRole('dialog').locator('input').fill('harbours ');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'You have this folder already.' }).waitFor();
    await page.keyboard.press('Escape');
    const made = await call(program.url, 'POST /api/users/me/folders', { cookie, body: { name: 'HARBOURS' } });
    expect([made.body.name, (await folders()).map(({ name }) => name)]).toEqual(['Harbours', ['Harbours']]);
  });

  it('brings a removed folder back with its sources', async () => {
    await page.getByRole('button', { name: 'Actions for Harbours' }).click();
    await page.getByRole('menuitem', { name: 'Remove the folder' }).click();
    await until(async () => (await folders()).length === 0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await sources()).some(({ folderId }) => folderId !== null));
    expect([await folders(), (await sources())[0]?.folderId]).toMatchObject([[{ name: 'Harbours' }], (await folders())[0]!.id]);
  });

  it('moves a source to another folder from its menu, and takes that back', async () => {
    await call(program.url, 'POST /api/users/me/folders', { cookie, body: { name: 'Elsewhere' } });
    await page.goto(`${program.url}/sources`);
    await page.locator('[data-source] [aria-haspopup=menu]').click();
    await page.getByRole('menuitem', { name: 'Elsewhere' }).click();
    const folderOf = async () => (await sources())[0]!.folderId;
    const elsewhere = (await folders()).find(({ name }) => name === 'Elsewhere')!.id;
    await until(async () => (await folderOf()) === elsewhere);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await folderOf()) !== elsewhere);
  });

  it('says beside the imports that a file is no list of sources, until that is put away', async () => {
    await page.locator('input[type=file]').setInputFiles({ name: 'holiday.opml', mimeType: 'text/xml', buffer: Buffer.from('<html>not a list</html>') });
    const refused = page.getByRole('alert').filter({ hasText: 'holiday.opml' });
    await refused.waitFor();
    await refused.getByRole('button', { name: 'Hide “holiday.opml”' }).click();
    await refused.waitFor({ state: 'detached' });
  });

  it('remembers that the problems of an import have been put away', async () => {
    const list = await (await fetch(world.addresses.files['mixed']!)).text();
    await page.locator('input[type=file]').setInputFiles({ name: 'mixed.opml', mimeType: 'text/xml', buffer: Buffer.from(list) });
    const away = page.getByRole('button', { name: /^Hide “.*mixed/ });
    await away.click();
    await away.waitFor({ state: 'detached' });
    await page.reload();
    await page.locator('[data-source]').first().waitFor();
    expect(await away.count()).toBe(0);
  });

  it('asks, with the number of posts that go, before posts are kept for a shorter time', async () => {
    await program.deps.db.execute(
      `update posts set posted_at = now() - interval '12 days', created_at = now() - interval '12 days' where id in (select min(id) from posts)`,
    );
    await page.goto(`${program.url}/settings`);
    const kept = page.getByLabel('Keep posts for');
    await kept.selectOption('7');
    await page.getByText(/^1\spost will be removed tonight/).waitFor();
    await page.getByRole('button', { name: /Keep for 30\sdays/ }).click();
    expect(await kept.inputValue()).toBe('30');
    await kept.selectOption('7');
    await page.getByRole('button', { name: 'Keep less' }).click();
    await until(async () => (await call(program.url, 'GET /api/users/me', { cookie })).body.retentionDays === 7);
  });

  it('goes to the next post and back by buttons on a phone, and says on every page that there is no connection', async () => {
    const phone = await openSignedIn(browser, program, { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true });
    await phone.addInitScript(`localStorage.setItem('tidings.shown', '{"timeline":"all"}')`);
    const small = await phone.newPage();
    await small.goto(`${program.url}/`);
    await small.locator('[role=feed] h2 a').first().click();
    const first = small.url();
    await small.getByRole('button', { name: 'Next', exact: true }).click();
    await until(() => small.url() !== first);
    await small.getByRole('button', { name: 'Previous', exact: true }).click();
    await until(() => small.url() === first);
    expect(await small.evaluate<number>('document.documentElement.scrollWidth')).toBe(320);
    await phone.setOffline(true);
    await small.getByText(/^Offline since/).waitFor();
    await phone.setOffline(false);
    await small.close();
  });
});
