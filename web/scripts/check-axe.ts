/**
 * Opens every page of the built app over the mock API, in both themes, at phone and desktop width, and
 * runs axe on it (WCAG 2.2 A and AA). Also fails on sideways scrolling at 320 px and on console errors.
 *   node scripts/check-axe.ts [320 390 1440]     (only these widths; CHROMIUM names another browser than /usr/bin/chromium)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './launch-browser.ts';

interface Violation {
  id: string;
  impact: string | null;
  nodes: { target: unknown; failureSummary?: string }[];
}
interface Stop {
  name: string;
  path: string;
  act?: (page: Page) => Promise<void>;
}

const stops: Stop[] = [
  { name: 'timeline', path: '/' },
  {
    name: 'post with story',
    path: '/post/1000',
    act: async (page) => {
      await page.waitForSelector('.story');
      await page.keyboard.press('x');
    },
  },
  { name: 'saved', path: '/saved' },
  { name: 'search, empty', path: '/search' },
  { name: 'search, results', path: '/search?q=harbour' },
  { name: 'search, nothing', path: '/search?q=zzzz' },
  { name: 'sources', path: '/sources' },
  {
    name: 'edit dialog',
    path: '/sources',
    act: async (page) => {
      await page.locator('tbody button[aria-haspopup=menu]').nth(1).click();
      await page.locator('[role=menuitem]').first().click();
      await page.waitForSelector('dialog[open]');
    },
  },
  { name: 'settings', path: '/settings' },
  { name: 'more', path: '/more' },
  { name: 'onboarding', path: '/welcome' },
  {
    name: 'add dialog',
    path: '/sources',
    act: async (page) => {
      await page.locator('header button.pri').click();
      await page.waitForSelector('dialog[open]');
    },
  },
  {
    name: 'palette',
    path: '/',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.waitForSelector('dialog[open]');
    },
  },
  {
    name: 'keys',
    path: '/',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.waitForSelector('dialog[open]');
    },
  },
  { name: 'sign-in', path: '/sign-in' },
  { name: 'not found', path: '/post/999999' },
];
const looks = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 320, height: 720, colorScheme: 'light' },
  { width: 390, height: 844, colorScheme: 'dark' },
] as const;

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 8200));
    });
  });
}

async function startMock(port: number): Promise<ChildProcess> {
  const mock = spawn(process.execPath, [join(import.meta.dirname, '../dev/mock-api.ts'), '--quiet', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise<void>((resolve) => mock.stdout?.once('data', () => resolve()));
  return mock;
}

async function checkStop({ browser, base, axe }: { browser: Browser; base: string; axe: string }, look: (typeof looks)[number], stop: Stop): Promise<string[]> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.colorScheme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
    bypassCSP: true,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  await page.goto(base + stop.path, { waitUntil: 'networkidle' });
  await page.waitForSelector('h1', { state: 'attached' });
  await stop.act?.(page);
  await page.waitForTimeout(400);
  await page.evaluate(axe);
  const violations = await page.evaluate(async (): Promise<Violation[]> => {
    const run = (globalThis as unknown as { axe: { run: (root: Document, options: unknown) => Promise<{ violations: Violation[] }> } }).axe.run;
    return (await run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations;
  });
  for (const violation of violations)
    problems.push(
      `${violation.id} (${violation.impact}): ${violation.nodes
        .slice(0, 2)
        .map((node) => `${JSON.stringify(node.target)} ${node.failureSummary?.split('\n').slice(1, 3).join(' ') ?? ''}`)
        .join(' | ')}`,
    );
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (sideways > 0) problems.push(`scrolls sideways by ${sideways} px`);
  await context.close();
  return problems;
}

const port = await freePort();
const mock = await startMock(port);
const browser = await launchBrowser();
const widths = process.argv.slice(2).map(Number);
let failed = 0;
let checked = 0;
try {
  for (const look of looks.filter((one) => widths.length === 0 || widths.includes(one.width))) {
    for (const stop of stops) {
      const problems = await checkStop({ browser, base: `http://127.0.0.1:${port}`, axe: axe.source }, look, stop);
      failed += problems.length;
      checked += 1;
      for (const problem of problems) process.stdout.write(`${stop.name}, ${look.width} px, ${look.colorScheme}: ${problem}\n`);
    }
  }
} finally {
  await browser.close();
  mock.kill();
}
process.stdout.write(`${checked} pages checked, ${failed} problems\n`);
if (failed > 0) process.exitCode = 1;
