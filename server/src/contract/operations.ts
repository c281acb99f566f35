/** What the description of the API says of each route beyond its schema: who may call it, what it refuses. */
import type { ErrorCode } from './errors.ts';

export interface Operation {
  /** The least scope; `open` needs nobody, `session` a signed-in browser. */
  scope: 'open' | 'session' | 'read' | 'write' | 'admin';
  /** Only a user whose role is admin. */
  adminOnly?: true;
  /** What it refuses beyond what every route may (400, 401, 403, 404 of an id, 413, 429, 500, 503). */
  refuses?: readonly ErrorCode[];
  /** Its body is read while it arrives: it takes no `Idempotency-Key`. */
  streamed?: true;
  more?: string;
  /** Content types of a body that is not JSON, and of such an answer. */
  takes?: readonly string[];
  gives?: string;
}

/** Reading an address can fail like this. */
const reading = [
  'address_invalid',
  'address_port',
  'address_credentials',
  'address_too_long',
  'address_blocked',
  'host_not_found',
  'connection_failed',
  'tls_failed',
  'timeout',
  'too_many_redirects',
  'http_error',
  'http_not_found',
  'gone',
  'needs_login',
  'source_rate_limited',
  'body_too_large',
  'body_undecodable',
  'not_a_feed',
  'feed_malformed',
  'no_articles',
  'channel_not_found',
  'channel_private',
  'channel_no_preview',
  'channel_unrecognised',
  'not_a_channel',
  'robots_denied',
  'too_complex',
] as const satisfies readonly ErrorCode[];

const opml = ['text/x-opml', 'text/xml', 'application/xml', 'application/octet-stream'];
const folderOf = 'A `folderId` that is not yours is not found.';
const ofAll = 'A story is the same one for everybody.';
const counted = 'Lists answer `nextCursor`; send it back as `cursor` for what comes after.';

