/** Names of the shapes in the description of the API, with an example of each that the compiler has checked. */
import { z } from 'zod';
import { blockSchema, inlineSchema } from './blocks.ts';
import { liveMessage } from './live.ts';
import * as me from './me.ts';
import * as posts from './posts.ts';
import { problemSchema } from './problem.ts';
import * as search from './search.ts';
import { sourceKind } from './source-kind.ts';
import * as sources from './sources.ts';

function name<S extends z.ZodType>(id: string, schema: S, description?: string, ...examples: z.input<S>[]): void {
  z.globalRegistry.add(schema, { id, ...(description ? { description } : {}), ...(examples.length > 0 ? { examples } : {}) });
}

const storySource: z.input<typeof posts.storySourceSchema> = { sourceId: 7, title: 'Harbour Times', kind: 'rss', iconSrc: null };

const postRow: z.input<typeof posts.postRowSchema> = {
  id: 40812,
  sourceId: 7,
  sourceTitle: 'Harbour Times',
  sourceKind: 'rss',
  sourceIcon: null,
  title: 'Night ferry to run from May',
  snippet: 'The council has agreed to a night ferry, four times a week.',
  author: 'M. Ostrova',
  url: 'https://harbour.example/night-ferry',
  language: 'en',
  postedAt: '2026-11-20T10:00:00.000Z',
  thumb: null,
  words: 412,
  read: false,
  saved: true,
  tags: ['ferry', 'council'],
  story: { id: 40812, count: 3, sources: [storySource] },
};

const source: z.input<typeof sources.sourceSchema> = {
  id: 7,
  kind: 'rss',
  address: 'https://harbour.example/feed.xml',
  title: 'Harbour Times',
  originalTitle: 'Harbour Times',
  note: null,
  siteUrl: 'https://harbour.example/',
  icon: null,
  language: 'en',
  folderId: 2,
  paused: false,
  tier: 'REGULAR',
  interval: 900,
  postsPerDay: 14.5,
  activity: [12, 15, 9, 14, 17, 6, 4, 13, 16, 15, 14, 12, 5, 3],
  lastPostAt: '2026-11-20T10:00:00.000Z',
  lastGoodAt: '2026-11-20T10:12:00.000Z',
  nextPollAt: '2026-11-20T10:27:00.000Z',
  health: { state: 'ok', problem: null, failingSince: null },
  gaps: [],
  backfill: { state: 'none', done: 0 },
};

const task: z.input<typeof sources.taskSchema> = {
  id: 31,
  kind: 'opml_import',
  title: 'subscriptions.opml',
  state: 'running',
  done: 12,
  total: 86,
  added: 9,
  existed: 2,
  skipped: 0,
  failed: 1,
  problems: [{ name: 'Old Blog', code: 'http_not_found', message: 'There is no page at this address (404).' }],
  createdAt: '2026-11-20T10:00:00.000Z',
};

const token: z.input<typeof me.tokenSchema> = {
  id: '6f1c2a52-0c2e-4f0a-9d53-0a6f7b1f3f10',
  name: 'script',
  scope: 'read',
  createdAt: '2026-11-20T10:00:00.000Z',
  lastUsedAt: null,
};

const settings: z.input<typeof me.uiSettings> = { theme: 'system', density: 'comfortable', textSize: 2, markReadOnScroll: false, singleKeys: true };

name('Problem', problemSchema, 'Problem details (RFC 9457).', {
  type: 'https://tidings.example/problems/invalid_request',
  title: 'invalid request',
  status: 400,
  code: 'invalid_request',
  detail: 'The request is not in the right form: query: it is missing.',
  traceId: '0e7c1a5e-9f51-4a53-8a0c-0c6d3c7f9f1b',
  details: { reason: 'query: it is missing' },
  errors: [{ path: 'query', code: 'missing', message: 'it is missing' }],
});
name('Inline', inlineSchema, 'A piece of text inside a block.', { t: 'b', c: [{ t: 'text', text: 'four times a week' }] });
name('Block', blockSchema, 'The body of a post is a tree of these, never HTML.', { t: 'p', c: [{ t: 'text', text: 'The council has agreed.' }] });
name('SourceKind', sourceKind);

name('SignInLink', me.linkBody, undefined, { token: 'tdg_link_…………' });
name('AuthStatus', me.authStatus, 'Who is asking, what they may do, and until when.', {
  userId: 1,
  role: 'admin',
  via: 'session',
  scope: 'admin',
  expiresAt: '2027-01-19T10:00:00.000Z',
});
name('UiSettings', me.uiSettings, 'What the web app keeps for its user.', settings);
name('Me', me.meSchema, undefined, {
  id: 1,
  name: 'Owner',
  role: 'admin',
  language: 'en',
  timezone: 'Europe/Riga',
  retentionDays: 30,
  settings,
  sources: 42,
  meaningSearch: true,
  version: '0.1.0',
});
name('ChangeMe', me.patchMeBody, undefined, { timezone: 'Europe/Riga', retentionDays: 90 });
name('Session', me.sessionSchema, 'A browser that is signed in.', {
  id: 'a3c9f0de-1f9b-4a51-8a41-6f3a0d3c2b11',
  current: true,
  userAgent: 'Mozilla/5.0 …',
  address: '192.0.2.10',
  createdAt: '2026-11-20T10:00:00.000Z',
  lastSeenAt: '2026-11-20T11:30:00.000Z',
});
name('Token', me.tokenSchema, undefined, token);
name('NewToken', me.createTokenBody, undefined, { name: 'script', scope: 'read' });
name('TokenMade', me.createTokenAnswer, 'The only time that the token itself is shown.', { ...token, token: 'tdg_api_…………' });
name('AccountImported', me.accountImported, '`sourcesMissed` have addresses that cannot be followed; `marksMissed` are marks of posts that are not here.', {
  folders: 3,
  sources: 42,
  sourcesMissed: 0,
  marks: 118,
  marksMissed: 4,
});

