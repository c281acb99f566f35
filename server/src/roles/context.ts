import type { Deps } from '../deps.ts';
import type { Database } from '../platform/db.ts';

/** What a role is started with; what it opens it closes through `stack`. */
export interface RoleContext {
  deps: Deps;
  database: Database;
  stack: AsyncDisposableStack;
}