export const operations: Readonly<Record<string, Operation>> = {
  'POST /api/auth/link': {
    scope: 'open',
    refuses: ['sign_in_link_invalid', 'signed_in_as_other'],
    more: 'The link that `npx tidings sign-in` prints, once, within a day. The session lives 60 days after its last use. Only links that open nothing are counted, with a tighter limit than elsewhere. A browser that has a session of another user is asked first (409): with `replace` that one ends.',
  },
  'POST /api/auth/logout': { scope: 'open', more: 'Without a session it only takes the cookie away.' },
  'POST /api/auth/refresh': {
    scope: 'session',
    refuses: ['forbidden', 'conflict'],
    more: 'The cookie before ends at once; open sockets stay. Not needed to stay signed in: use extends a session.',
  },
  'GET /api/users/{userId}/auth-status': { scope: 'read' },
  'GET /api/users/{userId}': { scope: 'read' },
  'PATCH /api/users/{userId}': { scope: 'write' },
  'GET /api/users/{userId}/sessions': { scope: 'admin' },
  'DELETE /api/users/{userId}/sessions': { scope: 'admin' },
  'DELETE /api/users/{userId}/sessions/{id}': { scope: 'admin', more: 'Its sockets are closed within 2 s.' },
  'GET /api/users/{userId}/tokens': { scope: 'admin' },
  'POST /api/users/{userId}/tokens': { scope: 'admin' },
  'DELETE /api/users/{userId}/tokens/{id}': { scope: 'admin' },
  'GET /api/users/{userId}/export': { scope: 'read', gives: 'application/x-ndjson' },
  'POST /api/users/{userId}/import': {
    scope: 'write',
    takes: ['application/x-ndjson', 'application/jsonl'],
    streamed: true,
    refuses: ['idempotency_key_unsupported', 'follows_full', 'folders_full'],
    more: 'Up to 100 MB and 64 KB a line, read while it arrives. It takes no `Idempotency-Key`: a file that is sent again doubles nothing. What stands before a line that is refused has been added.',
  },

  'GET /api/users/{userId}/sources': { scope: 'read' },
  'POST /api/users/{userId}/sources': {
    scope: 'write',
    refuses: [...reading, 'not_found', 'follows_full', 'folders_full'],
    more: `A feed, a site, a channel such as \`@name\` or \`t.me/name\`. It is read once before the answer: 201 when it is new to you, 200 when you followed it. ${folderOf}`,
  },
  'PATCH /api/users/{userId}/sources/{id}': { scope: 'write', refuses: [...reading, 'already_followed'], more: folderOf },
  'DELETE /api/users/{userId}/sources/{id}': { scope: 'write' },
  'POST /api/users/{userId}/sources/{id}/poll': { scope: 'write', more: 'A site that cannot be read is no error here: see `source.health`.' },
  'GET /api/users/{userId}/sources/{id}/posts': { scope: 'read', more: counted },
  'GET /api/users/{userId}/folders': { scope: 'read' },
  'POST /api/users/{userId}/folders': { scope: 'write', refuses: ['folders_full'], more: 'Answers the one of this name when there is one.' },
  'PATCH /api/users/{userId}/folders/{id}': { scope: 'write', refuses: ['conflict'] },
  'DELETE /api/users/{userId}/folders/{id}': { scope: 'write' },
  'POST /api/opml': { scope: 'write', refuses: ['opml_malformed'], takes: opml, more: 'Up to 5 MB. `X-File-Name` (percent-encoded) names the task.' },
  'POST /api/opml/address': { scope: 'write', refuses: ['opml_malformed', 'address_invalid', 'address_blocked', 'http_not_found'] },
  'GET /api/opml': { scope: 'read', gives: 'text/x-opml' },
  'GET /api/tasks': { scope: 'read' },
  'GET /api/tasks/{id}': { scope: 'read' },
  'POST /api/tasks/{id}/stop': { scope: 'write' },
  'GET /api/starter-packs': { scope: 'read' },
  'POST /api/starter-packs/{id}/follow': { scope: 'write' },

  'GET /api/users/{userId}/posts': { scope: 'read', more: counted },
  'GET /api/users/{userId}/posts/cleanup': { scope: 'read', more: 'To ask before posts are kept for a shorter time.' },
  'DELETE /api/users/{userId}/posts/cleanup': { scope: 'write', more: 'The same happens by itself once a day.' },
  'GET /api/users/{userId}/counts': { scope: 'read' },
  'GET /api/posts/{id}': { scope: 'read', more: 'A post of a source that you do not follow is not found.' },
  'POST /api/posts/{id}/tags': { scope: 'write' },
  'POST /api/posts/{id}/split': { scope: 'write', adminOnly: true, more: ofAll },
  'POST /api/posts/{id}/unsplit': { scope: 'write', adminOnly: true, more: ofAll },
  'POST /api/posts/marks': { scope: 'write', more: 'Posts that you may not see are left out.' },
  'POST /api/posts/read-all': { scope: 'write' },
  'POST /api/posts/read-all/undo': { scope: 'write', refuses: ['not_found'] },

  'POST /api/search': {
    scope: 'read',
    refuses: ['query_invalid', 'embedder_missing', 'model_failed', 'not_ready'],
    more: 'The query language (phrases, exclusions, `from:`, `before:` and others) is described in docs/search.md.',
  },
  'GET /api/index/status': { scope: 'read' },
  'POST /api/index/batch': { scope: 'admin', adminOnly: true },
  'POST /api/index/posts/{id}': { scope: 'admin', adminOnly: true, more: '`queued` is 0 for a duplicate: the first post of its story stands for it.' },

  'GET /api/live': {
    scope: 'read',
    refuses: ['upgrade_required'],
    more: [
      'A WebSocket. The server speaks, the client listens: every message is a JSON text of the shape LiveMessage.',
      '`hello` comes first. `post.created`, `post.updated` and `post.removed` carry a growing `id`. After a drop connect again with `after` set to the last `id` you saw (or to the `eventId` of a list): what you missed is sent first, and `reload` instead where that is too much — then read your lists again.',
      '`source.updated`, `task.updated` and `marks.updated` tell of the present and are not sent later.',
      '`ping` comes every 25 seconds; after a minute without any message connect again. Pass over a `type` that you do not know.',
      'Close codes: 4401 the session or token has ended; 1008 more than 50 sockets of one user; 1001, 1011, 1013 come back later.',
    ].join('\n\n'),
  },
};
