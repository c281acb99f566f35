import { z } from 'zod';
import { indexStatus, searchAnswer, searchBody } from '#contract';
import { AppError } from '#platform/errors';
import { requireActor, type App } from '#platform/http';
import { imagePath } from '#posts';
import { thumbOf } from '#sources';
import type { Deps } from '../deps.ts';
import { readIndexStatus, requeueFailed } from './index-status.ts';
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
          { db: deps.db, engine: deps.search, embedder: deps.embedder, clock: deps.clock, thumbOf: (media) => thumbOf({ imageOf }, media), imageOf },
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

  app.post(
    '/api/index/batch',
    { schema: { tags, summary: 'Embed again what failed', response: { 202: z.object({ queued: z.number() }) } } },
    async (request, reply) => {
      const actor = requireActor(request, 'admin');
      if (actor.role !== 'admin') throw new AppError('forbidden');
      return reply.code(202).send({ queued: await requeueFailed(deps) });
    },
  );
}
