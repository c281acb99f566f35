/** A whole account as JSON Lines: `{type, ...}` a line, so that files of any size stream. */
import { sql } from '#platform/sql';
import { z } from 'zod';
import { changeUser, readUser, type Actor } from '#accounts';
import { longestAddress, patchMeBody, text } from '#contract';
import { marks as postMarks } from '#posts';
import { ensureFolder, following, mostFolders, recogniseAddress } from '#sources';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, rows, type Db } from '#platform/db';
import type { Egress } from '#platform/egress';
import { AppError } from '#platform/errors';

const line = z.discriminatedUnion('type', [
  z.object({ type: z.literal('tidings'), version: z.literal(1) }),
  z.object({ type: z.literal('settings'), settings: patchMeBody }),
  z.object({ type: z.literal('folder'), name: text(100).min(1) }),
  z.object({
    type: z.literal('source'),
    kind: z.enum(['rss', 'telegram', 'web', 'import']),
    address: text(longestAddress).min(1),
    title: text(500).nullable(),
    ownTitle: text(200).nullable(),
    note: text(500).nullable(),
    folder: text(100).nullable(),
  }),
  z.object({
    type: z.literal('mark'),
    uniqueCode: text(200),
    read: z.boolean(),
    saved: z.boolean(),
    readAt: z.iso.datetime().nullish(),
    savedAt: z.iso.datetime().nullish(),
  }),
]);
type Line = z.output<typeof line>;

export async function* exportAccount(db: Db, actor: Actor): AsyncGenerator<Line> {
  yield { type: 'tidings', version: 1 };
  const { name, language, timezone, retentionDays, settings } = await readUser(db, actor);
  yield { type: 'settings', settings: { name, language, timezone, retentionDays, settings } };
  for (const { name: folder } of await rows<{ name: string }>(db, sql`select name from folders where user_id = ${actor.userId} order by position`))
    yield { type: 'folder', name: folder };
  const followed = await rows<Omit<Extract<Line, { type: 'source' }>, 'type'>>(
    db,
    sql`select s.kind, s.address, s.title, f.title as "ownTitle", f.note, d.name as folder from follows f join sources s on s.id = f.source_id left join folders d on d.id = f.folder_id
        where f.user_id = ${actor.userId} order by f.created_at, s.id`,
  );
  for (const source of followed) yield { type: 'source', ...source };
  const marks = await rows<{ uniqueCode: string; readAt: string | null; savedAt: string | null }>(
    db,
    sql`select p.unique_code as "uniqueCode", m.read_at as "readAt", m.saved_at as "savedAt" from post_marks m join posts p on p.id = m.post_id where m.user_id = ${actor.userId}`,
  );
  const iso = (at: string | null) => at && new Date(at).toISOString();
  for (const { uniqueCode, readAt, savedAt } of marks)
    yield { type: 'mark', uniqueCode, read: readAt !== null, saved: savedAt !== null, readAt: iso(readAt), savedAt: iso(savedAt) };
}

interface ImportDeps {
  db: Db;
  bus: Bus;
  clock: Clock;
  egress: Pick<Egress, 'check'>;
}

/** More than an account can hold, so that no file keeps the server at work for hours. */
const mostLines = 1_000_000;
const mostOfType: Partial<Record<Line['type'], number>> = { settings: 1, folder: mostFolders, source: following.mostFollowed };
/** Characters of a line; the longest that is written has some 15,000. */
export const longestLine = 65_536;
const marksAtOnce = 500;

/**
 * Adds what the file holds to the account; nothing is removed. Marks of posts that are not here
 * (yet), or that the actor does not see, are counted as missed, as are sources that cannot be followed.
 * @throws AppError `invalid_request` when it is not such a file or too long, `follows_full`, `folders_full`
 */
