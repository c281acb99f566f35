/** `/openapi.json` from the schemas of the routes and from contract/operations.ts, and `/docs` from that. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import '../../contract/examples.ts';
import { sessionCookie } from '../recognise-request.ts';
import { addAnswers } from './add-answers.ts';
import { keepUsedShapes } from './keep-used-shapes.ts';
import type { Description } from './openapi.ts';
import { serveReference } from './serve-reference.ts';

const intro = `Sources, posts and search of a Tidings instance.

- **Who asks**: \`Authorization: Bearer TOKEN\`, or the cookie of a browser. \`x-scope\` of an operation is the least scope of a token: \`read\`, \`write\` (follow, mark, import), \`admin\` (sessions, tokens). \`me\` stands for your own user id; another’s is not found.
- **Errors** are problem details (RFC 9457, \`application/problem+json\`) with a stable \`code\`. \`Accept-Language\` (en, ru) picks the language of sentences.
- **Lists** answer \`nextCursor\`; send it back as \`cursor\`. Cursors are opaque.
- **Writes** take an \`Idempotency-Key\` (1 to 255 characters): sent again under the same key within a day, a write happens once and gives the same answer with \`Idempotency-Replayed: true\`; with another body it is refused.
- **Limits**: by default 100 requests a minute for an address, 200 for a user; then 429 with \`Retry-After\` and \`RateLimit-*\`.
- Every answer has \`X-Trace-ID\`; send your own (8 to 64 letters, digits, dashes) to find it in the logs.`;

const tags = [
  { name: 'accounts', description: 'Who you are, the browsers that are signed in, tokens for scripts, the whole account as a file.' },
  { name: 'sources', description: 'Channels, feeds and sites that you follow, with their health; OPML; long work.' },
  { name: 'folders', description: 'Where followed sources are kept.' },
  { name: 'posts', description: 'What the followed sources write, by story, with your marks.' },
  { name: 'search', description: 'Search by words and by meaning, and the indexes behind it.' },
  { name: 'live', description: 'What happens, told while it happens.' },
];

export async function describeApi(app: FastifyInstance, version: string): Promise<void> {
  const inComponents = createJsonSchemaTransformObject({});
  const toJson = createJsonSchemaTransform({});
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tidings', version, description: intro, license: { name: 'MIT', identifier: 'MIT' } },
      tags,
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token (Settings, or `npx tidings token create`). It may do what its scope says.' },
          session: { type: 'apiKey', in: 'cookie', name: sessionCookie, description: 'Set by `POST /api/auth/link`. It may do everything its user may.' },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: (document) => {
      const { schema, url } = toJson(document);
      return { schema: { ...schema, ...(document.route.config?.reads ? { 'x-reads': true } : {}) }, url };
    },
    transformObject: (document) => keepUsedShapes(addAnswers(inComponents(document) as unknown as Description)) as never,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()));
  serveReference(app, () => app.swagger() as unknown as Description);
}
