/** An edit may end what made a post a copy: then it is taken out of its story. */
import { sql } from '#platform/sql';
import { array, first, rows, type Db } from '#platform/db';
import { fingerprintOf, textChars } from './find-duplicates.ts';
import type { Fingerprint } from './fingerprint.ts';
import { fromBytes, PRINT_VERSION } from './near-duplicates-bytes.ts';
import { compare, pack, type Packed } from './near-duplicates-compare.ts';
import { takeOut } from './split-story.ts';

type Executor = Pick<Db, 'execute'>;

interface Edited {
  id: number;
  /** Of the new text. */
  print: Fingerprint;
}

interface Member {
  id: number;
  other: number;
  title: string | null;
  print: Buffer | null;
  /** Only where no fingerprint is kept. */
  text: string | null;
}

/** The first of its story first. */
const mostCompared = 50;

/**
 * Under the lock of saves, once the new texts are there. A post that is a copy of any other of its story stays.
 * Answers with the posts that are indexed by themselves from now on, and with the number of the last change.
 */
export async function splitEdited(tx: Executor, edits: readonly Edited[]): Promise<{ alone: number[]; rev: number } | null> {
  if (edits.length === 0) return null;
  const members = Map.groupBy(await readMembers(tx, edits), (row) => Number(row.id));
  const alone: number[] = [];
  for (const { id, print } of edits) {
    const others = members.get(id) ?? [];
    if (others.length === 0 || isCopyOfAny(print, others)) continue;
    const found = await takeOut(tx, id);
    if (found !== null) alone.push(found);
  }
  if (alone.length === 0) return null;
  const newest = await first<{ rev: number }>(tx, sql`select max(rev)::int8 as rev from posts`);
  return { alone, rev: Number(newest!.rev) };
}

function readMembers(tx: Executor, edits: readonly Edited[]): Promise<Member[]> {
  const ids = edits.map((edit) => edit.id);
  return rows<Member>(
    tx,
    sql`select p.id, o.id as other, o.title, f.print, case when f.print is null then (select left(b.text, ${textChars}) from post_bodies b where b.post_id = o.id) end as text
        from posts p cross join lateral (select id, title from posts where story_id = p.story_id and id <> p.id order by id limit ${mostCompared}) o
        left join post_prints f on f.post_id = o.id and get_byte(f.print, 0) = ${PRINT_VERSION} where p.id = any(${array(ids, 'bigint')})`,
  );
}

function isCopyOfAny(print: Fingerprint, others: readonly Member[]): boolean {
  if (print.simhash === null) return false;
  const packed = pack(print);
  return others.some((other) => compare(packed, packedOf(other)).copy);
}

function packedOf({ title, text, print }: Member): Packed {
  const stored = print === null ? null : fromBytes(print);
  return stored?.packed ?? pack(fingerprintOf({ title, text: text ?? '' }));
}
