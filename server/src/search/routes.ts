import { z } from 'zod';
import { indexQueued, indexStatus, postIdInPath, searchAnswer, searchBody } from '#contract';
import { AppError } from '#platform/errors';
import { requireActor, requireAdmin, type App } from '#platform/http';
import { imagePath } from '#posts';
import { postRows } from '#sources';
import type { Deps } from '../deps.ts';
import { readIndexStatus, reindexPost, requeueFailed } from './index-status.ts';
import { searchPosts } from './search-posts.ts';

export function searchRoutes(app: App, deps: Deps): void {
  const tags = ['search'];
  const imageOf = (url: string | null | undefined) => (url ? imagePath(deps.imageKey, url) : null);

  app.post(
    '/api/search',
    { config: { reads: true }, schema: { tags, summary: 'Search the posts of followed sources', body: searchBody, response: { 200: searchAnswer } } },
    async (request) => {
      const actor = requireActor(request);
      if (deps.search === null) throw new AppError('not_ready');
      const end = deps.metrics.queryTime.startTimer();
      try {
        const answer = await searchPosts(
          { db: deps.db, engine: deps.search, embedder: deps.embedder, clock: deps.clock, thumbOf: (media) => postRows.thumbOf({ imageOf }, media), imageOf },
          actor,
          request.body,
        );
        deps.metrics.queries.inc({ status: 'ok' });
        return answer;
      } catch (error) {
        deps.metrics.queries.inc({ status: 'failed' });
        throw error;
      } finally {
        end();
      }
    },
  );

  app.get('/api/index/status', { schema: { tags, summary: 'How much is indexed', response: { 200: indexStatus } } }, async (request) => {
    requireActor(request);
    return readIndexStatus(deps);
  });

  app.post('/api/index/batch', { schema: { tags, summary: 'Embed again what failed', response: { 202: indexQueued } } }, async (request, reply) => {
    requireAdmin(request, 'admin');
    return reply.code(202).send({ queued: await requeueFailed(deps) });
  });

  app.post(
    '/api/index/posts/:id',
    { schema: { tags, summary: 'Index one post again', params: z.object({ id: postIdInPath }), response: { 202: indexQueued } } },
    async (request, reply) => {
      requireAdmin(request, 'admin');
      return reply.code(202).send({ queued: await reindexPost(deps, request.params.id) });
    },
  );
}
