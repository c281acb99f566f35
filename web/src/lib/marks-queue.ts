/** Read and saved marks: shown at once, sent in batches, kept on the device until the server has them. */
import type { Marks } from './contract-types.ts';

export interface Mark {
  postId: number;
  read?: boolean;
  saved?: boolean;
}
export interface MarksQueueNeeds {
  send: (body: Marks) => Promise<void>;
  /** True when the failure is worth another try (no connection), false when the server refused. */
  canRetry: (error: unknown) => boolean;
  load: () => Mark[];
  store: (marks: Mark[]) => void;
  setTimer?: (run: () => void, ms: number) => unknown;
}
export interface MarksQueue {
  add: (marks: Mark[]) => void;
  /** Sends what waits now; for the moment when the connection is back. */
  flush: () => Promise<void>;
  /** How many the server does not have yet. */
  waiting: () => number;
  /** Forgets them: whoever made them has gone. */
  drop: () => void;
}

/** Long enough that leafing through a list is a request now and then, not one for each post. */
const pauseMs = 2000;
const batchSize = 500;

export function createMarksQueue(needs: MarksQueueNeeds): MarksQueue {
  const setTimer = needs.setTimer ?? ((run: () => void, ms: number) => setTimeout(run, ms));
  let waiting = new Map<number, Mark>(needs.load().map((mark) => [mark.postId, mark]));
  /** Sent and not yet answered: kept on the device too, for a page that is closed meanwhile. */
  let underWay = new Map<number, Mark>();
  let planned = false;
  let sending: Promise<void> | null = null;

  const plan = (): void => {
    if (planned) return;
    planned = true;
    setTimer(() => {
      planned = false;
      void flush();
    }, pauseMs);
  };

  const sendAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const mine = (underWay = waiting);
      waiting = new Map();
      const left = await sendBatches(needs, groupMarks([...mine.values()]));
      // Dropped meanwhile: what waits now is not of the same user.
      if (underWay !== mine) continue;
      underWay = new Map();
      // What was marked meanwhile is newer than what came back.
      if (left.length > 0) waiting = laidOver(new Map(left.map((mark) => [mark.postId, mark])), waiting.values());
      needs.store([...waiting.values()]);
      if (left.length > 0) return;
    }
  };
  const flush = (): Promise<void> => (sending ??= sendAll().finally(() => (sending = null)));

  if (waiting.size > 0) plan();
  return {
    add(marks) {
      waiting = laidOver(waiting, marks);
      needs.store([...laidOver(underWay, waiting.values()).values()]);
      plan();
    },
    flush,
    waiting: () => waiting.size + underWay.size,
    drop() {
      waiting = new Map();
      underWay = new Map();
      needs.store([]);
    },
  };
}

/** The older marks with the newer ones over them. */
function laidOver(older: ReadonlyMap<number, Mark>, newer: Iterable<Mark>): Map<number, Mark> {
  const all = new Map(older);
  for (const mark of newer) all.set(mark.postId, { ...all.get(mark.postId), ...mark });
  return all;
}

async function sendBatches(needs: MarksQueueNeeds, bodies: Marks[]): Promise<Mark[]> {
  const left: Mark[] = [];
  for (const body of bodies) {
    try {
      await needs.send(body);
    } catch (error) {
      if (needs.canRetry(error)) left.push(...body.postIds.map((postId) => ({ ...pick(body), postId })));
    }
  }
  return left;
}

function pick(body: Marks): { read?: boolean; saved?: boolean } {
  return { ...(body.read === undefined ? {} : { read: body.read }), ...(body.saved === undefined ? {} : { saved: body.saved }) };
}

/** One body for each kind of change, at most 500 posts in each. */
export function groupMarks(marks: Mark[]): Marks[] {
  const groups = new Map<string, Marks>();
  const full: Marks[] = [];
  for (const mark of marks) {
    const key = `${mark.read ?? '-'} ${mark.saved ?? '-'}`;
    const group = groups.get(key) ?? {
      postIds: [],
      ...(mark.read === undefined ? {} : { read: mark.read }),
      ...(mark.saved === undefined ? {} : { saved: mark.saved }),
    };
    group.postIds.push(mark.postId);
    groups.set(key, group);
    if (group.postIds.length === batchSize) {
      full.push(group);
      groups.delete(key);
    }
  }
  return [...full, ...groups.values()];
}
