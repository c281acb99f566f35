/** The system's Chromium, quiet, for tests, benches and checks. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const places = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const browserPath = places.find((path) => path !== undefined && existsSync(path));

export function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  if (browserPath === undefined) throw new Error('no Chromium was found; CHROMIUM names one');
  return chromium.launch({
    executablePath: browserPath,
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