name('Source', sources.sourceSchema, 'A followed source, as its follower sees it.', source);
name('SourceProblem', sources.sourceProblem, 'What is wrong, as a code and as a sentence in the language of the request.', {
  code: 'http_not_found',
  message: 'There is no page at this address (404).',
  details: { status: 404 },
});
name('SourceHealth', sources.sourceHealth);
name('AddSource', sources.addSourceBody, undefined, { address: '@harbour_news', folder: 'Port' });
name('SourceAdded', sources.addSourceAnswer, undefined, { source, found: 20, existed: false, choices: [] });
name('ChangeSource', sources.patchSourceBody, undefined, { folderId: 2, title: 'Harbour', paused: false });
name('SourcePolled', sources.pollSourceAnswer, undefined, { source, added: 2 });
name('Folder', sources.folderSchema, undefined, { id: 2, name: 'Port', position: 0 });
name('NewFolder', sources.folderBody, undefined, { name: 'Port' });
name('ChangeFolder', sources.patchFolderBody, undefined, { name: 'Harbour', position: 1 });
name('Task', sources.taskSchema, 'Long work, and how far it is.', task);
name('TaskProgress', sources.taskProgress, 'A task without its problems: those are read with it.');
name('StarterPack', sources.starterPack, undefined, {
  id: 'harbour',
  title: 'Harbour news',
  description: 'Ferries, cranes, tides.',
  sources: [{ title: 'Harbour Times', address: 'https://harbour.example/feed.xml', kind: 'rss' }],
});

name('PostRow', posts.postRowSchema, 'One row of a list. With `collapse` a story is one row: the earliest followed source first.', postRow);
name('Post', posts.postSchema, 'A post with its text and its story.', {
  ...postRow,
  blocks: [{ t: 'p', c: [{ t: 'text', text: 'The council has agreed to a night ferry, four times a week.' }] }],
  enriched: null,
  media: [],
  images: {},
  categories: ['Transport'],
  dateIsGuess: false,
  editedAt: null,
  removedAt: null,
  members: [],
  differences: [],
});
name('StoryMember', posts.storyMemberSchema, 'A post that tells the same news.');
name('PostList', posts.listPostsAnswer, undefined, { items: [postRow], nextCursor: 'MTc2MzYzMjgwMDAwMC40MDgxMg', eventId: '91342-40812' });
name('Marks', posts.marksBody, undefined, { postIds: [40812, 40813], read: true });
name('ReadAll', posts.readAllBody, undefined, { folderId: 2, upToEventId: '91342-40812' });
name('ReadAllDone', posts.readAllAnswer, undefined, { marked: 57, undoToken: '0d9f7a5e-7a30-4a57-b3c4-91f0f1f2a3b4' });
name('UndoReadAll', posts.undoReadAllBody, undefined, { undoToken: '0d9f7a5e-7a30-4a57-b3c4-91f0f1f2a3b4' });
name('Counts', posts.countsAnswer, 'By the id of the source, by the id of the folder.', { unread: 57, saved: 4, bySource: { '7': 12 }, byFolder: { '2': 57 } });
name('CleanedUp', posts.cleanUpAnswer, undefined, { removed: 310 });
name('CleanUpPreview', posts.cleanUpPreview, undefined, { posts: 310 });

name('SearchRequest', search.searchBody, undefined, { query: 'night ferry -strike after:7d', limit: 5, filters: { folderId: 2 } });
name('SearchResult', search.searchResult, undefined, {
  postId: 40812,
  externalId: null,
  title: postRow.title,
  url: postRow.url,
  source: postRow.sourceTitle,
  sourceId: 7,
  sourceKind: 'rss',
  sourceIcon: null,
  author: postRow.author,
  language: 'en',
  postedAt: postRow.postedAt,
  score: 0.92,
  byMeaning: false,
  snippet: postRow.snippet,
  highlights: { snippet: [[32, 43]], title: [[0, 11]] },
  thumb: null,
  read: false,
  saved: true,
  story: postRow.story,
});
name('SearchAnswer', search.searchAnswer);
name('IndexStatus', search.indexStatus, undefined, { ready: true, posts: 51200, pending: 0, failed: 0, skipped: 8100, vectors: 43100, model: null });
name('IndexQueued', search.indexQueued, undefined, { queued: 1 });

name('LiveMessage', liveMessage, 'What `GET /api/live` sends.', { type: 'post.created', id: '91343-40813', posts: [postRow] });
