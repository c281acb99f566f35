import { z } from 'zod';
import * as contract from '#contract';
import { marks, splits, tagPosts } from '#posts';
import { AppError } from '#platform/errors';
import { requireActor, requireOwn, type App, type RequestActor } from '#platform/http';
import type { Deps } from '../deps.ts';
import { changeAddress } from './change-address.ts';
import { countUnread } from './counts.ts';
import { addSource, changeFollow, requireFollowed, unfollow } from './follow-source.ts';
import { changeFolder, deleteFolder, ensureFolder, listFolders, requireFolder } from './folders.ts';
import { exportOpml, startImport, startOpmlImport, startOpmlImportFrom } from './import-opml.ts';
import { createListCache } from './list-cache.ts';
import { listSources } from './list-sources.ts';
import { pollDeps } from './poll-deps.ts';
import { pollSource } from './poll-source.ts';
import { readPost, visiblePosts } from './read-post.ts';
import { starterPacks } from './starter-packs.ts';
import { listTasks, readTask, stopTask } from './tasks.ts';
import { followedSources, listPosts } from './timeline.ts';
import { sourceView } from './source-view.ts';

const own = z.object({ userId: contract.text(20) });
const ownItem = own.extend({ id: contract.idInPath });
const item = z.object({ id: contract.idInPath });
const postItem = z.object({ id: contract.postIdInPath });
const none = z.null();

export function sourceRoutes(app: App, deps: Deps): void {
  followRoutes(app, deps);
  folderRoutes(app, deps);
  postRoutes(app, deps);
  markRoutes(app, deps);
  opmlRoutes(app, deps);
}

async function one(deps: Deps, actor: RequestActor, id: number, language: 'en' | 'ru') {
  const [source] = await listSources(sourceView(deps), actor, language, [id]);
  if (!source) throw new AppError('not_found');
  return source;
}

function followRoutes(app: App, deps: Deps): void {
  const tags = ['sources'];
  const path = '/api/users/:userId/sources';

  app.get(
    path,
    { schema: { tags, summary: 'Followed sources with their health', params: own, response: { 200: z.object({ items: z.array(contract.sourceSchema) }) } } },
    async (request) => ({
      items: await listSources(sourceView(deps), requireOwn(request), request.language),
    }),
  );

  app.post(
    path,
    {
      schema: {
        tags,
        summary: 'Follow a feed, a site or a channel by any address',
        params: own,
        body: contract.addSourceBody,
        response: { 200: contract.addSourceAnswer, 201: contract.addSourceAnswer },
      },
    },
    async (request, reply) => {
      const actor = requireOwn(request, 'write');
      const { sourceId, ...outcome } = await addSource(pollDeps(deps), actor, request.body);
      return reply.code(outcome.existed ? 200 : 201).send({ source: await one(deps, actor, sourceId, request.language), ...outcome });
    },
  );

  app.patch(
    `${path}/:id`,
    {
      schema: {
        tags,
        summary: 'Move, rename, annotate, pause, or give another address',
        params: ownItem,
        body: contract.patchSourceBody,
        response: { 200: contract.sourceSchema },
      },
    },
    async (request) => {
      const actor = requireOwn(request, 'write');
      const { address, ...change } = request.body;
      // An address that cannot be read is refused before anything has changed.
      const id = address === undefined ? request.params.id : await changeAddress(pollDeps(deps), actor, request.params.id, address);
      await changeFollow(deps, actor, id, change);
      return one(deps, actor, id, request.language);
    },
  );

  app.delete(`${path}/:id`, { schema: { tags, summary: 'Unfollow', params: ownItem, response: { 204: none } } }, async (request, reply) => {
    await unfollow(deps, requireOwn(request, 'write'), request.params.id);
    return reply.code(204).send(null);
  });

  app.post(`${path}/:id/poll`, { schema: { tags, summary: 'Read it now', params: ownItem, response: { 200: contract.pollSourceAnswer } } }, async (request) => {
    const actor = requireOwn(request, 'write');
    const result = await pollSource(pollDeps(deps), await requireFollowed(deps.db, actor, request.params.id));
    return { source: await one(deps, actor, request.params.id, request.language), added: result.outcome === 'failed' ? 0 : result.saved.added.length };
  });

  app.get(
    `${path}/:id/posts`,
    { schema: { tags, summary: 'Posts of one source', params: ownItem, querystring: contract.listPostsQuery, response: { 200: contract.listPostsAnswer } } },
    async (request) => {
      const actor = requireOwn(request);
      await requireFollowed(deps.db, actor, request.params.id);
      return listPosts(sourceView(deps), actor, { ...request.query, sourceId: request.params.id });
    },
  );
}

