/** The ids of live messages and lists: points of the feed of changes. */

/** The newest change, and the newest post there was; without the post nothing tells new from changed. */
export interface FeedPoint {
  rev: number;
  id: number | null;
}

export function writeEventId({ rev, id }: FeedPoint): string {
  return id === null ? String(rev) : `${rev}-${id}`;
}

export function parseEventId(text: string): FeedPoint | null {
  const match = /^(\d{1,15})(?:-(\d{1,15}))?$/.exec(text);
  return match ? { rev: Number(match[1]), id: match[2] === undefined ? null : Number(match[2]) } : null;
}
