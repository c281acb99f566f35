import { z } from 'zod';
import * as contract from '#contract';
import { AppError } from '#platform/errors';
import { requireOwn, type App, type RequestActor } from '#platform/http';
import type { Deps } from '../deps.ts';
import { changeAddress } from './change-address.ts';
import { addSource, changeFollow, requireFollowed, unfollow } from './follow-source.ts';
import { changeFolder, deleteFolder, ensureFolder, listFolders, requireFolder } from './folders.ts';
import { importRoutes } from './import-routes.ts';
import { listSources } from './list-sources.ts';
import { pollDeps } from './poll-deps.ts';
import { pollSource } from './poll-source.ts';
import { markRoutes, postRoutes } from './post-routes.ts';
import { sourceView } from './source-view.ts';
import { listPosts } from './timeline.ts';

const own = z.object({ userId: contract.text(20) });
const ownItem = own.extend({ id: contract.idInPath });
const none = z.null();

export function sourceRoutes(app: App, deps: Deps): void {
  followRoutes(app, deps);
  folderRoutes(app, deps);
  postRoutes(app, deps);
  markRoutes(app, deps);
  importRoutes(app, deps);
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
