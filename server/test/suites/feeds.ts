/** Scores of feed reading on the suites of other projects; see each suite's file for what counts. */
import { existsSync } from 'node:fs';
import { checkFeedparser } from './feeds/feedparser.ts';
import { checkFeedvalidator } from './feeds/feedvalidator.ts';
import { checkGofeed } from './feeds/gofeed.ts';
import { checkHostile } from './feeds/hostile.ts';
import { checkMiniflux } from './feeds/miniflux.ts';
import { checkAutodiscovery, checkDates, checkEncodings, checkOpml } from './feeds/parts.ts';
import { ownReader, type Check, type FeedReader } from './feeds/reader.ts';

export interface SuiteScore {
  suite: string;
  metric: string;
  /** Share of the comparisons that hold, 0 to 1. */
  value: number;
  target: number;
  /** Comparisons made. */
  n: number;
}

export interface SuiteRun extends SuiteScore {
  failures: Check[];
}

/** What counts towards the share of "what a reader needs". */
const needed = new Set(['title', 'link', 'id', 'date', 'text', 'author', 'enclosure', 'items', 'refusal']);

/** All suites over `dataDir` (the folder that holds `feeds/`). */
export async function runFeedSuites(dataDir: string): Promise<SuiteScore[]> {
  return (await runFeedSuitesInDetail(dataDir)).map(({ failures: _, ...score }) => score);
}

/** As `runFeedSuites`, with what failed and why. */
export async function runFeedSuitesInDetail(dataDir: string): Promise<SuiteRun[]> {
  const root = feedsDir(dataDir);
  const checks = await checkReader(root, ownReader);
  const runs = Object.entries(checks).map(([suite, list]) => score(suite, 'what a reader needs', list.filter(isNeeded), 0.98));
  const all = Object.values(checks).flat();
  runs.push(score('all feeds', 'what a reader needs', all.filter(isNeeded), 0.98));
  for (const field of new Set(all.map((check) => check.field))) {
    runs.push(
      score(
        'all feeds',
        field,
        all.filter((check) => check.field === field),
        0.98,
      ),
    );
  }
  runs.push(score('dates', 'as expected', checkDates(`${root}/dates`), 0.97));
  runs.push(score('encodings', 'as expected', checkEncodings(`${root}/encodings`), 1));
  runs.push(score('autodiscovery', 'as expected', checkAutodiscovery(`${root}/autodiscovery`), 0.97));
  runs.push(score('opml', 'as expected', checkOpml(`${root}/opml`), 1));
  runs.push(score('hostile', 'harmless', checkHostile(`${root}/hostile`), 1));
  return runs;
}

/** The four suites of whole feeds with any reader: used for ours and for those it is compared with. */
export async function checkReader(root: string, read: FeedReader): Promise<Record<string, Check[]>> {
  return {
    feedparser: await checkFeedparser(`${root}/feedparser`, read),
    gofeed: await checkGofeed(`${root}/gofeed`, read),
    miniflux: await checkMiniflux(`${root}/miniflux`, read),
    feedvalidator: await checkFeedvalidator(`${root}/feedvalidator`, read),
  };
}

export function feedsDir(dataDir: string): string {
  return existsSync(`${dataDir}/feeds/public`) ? `${dataDir}/feeds/public` : `${dataDir}/feeds`;
}

export function isNeeded(check: Check): boolean {
  return needed.has(check.field);
}

function score(suite: string, metric: string, checks: Check[], target: number): SuiteRun {
  const failures = checks.filter((check) => !check.ok);
  return { suite, metric, value: checks.length === 0 ? 0 : 1 - failures.length / checks.length, target, n: checks.length, failures };
}
