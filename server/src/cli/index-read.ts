/** Waiting for an index of our own. */
import type { SearchEngine } from '#search';
import { AppError } from '../platform/errors.ts';

/** Milliseconds in which nothing more is read. */
const longestStandstill = 120_000;

/** @throws AppError `not_ready` when the reading does not come on, as when the database is out of reach */
export async function indexRead(search: Pick<SearchEngine, 'status'>, patience = longestStandstill): Promise<void> {
  let seen = '';
  let until = performance.now() + patience;
  for (;;) {
    // One that broke is started again.
    const status = await search.status().catch(() => null);
    if (status?.ready) return;
    const now = JSON.stringify(status);
    if (now !== seen) until = performance.now() + patience;
    else if (performance.now() > until) throw new AppError('not_ready');
    seen = now;
    await new Promise((next) => setTimeout(next, 20));
  }
}
