/** A real Chromium for tests, and pages of a signed-in owner in it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { browserPath, launchBrowser } from '../../web/scripts/launch-browser.ts';
import type { Program } from './program.ts';

const builtPage = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url));

/** Without Chromium or without the built web app the browser tests are skipped. */
export const canBrowse = browserPath !== undefined && existsSync(builtPage);
export { launchBrowser };

/** A window of its own in which the owner is signed in. */
export async function openSignedIn(browser: Browser, program: Program, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const [name, value] = (await program.signIn()).split('=') as [string, string];
  await context.addCookies([{ name, value, url: program.url }]);
  return context;
}