function folderRoutes(app: App, deps: Deps): void {
  const tags = ['folders'];
  const path = '/api/users/:userId/folders';

  app.get(
    path,
    { schema: { tags, summary: 'Folders', params: own, response: { 200: z.object({ items: z.array(contract.folderSchema) }) } } },
    async (request) => ({
      items: await listFolders(deps.db, requireOwn(request)),
    }),
  );

  app.post(
    path,
    { schema: { tags, summary: 'Make a folder', params: own, body: contract.folderBody, response: { 201: contract.folderSchema } } },
    async (request, reply) => {
      const actor = requireOwn(request, 'write');
      return reply.code(201).send(await requireFolder(deps.db, actor, await ensureFolder(deps.db, actor, request.body.name)));
    },
  );

  app.patch(
    `${path}/:id`,
    { schema: { tags, summary: 'Rename or move a folder', params: ownItem, body: contract.patchFolderBody, response: { 200: contract.folderSchema } } },
    async (request) => changeFolder(deps.db, requireOwn(request, 'write'), request.params.id, request.body),
  );

  app.delete(
    `${path}/:id`,
    { schema: { tags, summary: 'Delete a folder; its sources stay followed', params: ownItem, response: { 204: none } } },
    async (request, reply) => {
      await deleteFolder(deps.db, requireOwn(request, 'write'), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function postRoutes(app: App, deps: Deps): void {
  const tags = ['posts'];

  const lists = createListCache(deps);
  app.addHook('onSend', (request, _reply, _payload, done) => {
    // Whoever changes something sees it in the next list, also before the broadcast comes back. A search changes nothing.
    const reads = request.method === 'GET' || request.method === 'HEAD' || request.routeOptions.config.reads === true;
    if (request.actor !== null && !reads) lists.drop(request.actor.userId);
    done();
  });
  app.get(
    '/api/users/:userId/posts',
    {
      schema: {
        tags,
        summary: 'The timeline: all, a folder, a source, saved, a tag',
        params: own,
        querystring: contract.listPostsQuery,
        response: { 200: contract.listPostsAnswer },
      },
    },
    async (request, reply) => {
      const actor = requireOwn(request);
      const json = await lists.read(actor, JSON.stringify(request.query), () => listPosts(sourceView(deps), actor, request.query));
      // It is in its final form: bytes are sent as they are.
      return reply.type('application/json; charset=utf-8').send(json as never);
    },
  );

  app.get(
    '/api/users/:userId/counts',
    { schema: { tags, summary: 'Unread and saved posts', params: own, response: { 200: contract.countsAnswer } } },
    async (request) => countUnread(deps.db, requireOwn(request)),
  );

  app.get(
    '/api/posts/:id',
    { schema: { tags, summary: 'One post with its story', params: postItem, response: { 200: contract.postSchema } } },
    async (request) => readPost(sourceView(deps), requireActor(request), request.params.id),
  );

  app.post(
    '/api/posts/:id/tags',
    { schema: { tags, summary: 'Make its tags again', params: postItem, response: { 200: z.object({ tags: z.array(z.string()) }) } } },
    async (request) => {
      await requireVisible(deps, requireActor(request, 'write'), request.params.id);
      return { tags: (await tagPosts(deps, [request.params.id])).get(request.params.id) ?? [] };
    },
  );

  app.post(
    '/api/posts/:id/split',
    { schema: { tags, summary: 'Take it out of its story', params: postItem, response: { 200: contract.postSchema } } },
    async (request) => {
      const actor = requireActor(request, 'write');
      await requireVisible(deps, actor, request.params.id);
      await splits.splitStory(deps, request.params.id);
      return readPost(sourceView(deps), actor, request.params.id);
    },
  );

  app.post(
    '/api/posts/:id/unsplit',
    { schema: { tags, summary: 'Put it back into its story', params: postItem, response: { 200: contract.postSchema } } },
    async (request) => {
      const actor = requireActor(request, 'write');
      await requireVisible(deps, actor, request.params.id);
      await splits.unsplitStory(deps, request.params.id);
      return readPost(sourceView(deps), actor, request.params.id);
    },
  );
}

async function requireVisible(deps: Deps, actor: RequestActor, id: number): Promise<void> {
  if ((await visiblePosts(deps.db, actor, [id])).length === 0) throw new AppError('not_found');
}

function markRoutes(app: App, deps: Deps): void {
  const tags = ['posts'];

  app.post(
    '/api/posts/marks',
    { schema: { tags, summary: 'Mark posts as read, unread, saved, not saved', body: contract.marksBody, response: { 204: none } } },
    async (request, reply) => {
      const actor = requireActor(request, 'write');
      const visible = await visiblePosts(deps.db, actor, request.body.postIds);
      await marks.markPosts(deps, actor, visible, {
        read: request.body.read,
        saved: request.body.saved,
        from: String(request.headers['x-client'] ?? '').slice(0, 40) || undefined,
      });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/posts/read-all',
    { schema: { tags, summary: 'Mark everything (of a folder, of a source) as read', body: contract.readAllBody, response: { 200: contract.readAllAnswer } } },
    async (request) => {
      const actor = requireActor(request, 'write');
      const upTo = request.body.upToEventId === undefined ? null : Number(request.body.upToEventId.split('-')[0]);
      if (upTo !== null && !Number.isSafeInteger(upTo)) throw new AppError('invalid_request', { reason: 'upToEventId is not one of ours' });
      return marks.markAllRead(deps, actor, await followedSources(deps.db, actor, request.body), upTo);
    },
  );

  app.post(
    '/api/posts/read-all/undo',
    { schema: { tags, summary: 'Take "all read" back', body: contract.undoReadAllBody, response: { 204: none } } },
    async (request, reply) => {
      await marks.undoMarkAllRead(deps, requireActor(request, 'write'), request.body.undoToken);
      return reply.code(204).send(null);
    },
  );
}

function opmlRoutes(app: App, deps: Deps): void {
  const tags = ['sources'];
  app.addContentTypeParser(
    ['text/x-opml', 'text/xml', 'application/xml', 'application/octet-stream'],
    { parseAs: 'buffer', bodyLimit: 5_000_000 },
    (_request, body, done) => done(null, body),
  );

  app.post(
    '/api/opml',
    { schema: { tags, summary: 'Import an OPML file (text/x-opml); answers with the task to watch', response: { 202: contract.taskSchema } } },
    async (request, reply) => {
      const actor = requireActor(request, 'write');
      if (!Buffer.isBuffer(request.body)) throw new AppError('opml_malformed', { reason: 'send the file itself with the content type text/x-opml' });
      const name = contract.cleanText(decodeURIComponentSafely(String(request.headers['x-file-name'] ?? 'OPML').slice(0, 1000))).slice(0, 200);
      return reply.code(202).send(await startOpmlImport(deps, actor, request.body, name));
    },
  );

  app.post(
    '/api/opml/address',
    { schema: { tags, summary: 'Import the OPML file at an address', body: contract.opmlAddressBody, response: { 202: contract.taskSchema } } },
    async (request, reply) => reply.code(202).send(await startOpmlImportFrom(pollDeps(deps), requireActor(request, 'write'), request.body.address)),
  );

  app.get('/api/opml', { schema: { tags, summary: 'Followed sources as OPML' } }, async (request, reply) =>
    reply
      .type('text/x-opml; charset=utf-8')
      .header('content-disposition', 'attachment; filename="tidings.opml"')
      .serializer(String)
      .send(await exportOpml(deps.db, requireActor(request))),
  );

  app.get(
    '/api/tasks',
    { schema: { tags, summary: 'Long work, running and recent', response: { 200: z.object({ items: z.array(contract.taskSchema) }) } } },
    async (request) => ({
      items: await listTasks(deps, requireActor(request), request.language),
    }),
  );

  app.get('/api/tasks/:id', { schema: { tags, summary: 'One task', params: item, response: { 200: contract.taskSchema } } }, async (request) =>
    readTask(deps.db, requireActor(request), request.params.id, request.language),
  );

  app.post(
    '/api/tasks/:id/stop',
    { schema: { tags, summary: 'Stop it; what was done stays done', params: item, response: { 200: contract.taskSchema } } },
    async (request) => stopTask(deps, requireActor(request, 'write'), request.params.id, request.language),
  );

  app.get(
    '/api/starter-packs',
    { schema: { tags, summary: 'Sources to begin with', response: { 200: z.object({ items: z.array(contract.starterPack) }) } } },
    async (request) => ({
      items: await starterPacks(request.language, deps.config.starterPacks),
    }),
  );

  app.post(
    '/api/starter-packs/:id/follow',
    { schema: { tags, summary: 'Follow a starter pack', params: z.object({ id: contract.text(60) }), response: { 202: contract.taskSchema } } },
    async (request, reply) => {
      const actor = requireActor(request, 'write');
      const pack = (await starterPacks(request.language, deps.config.starterPacks)).find((candidate) => candidate.id === request.params.id);
      if (!pack) throw new AppError('not_found');
      const entries = pack.sources.map((source) => ({ title: source.title, address: source.address, folder: pack.title }));
      return reply.code(202).send(await startImport(deps, actor, entries, { title: pack.title }));
    },
  );
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
