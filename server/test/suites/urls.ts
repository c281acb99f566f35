/** Cleaning and resolving of addresses against the cases of another reader. */
import { join } from 'node:path';
import { resolveUrl, stripTracking } from '../../src/posts/canonical-url.ts';
import { readCases } from './case-files.ts';
import type { SuiteFigure } from './figure.ts';

interface UrlCase {
  id: string;
  op: 'strip_tracking' | 'resolve';
  input: string;
  base_url: string;
  feed_url?: string;
  expected: string | null;
  strict?: boolean;
}

export interface UrlFailure {
  id: string;
  got: string | null;
  expected: string | null;
}

/** Runs every case; `dataDir` holds the folder `dedup`. */
export function runUrlsSuite(dataDir: string): { results: SuiteFigure[]; failures: UrlFailure[] } {
  const cases = readCases<UrlCase>(join(dataDir, 'dedup/public/urls/cases.jsonl'));
  const results: SuiteFigure[] = [];
  const failures: UrlFailure[] = [];
  for (const op of ['strip_tracking', 'resolve'] as const) {
    const own = cases.filter((urlCase) => urlCase.op === op);
    const failed = own
      .map((urlCase) => ({ id: urlCase.id, got: runCase(urlCase), expected: urlCase.expected }))
      .filter(({ got, expected }) => !equal(got, expected));
    failures.push(...failed);
    results.push({ suite: `urls ${op}`, metric: 'cases right', value: (own.length - failed.length) / own.length, target: 1, n: own.length });
  }
  return { results, failures };
}

function runCase({ op, input, base_url: base, feed_url: feed }: UrlCase): string | null {
  return op === 'resolve' ? resolveUrl(input, base) : stripTracking(input, [base, feed ?? '']);
}

/** Equal as parsed addresses, whatever the order of the parameters. */
function equal(got: string | null, expected: string | null): boolean {
  if (got === null || expected === null || got === expected) return got === expected;
  const [left, right] = [new URL(got), new URL(expected)];
  left.searchParams.sort();
  right.searchParams.sort();
  return left.href === right.href;
}
