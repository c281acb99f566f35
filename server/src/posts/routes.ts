/** Pictures, the only ones that our pages load; and tidying up. */
import { join } from 'node:path';
import { z } from 'zod';
import { cleanUpAnswer, cleanUpPreview, cleanUpQuery, text } from '#contract';
import { requireActor, requireOwn, type App } from '#platform/http';
import type { Deps } from '../deps.ts';
import { cleanUpPosts, countOutdated } from './clean-up.ts';
import { createImageProxy } from './images/open-image.ts';

export function postRoutes(app: App, deps: Deps): void {
  imageRoutes(app, deps);
  app.get(
    '/api/users/:userId/posts/cleanup',
    {
      schema: {
        tags: ['posts'],
        summary: 'How many posts the next night removes',
        params: z.object({ userId: text(20) }),
        querystring: cleanUpQuery,
        response: { 200: cleanUpPreview },
      },
    },
    async (request) => ({ posts: await countOutdated(deps, requireOwn(request, 'read').userId, request.query.retentionDays) }),
  );
  app.delete(
    '/api/users/:userId/posts/cleanup',
    {
      schema: {
        tags: ['posts'],
        summary: 'Remove now what is older than your retention, not saved, and kept by no other follower',
        params: z.object({ userId: text(20) }),
        response: { 200: cleanUpAnswer },
      },
    },
    async (request) => ({ removed: await cleanUpPosts(deps, requireOwn(request, 'write').userId) }),
  );
}

function imageRoutes(app: App, deps: Deps): void {
  const openImage = createImageProxy({ egress: deps.egress, cacheDir: join(deps.config.dataDir, 'images'), key: deps.imageKey });
  const schema = {
    hide: true,
    params: z.object({ token: z.string().max(6000) }),
    querystring: z.object({ w: z.union([z.literal('320'), z.literal('1280')]).default('1280') }),
  };
  app.get('/api/images/:token', { schema }, async (request, reply) => {
    requireActor(request);
    const image = await openImage(request.params.token, request.query.w === '320' ? 320 : 1280);
    return reply
      .type(image.contentType)
      .header('cache-control', 'private, max-age=604800, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .send(Buffer.from(image.bytes));
  });
}
