/** Bombs and traps: refused or read as what they are, quickly, in little memory, nothing expanded. */
import { readFileSync } from 'node:fs';
import { AppError } from '../../../src/platform/errors.ts';
import { parseFeed } from '../../../src/sources/adapters/rss/parse-feed.ts';
import { parseOpml } from '../../../src/sources/opml/parse-opml.ts';
import { clockOfSuites, readCases, type Check } from './reader.ts';

const longest = 2000;
const most = 100 * 1024 * 1024;

export function checkHostile(dir: string): Check[] {
  const checks: Check[] = [];
  for (const each of readCases(dir)) {
    const body = readFileSync(`${dir}/${each.file}`);
    checks.push(judge(`${each.id} as a feed`, () => parseFeed(body, { address: 'http://feed.example/', now: clockOfSuites })));
    checks.push(judge(`${each.id} as OPML`, () => parseOpml(body)));
  }
  return checks;
}

/** Passes when `run` ends in time with a result of modest size or an AppError, and opened no file. */
export function judge(id: string, run: () => unknown): Check {
  const before = process.memoryUsage();
  const start = performance.now();
  let output = '';
  let clean = true;
  try {
    output = JSON.stringify(run());
  } catch (error) {
    clean = error instanceof AppError;
    output = String(error);
  }
  const took = performance.now() - start;
  const after = process.memoryUsage();
  const grown = after.heapUsed + after.external - before.heapUsed - before.external;
  const ok = clean && took < longest && grown < most && output.length < 1_000_000 && !/root:x?:0/.test(output);
  return { id, field: 'hostile', ok, detail: `${Math.round(took)} ms, ${Math.round(grown / 1048576)} MB, ${output.slice(0, 200)}` };
}
