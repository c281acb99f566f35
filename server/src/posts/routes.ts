/** Pictures: the only ones that our pages load. */
import { join } from 'node:path';
import { z } from 'zod';
import { requireActor, type App } from '#platform/http';
import type { Deps } from '../deps.ts';
import { createImageProxy } from './images/open-image.ts';

export function imageRoutes(app: App, deps: Deps): void {
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
