/** Who asks. Every read and write of a user's data takes it and filters by `userId` in SQL. */
export interface Actor {
  userId: number;
  role: 'user' | 'admin';
  /** What this way in may do: a browser session may do everything its user may. */
  scope: 'read' | 'write' | 'admin';
  /** The session, or null for an API token or the command line. */
  sessionId: string | null;
  /** The API token, where it is one that asks. */
  tokenId?: string;
  /** The session's life was extended just now: so is its cookie's. */
  extended?: boolean;
}

const order = { read: 0, write: 1, admin: 2 } as const;

export function scopeCovers(have: Actor['scope'], need: Actor['scope']): boolean {
  return order[have] >= order[need];
}
