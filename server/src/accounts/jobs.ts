/** What no longer opens anything goes after a while; until then the owner can see what there was. */
import { lt, or } from '#platform/sql';
import type { Deps } from '../deps.ts';
import { sessions, signInLinks } from './tables.ts';

const keptDays = 30;

export async function sweepSessions(deps: Pick<Deps, 'db' | 'clock' | 'log'>): Promise<void> {
  const before = new Date(deps.clock.now().getTime() - keptDays * 86_400_000);
  const gone = await deps.db
    .delete(sessions)
    .where(or(lt(sessions.endedAt, before), lt(sessions.expiresAt, before)))
    .returning({ id: sessions.id });
  const links = await deps.db.delete(signInLinks).where(lt(signInLinks.expiresAt, before)).returning({ userId: signInLinks.userId });
  deps.log.info({ sessions: gone.length, links: links.length }, 'old sessions and sign-in links removed');
}