export async function importAccount(deps: ImportDeps, actor: Actor, lines: AsyncIterable<string>) {
  const done = { folders: 0, sources: 0, sourcesMissed: 0, marks: 0, marksMissed: 0 };
  const seen = new Map<Line['type'], number>();
  let marks: Extract<Line, { type: 'mark' }>[] = [];
  let number = 0;
  for await (const written of lines) {
    number += 1;
    if (number > mostLines) throw new AppError('invalid_request', { reason: 'too_many_lines', limit: mostLines });
    if (written.trim() === '') continue;
    const entry = readLine(written, number);
    countType(seen, entry.type);
    if (entry.type === 'settings') await changeUser(deps.db, actor, entry.settings);
    if (entry.type === 'folder') {
      await ensureFolder(deps.db, actor, entry.name);
      done.folders += 1;
    }
    if (entry.type === 'source') done[(await followListed(deps, actor, entry)) ? 'sources' : 'sourcesMissed'] += 1;
    if (entry.type === 'mark') marks.push(entry);
    if (marks.length >= marksAtOnce) {
      await applyMarks(deps, actor, marks, done);
      marks = [];
    }
  }
  await applyMarks(deps, actor, marks, done);
  return done;
}

function countType(seen: Map<Line['type'], number>, type: Line['type']): void {
  const count = (seen.get(type) ?? 0) + 1;
  const limit = mostOfType[type] ?? mostLines;
  if (count > limit) throw new AppError('invalid_request', { reason: 'too_many_of_type', limit, type });
  seen.set(type, count);
}

/** False for an address that could not be added by hand. */
async function followListed(deps: ImportDeps, actor: Actor, entry: Extract<Line, { type: 'source' }>): Promise<boolean> {
  try {
    // What was imported is no address, but a name among the actor's own.
    const found = entry.kind === 'import' ? { kind: entry.kind, address: entry.address } : recogniseAddress(deps.egress, { ...entry, kind: entry.kind });
    const { source, existed } = await following.followStored(deps, actor, { ...entry, ...found });
    if (existed) await following.complete(deps, actor, source.id, { title: entry.ownTitle, note: entry.note });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('address_')) return false;
    throw error;
  }
}

function readLine(written: string, number: number): Line {
  try {
    const entry = line.parse(JSON.parse(written));
    if (number === 1 && entry.type !== 'tidings') throw new AppError('invalid_request', { reason: 'not_account_file' });
    return entry;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_request', { reason: 'line_unreadable', line: number }, { cause: error });
  }
}

async function applyMarks(
  deps: ImportDeps,
  actor: Actor,
  marks: readonly Extract<Line, { type: 'mark' }>[],
  done: { marks: number; marksMissed: number },
): Promise<void> {
  if (marks.length === 0) return;
  const found = await rows<{ id: number; unique_code: string }>(
    deps.db,
    sql`select id, unique_code from posts where unique_code = any(${array(
      marks.map((mark) => mark.uniqueCode),
      'text',
    )})`,
  );
  // To save a post is to keep it in sight: what the actor does not see is as good as not there.
  const visible = new Set(
    await postMarks.visiblePosts(
      deps.db,
      actor,
      found.map((row) => row.id),
    ),
  );
  const ids = new Map(found.filter((row) => visible.has(row.id)).map((row) => [row.unique_code, row.id]));
  const now = deps.clock.now();
  // The file has them post by post: what was read together with a story's first post is not spread again.
  const made = new Map(
    marks.map((mark) => [ids.get(mark.uniqueCode), { readAt: madeAt(mark.read, mark.readAt, now), savedAt: madeAt(mark.saved, mark.savedAt, now) }]),
  );
  await postMarks.restoreMarks(
    deps,
    actor,
    [...made].flatMap(([id, mark]) => (id !== undefined && (mark.readAt ?? mark.savedAt) !== null ? [{ id, ...mark }] : [])),
  );
  done.marks += ids.size;
  done.marksMissed += marks.length - ids.size;
}

/** Files without times, or with such as no clock here has shown, tell only that it was done. */
function madeAt(isMade: boolean, at: string | null | undefined, now: Date): string | null {
  if (!isMade) return null;
  const time = at ? Date.parse(at) : Number.NaN;
  return new Date(time > Date.UTC(1990, 0, 1) && time < now.getTime() ? time : now).toISOString();
}
