import { z } from 'zod';
import * as contract from '#contract';
import { marks, splits, tagPosts } from '#posts';
import { AppError } from '#platform/errors';
import { requireActor, requireAdmin, requireOwn, type App, type RequestActor } from '#platform/http';
import type { Deps } from '../deps.ts';
import { countUnread } from './counts.ts';
import { createListCache } from './list-cache.ts';
import { readPost } from './read-post.ts';
import { sourceView } from './source-view.ts';
import { followedSources, listPosts } from './timeline.ts';

const own = z.object({ userId: contract.text(20) });
const postItem = z.object({ id: contract.postIdInPath });
const none = z.null();

export function postRoutes(app: App, deps: Deps): void {
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
      const actor = requireAdmin(request, 'write');
      await requireVisible(deps, actor, request.params.id);
      await splits.splitStory(deps, request.params.id);
      return readPost(sourceView(deps), actor, request.params.id);
    },
  );

  app.post(
    '/api/posts/:id/unsplit',
    { schema: { tags, summary: 'Put it back into its story', params: postItem, response: { 200: contract.postSchema } } },
    async (request) => {
      const actor = requireAdmin(request, 'write');
      await requireVisible(deps, actor, request.params.id);
      await splits.unsplitStory(deps, request.params.id);
      return readPost(sourceView(deps), actor, request.params.id);
    },
  );
}

async function requireVisible(deps: Deps, actor: RequestActor, id: number): Promise<void> {
  if ((await marks.visiblePosts(deps.db, actor, [id])).length === 0) throw new AppError('not_found');
}

export function markRoutes(app: App, deps: Deps): void {
  const tags = ['posts'];

  app.post(
    '/api/posts/marks',
    { schema: { tags, summary: 'Mark posts as read, unread, saved, not saved', body: contract.marksBody, response: { 204: none } } },
    async (request, reply) => {
      const actor = requireActor(request, 'write');
      const visible = await marks.visiblePosts(deps.db, actor, request.body.postIds);
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
      const { upToEventId } = request.body;
      const upTo = upToEventId === undefined ? null : contract.parseEventId(upToEventId);
      if (upTo === null && upToEventId !== undefined) throw new AppError('invalid_request', { reason: 'event_foreign' });
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
