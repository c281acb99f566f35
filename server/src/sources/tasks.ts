/** Long work of a person: how far it is, and stopping it. */
import { and, desc, eq, gt, or, sql } from '#platform/sql';
import type { Actor } from '#accounts';
import type { Task } from '#contract';
import type { Bus } from '#platform/bus';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { AppError, errorText } from '#platform/errors';
import { errorCodes, type ErrorCode } from '../contract/errors.ts';
import { tasks } from './tables.ts';

type TaskRow = typeof tasks.$inferSelect;

export function toTask(row: TaskRow, language: 'en' | 'ru'): Task {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    done: row.done,
    total: row.total,
    added: row.added,
    existed: row.existed,
    skipped: row.skipped,
    failed: row.failed,
    problems: row.problems.map(({ name, code, details = {} }) => ({
      name,
      code,
      message: code in errorCodes ? errorText(code as ErrorCode, details, language) : code,
    })),
    createdAt: row.createdAt.toISOString(),
  };
}

/** What runs, and what ended within a day. */
export async function listTasks(deps: { db: Db; clock: Clock }, actor: Actor, language: 'en' | 'ru'): Promise<Task[]> {
  const recent = new Date(deps.clock.now().getTime() - 86_400_000);
  const found = await deps.db
    .select()
    .from(tasks)
    .where(and(eq(tasks.userId, actor.userId), or(eq(tasks.state, 'running'), gt(tasks.updatedAt, recent))))
    .orderBy(desc(tasks.id))
    .limit(20);
  return found.map((row) => toTask(row, language));
}

/** @throws AppError `not_found` */
export async function readTask(db: Db, actor: Actor, id: number, language: 'en' | 'ru'): Promise<Task> {
  const [row] = await db
    .select()
    .from(tasks)
    .where(and(eq(tasks.userId, actor.userId), eq(tasks.id, id)));
  if (!row) throw new AppError('not_found');
  return toTask(row, language);
}

/** What was done stays done. @throws AppError `not_found` */
export async function stopTask(deps: { db: Db; bus: Bus; clock: Clock }, actor: Actor, id: number, language: 'en' | 'ru'): Promise<Task> {
  await readTask(deps.db, actor, id, language);
  await deps.db
    .update(tasks)
    .set({ state: 'stopped', updatedAt: deps.clock.now() })
    .where(and(eq(tasks.userId, actor.userId), eq(tasks.id, id), eq(tasks.state, 'running')));
  await deps.bus.broadcast(deps.db, 'task.updated', { taskId: id, userId: actor.userId });
  return readTask(deps.db, actor, id, language);
}

/** Its job was given up. What was done stays done; the reason stands first among its problems. */
export async function failTask(deps: { db: Db; bus: Bus; clock: Clock }, id: number): Promise<void> {
  const reason = sql`jsonb_build_object('name', ${tasks.title}, 'code', 'import_broken', 'details', jsonb_build_object('done', ${tasks.done}, 'total', ${tasks.total}))`;
  const [failed] = await deps.db
    .update(tasks)
    .set({ state: 'failed', failed: sql`${tasks.failed} + 1`, problems: sql`${reason} || ${tasks.problems}`, input: null, updatedAt: deps.clock.now() })
    .where(and(eq(tasks.id, id), eq(tasks.state, 'running')))
    .returning({ userId: tasks.userId });
  if (failed) await deps.bus.broadcast(deps.db, 'task.updated', { taskId: id, userId: failed.userId });
}
