/** OPML in (a task that a person watches and may stop) and out. */
import { and, eq, sql } from '#platform/sql';
import type { Actor } from '#accounts';
import type { ErrorCode, Task } from '#contract';
import type { Bus } from '#platform/bus';
import { rows, type Db } from '#platform/db';
import { fromDatabase } from '#platform/database-errors';
import { AppError, RetryLater } from '#platform/errors';
import { cleanLine } from '#platform/text-lines';
import { followStored, type FollowDeps } from './follow-source.ts';
import { longestTitle } from './source-facts.ts';
import { mostSources, parseOpml, type OpmlProblem } from './opml/parse-opml.ts';
import { writeOpml } from './opml/write-opml.ts';
import { pollSource, type PollDeps } from './poll-source.ts';
import { fetchPaced } from './read-source.ts';
import { recogniseAddress } from './recognise-address.ts';
import { toUrl } from './resolve-address.ts';
import { tasks } from './tables.ts';
import { toTask } from './tasks.ts';

interface OpmlEntry {
  title: string | null;
  /** The title is the person's own name for it. */
  isOwn?: boolean;
  address: string;
  folder: string | null;
  kind?: 'rss' | 'telegram' | 'web';
}

type Problem = (typeof tasks.$inferSelect)['problems'][number];

const atOnce = 8;
/** Small, so that something is to be seen soon: a batch is as slow as its slowest source. */
const firstBatch = 2;
/** So long is a list read before those of others get their turn: hosts that hang could hold them up for hours. */
const turnMs = 60_000;
/** Problems that are kept with a task: more than anybody reads. */
const mostProblems = 100;

interface OpmlFacts {
  title: string;
  /** Where entries go that are in no folder of the list. */
  folder?: string | undefined;
}

/** Checks the file and starts the import. @throws AppError `opml_malformed` */
export async function startOpmlImport(deps: { db: Db; bus: Bus }, actor: Actor, file: Uint8Array, { title, folder: rest }: OpmlFacts): Promise<Task> {
  const parsed = parseOpml(file);
  if (parsed.sources.length === 0) throw new AppError('opml_malformed', { reason: 'opml_no_sources' });
  const entries = parsed.sources.map(({ title: name, address, folder, kind }) => ({
    title: name,
    isOwn: true,
    address,
    folder: folder ?? rest ?? null,
    kind,
  }));
  const problems = parsed.problems.slice(0, mostProblems).map((problem) => problemOf(problem, title));
  return startImport(deps, actor, entries, { title, skipped: parsed.skipped, problems });
}

/** The same for a list at an address. @throws AppError `opml_malformed`, and the reason when it cannot be read */
export async function startOpmlImportFrom(deps: FollowDeps, actor: Actor, from: { address: string; folder?: string | undefined }): Promise<Task> {
  const url = toUrl(deps, from.address);
  const answer = await fetchPaced(deps, url.href, 'feed');
  return startOpmlImport(deps, actor, answer.body, { title: cleanLine(url.host + url.pathname, 200) ?? url.host, folder: from.folder });
}

function problemOf({ code, entry }: OpmlProblem, title: string): Problem {
  const name = cleanLine(entry, longestTitle) ?? title;
  if (code === 'address_invalid') return { name, code };
  return { name, code: `opml_${code}` satisfies ErrorCode, ...(code === 'too_many' ? { details: { limit: mostSources } } : {}) };
}

interface ImportFacts {
  title: string;
  /** Entries of the list that were left out already. */
  skipped?: number;
  problems?: Problem[];
}

export async function startImport(deps: { db: Db; bus: Bus }, actor: Actor, entries: readonly OpmlEntry[], facts: ImportFacts): Promise<Task> {
  const { title, skipped = 0, problems = [] } = facts;
  return deps.db.transaction(async (tx) => {
    const [task] = await tx
      .insert(tasks)
      .values({ userId: actor.userId, kind: 'opml_import', title: title.slice(0, 200), total: entries.length, skipped, problems, input: entries })
      .returning();
    await deps.bus.publish(tx, 'sources.opml.uploaded', { taskId: task!.id });
    return toTask(task!, 'en');
  });
}

/**
 * Follows every entry and reads it once. Entries that cannot be read now are followed all the same
 * (they may only be down today) and listed as problems. Run again, it goes on where it stopped.
 * @throws RetryLater when its turn is over
 */
