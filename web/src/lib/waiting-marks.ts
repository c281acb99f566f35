/** Marks that the server does not have yet, laid over what it (or the stored copy of its answer) says. */
import { readKeptJson } from './keep.ts';
import type { Mark } from './marks-queue.ts';

export const waitingMarksName = 'marks';

/** The post as this device knows it: a mark made without a connection holds, also after a reload. */
export function withWaiting<Row extends { id: number; read: boolean; saved: boolean }>(row: Row, marks = readKeptJson<Mark[]>(waitingMarksName, [])): Row {
  const mark = marks.find((one) => one.postId === row.id);
  return mark ? { ...row, read: mark.read ?? row.read, saved: mark.saved ?? row.saved } : row;
}
