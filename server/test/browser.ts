/** A real Chromium for tests, and pages of a signed-in owner in it. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import type { Program } from './program.ts';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const builtPage = fileURLToPath(new URL('../../web/dist/index.html', import.meta.url));

/** Without Chromium or without the built web app the browser tests are skipped. */
export const canBrowse = existsSync(executablePath) && existsSync(builtPage);

export function launchBrowser(more: string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });
}

/** A window of its own in which the owner is signed in. */
export async function openSignedIn(browser: Browser, program: Program, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', reducedMotion: 'reduce', ...options });
  const [name, value] = (await program.signIn()).split('=') as [string, string];
  await context.addCookies([{ name, value, url: program.url }]);
  return context;
}