export async function runOpmlImport(deps: PollDeps, taskId: number, signal: AbortSignal): Promise<void> {
  const [task] = await deps.db.select().from(tasks).where(eq(tasks.id, taskId));
  if (!task || task.state !== 'running') return;
  const entries = task.input as OpmlEntry[];
  const actor: Actor = { userId: task.userId, role: 'user', scope: 'write', sessionId: null };
  const began = deps.clock.now().getTime();
  for (let start = task.done, size = firstBatch; start < entries.length; start += size, size = atOnce) {
    if (signal.aborted) throw new RetryLater(1, 'interrupted');
    if (start > task.done && deps.clock.now().getTime() - began >= turnMs) throw new RetryLater(1, 'others wait');
    const batch = entries.slice(start, start + size);
    const results = await Promise.all(batch.map((entry) => importEntry(deps, actor, entry)));
    const problems = results.flatMap((result) => result.problem ?? []);
    const count = (outcome: Outcome) => results.filter((result) => result.outcome === outcome).length;
    const updated = await deps.db
      .update(tasks)
      .set({
        done: start + batch.length,
        added: sql`${tasks.added} + ${count('added')}`,
        existed: sql`${tasks.existed} + ${count('existed')}`,
        skipped: sql`${tasks.skipped} + ${count('skipped')}`,
        failed: sql`${tasks.failed} + ${problems.length - count('skipped')}`,
        problems: sql`(select coalesce(jsonb_agg(one order by n), '[]') from jsonb_array_elements(${tasks.problems} || ${JSON.stringify(problems)}::jsonb) with ordinality as all_of_them (one, n) where n <= ${mostProblems})`,
        updatedAt: deps.clock.now(),
      })
      // Another run of the same list may have come this far.
      .where(and(eq(tasks.id, taskId), eq(tasks.state, 'running'), eq(tasks.done, start)))
      .returning({ id: tasks.id });
    await deps.bus.broadcast(deps.db, 'task.updated', { taskId, userId: task.userId });
    if (updated.length === 0) return;
  }
  await deps.db
    .update(tasks)
    .set({ state: 'done', input: null, updatedAt: deps.clock.now() })
    .where(and(eq(tasks.id, taskId), eq(tasks.state, 'running')));
  await deps.bus.broadcast(deps.db, 'task.updated', { taskId, userId: task.userId });
}

type Outcome = 'added' | 'existed' | 'skipped';

/** Every entry that is skipped has a problem; one that is followed has it when it could not be read. */
interface Imported {
  outcome: Outcome;
  problem: Problem | null;
}

async function importEntry(deps: PollDeps, actor: Actor, entry: OpmlEntry): Promise<Imported> {
  const name = cleanLine(entry.title, longestTitle) ?? entry.address.slice(0, longestTitle);
  try {
    return await readEntry(deps, actor, { entry, name });
  } catch (error) {
    // One entry that cannot be saved must not end the import of all others.
    if (error instanceof RetryLater || fromDatabase(error)?.status === 503) throw error;
    if (error instanceof AppError) return { outcome: 'skipped', problem: { name, code: error.code, details: error.details } };
    deps.log.warn({ err: error }, 'an entry could not be imported');
    return { outcome: 'skipped', problem: { name, code: 'internal' } };
  }
}

async function readEntry(deps: PollDeps, actor: Actor, { entry, name }: { entry: OpmlEntry; name: string }): Promise<Imported> {
  const found = recogniseAddress(deps.egress, entry);
  const { source, existed } = await followStored(deps, actor, {
    ...found,
    title: entry.title,
    ownTitle: entry.isOwn ? entry.title : null,
    folder: entry.folder,
  });
  const outcome = existed ? 'existed' : 'added';
  if (source.lastGoodAt !== null) return { outcome, problem: null };
  const result = await pollSource(deps, source);
  return { outcome, problem: result.outcome === 'failed' ? { name, code: result.error.code, details: result.error.details } : null };
}

export async function exportOpml(db: Db, actor: Actor): Promise<string> {
  const found = await rows<{ title: string; address: string; site_url: string | null; folder: string | null; kind: 'rss' | 'telegram' | 'web' }>(
    db,
    sql`select coalesce(f.title, s.title) as title, s.address, s.site_url, d.name as folder, s.kind
        from follows f join sources s on s.id = f.source_id left join folders d on d.id = f.folder_id
        where f.user_id = ${actor.userId} and s.kind <> 'import' order by d.position nulls last, lower(coalesce(f.title, s.title))`,
  );
  return writeOpml({
    title: 'Tidings',
    sources: found.map((row) => ({
      title: row.title,
      address: row.kind === 'telegram' ? `https://t.me/s/${row.address}` : row.address,
      siteUrl: row.site_url,
      folder: row.folder,
      kind: row.kind,
    })),
  });
}
