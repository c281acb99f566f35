import { imagePath } from '#posts';
import type { Deps } from '../deps.ts';
import type { ListDeps } from './list-sources.ts';
import type { RowDeps } from './post-rows.ts';

/** What showing sources and posts needs, out of everything there is. */
export function sourceView(deps: Deps): ListDeps & RowDeps {
  const imageOf = (url: string | null | undefined) => (url ? imagePath(deps.imageKey, url) : null);
  return { db: deps.db, clock: deps.clock, intervals: deps.config.poller.intervals, iconOf: imageOf, imageOf };
}
