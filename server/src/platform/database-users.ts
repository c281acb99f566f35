/** Who uses an embedded database, a file for each: the last to leave stops it. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, readIdentity, stillRuns, writeIdentity } from './process-identity.ts';

export interface DatabaseUser {
  leave(): void;
  /** After leaving: nobody else is there. */
  isLast(): boolean;
}

export function joinUsers(folder: string): DatabaseUser {
  const users = join(folder, 'users');
  mkdirSync(users, { recursive: true, mode: 0o700 });
  // The name says it all: nobody ever sees half of it.
  const own = join(users, `${writeIdentity(identityOf(process.pid)).replaceAll('\n', '_')}_${randomUUID()}`);
  writeFileSync(own, '', { mode: 0o600 });
  return {
    leave: () => rmSync(own, { force: true }),
    isLast: () => !existsSync(users) || readdirSync(users).filter((name) => isThere(users, name)).length === 0,
  };
}

/** What a killed process has left is removed. */
function isThere(users: string, name: string): boolean {
  const user = readIdentity(name.replaceAll('_', '\n'));
  if (user !== null && stillRuns(user)) return true;
  rmSync(join(users, name), { force: true });
  return false;
}
