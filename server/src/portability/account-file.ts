/** A whole account as JSON Lines: `{type, ...}` a line, so that files of any size stream. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { changeUser, readUser, type Actor } from '#accounts';
import { longestAddress, patchMeBody, text } from '#contract';
import { marks as postMarks } from '#posts';
import { ensureFolder, followStored, visiblePosts } from '#sources';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import { array, rows, type Db } from '#platform/db';
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
  z.object({ type: z.literal('mark'), uniqueCode: text(200), read: z.boolean(), saved: z.boolean() }),
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
  const marks = await rows<{ uniqueCode: string; read: boolean; saved: boolean }>(
    db,
    sql`select p.unique_code as "uniqueCode", m.read_at is not null as read, m.saved_at is not null as saved from post_marks m join posts p on p.id = m.post_id where m.user_id = ${actor.userId}`,
  );
  for (const mark of marks) yield { type: 'mark', ...mark };
}

/**
 * Adds what the file holds to the account; nothing is removed. Marks of posts that are not here
 * (yet) are counted as missed.
 * @throws AppError `invalid_request` when it is not such a file.
 */
export async function importAccount(deps: { db: Db; bus: Bus; clock: Clock }, actor: Actor, lines: AsyncIterable<string>) {
  const done = { folders: 0, sources: 0, marks: 0, marksMissed: 0 };
  let marks: Extract<Line, { type: 'mark' }>[] = [];
  let number = 0;
  for await (const written of lines) {
    number += 1;
    if (written.trim() === '') continue;
    const entry = readLine(written, number);
    if (entry.type === 'settings') await changeUser(deps.db, actor, entry.settings);
    if (entry.type === 'folder') {
      await ensureFolder(deps.db, actor, entry.name);
      done.folders += 1;
    }
    if (entry.type === 'source') {
      await followStored(deps, actor, entry);
      done.sources += 1;
    }
    if (entry.type === 'mark') marks.push(entry);
    if (marks.length >= 500) {
      await applyMarks(deps, actor, marks, done);
      marks = [];
    }
  }
  await applyMarks(deps, actor, marks, done);
  return done;
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
  deps: { db: Db; bus: Bus; clock: Clock },
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
  // Anybody can write any code into a file, and what is saved stays readable.
  const visible = new Set(
    await visiblePosts(
      deps.db,
      actor,
      found.map((row) => row.id),
    ),
  );
  const ids = new Map(found.flatMap((row) => (visible.has(row.id) ? [[row.unique_code, row.id] as const] : [])));
  for (const kind of ['read', 'saved'] as const) {
    const list = marks.flatMap((mark) => (mark[kind] ? (ids.get(mark.uniqueCode) ?? []) : []));
    await postMarks.markPosts(deps, actor, list, { [kind]: true });
  }
  done.marks += ids.size;
  done.marksMissed += marks.length - ids.size;
}
