/** `/docs`: made once, from what `/openapi.json` says, in the colours and type of the app. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Description } from './openapi.ts';
import { referencePage } from './reference-page.ts';

const web = fileURLToPath(new URL('../../../../web', import.meta.url));

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export function serveReference(app: FastifyInstance, describe: () => Description): void {
  let page: string | null = null;
  let styles: string | null = null;
  for (const path of ['/docs', '/docs/'])
    app.get(path, { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', policy)
        .header('cache-control', 'no-cache')
        .send((page ??= referencePage(describe()))),
    );
  app.get('/docs/reference.css', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'no-cache')
      .send((styles ??= [serif(), tokens(), readFileSync(new URL('reference.css', import.meta.url), 'utf8')].join('\n'))),
  );
}

/** The design tokens of the app. */
function tokens(): string {
  const file = join(web, 'src/styles/tokens.css');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The typeface of titles, where the app has been built. */
function serif(): string {
  const folder = join(web, 'dist/assets');
  const file = existsSync(folder) ? readdirSync(folder).find((name) => /^literata-latin-(?!ext).*normal.*\.woff2$/.test(name)) : undefined;
  return file ? `@font-face { font-family: 'Literata Variable'; src: url('/assets/${file}') format('woff2'); font-weight: 200 900; font-display: swap; }` : '';
}
