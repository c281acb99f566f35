/** Serves the built web app, with the headers that keep foreign code out of it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { AppError } from './errors.ts';
import type { App } from './http.ts';

const folder = fileURLToPath(new URL('../../../web/dist', import.meta.url));

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** Every path that is not the API's belongs to the app, which knows its own pages. */
export async function serveWebApp(app: App): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      preCompressed: true,
      setHeaders: (reply, path) => {
        reply.header('cache-control', /\/assets\//.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
        reply.header('content-security-policy', policy);
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0]!;
    const methods = app.methodsOf(path);
    if (methods.length > 0) {
      reply.header('allow', methods.join(', '));
      throw new AppError('method_not_allowed', { allowed: methods.join(', ') });
    }
    const page =
      ['GET', 'HEAD'].includes(request.method) &&
      !/^\/(api|assets|docs|health|metrics|mcp)(\/|$)/.test(request.url) &&
      (path.startsWith('/tag/') || !/\.\w{2,5}$/.test(path));
    if (!page || !built) throw new AppError('not_found');
    return reply.header('content-security-policy', policy).header('cache-control', 'no-cache').sendFile('index.html');
  });
}
