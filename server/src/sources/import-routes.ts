/** OPML in and out, starter packs, and the long work that both begin. */
import { z } from 'zod';
import * as contract from '#contract';
import { AppError } from '#platform/errors';
import { requireActor, type App } from '#platform/http';
import type { Deps } from '../deps.ts';
import { exportOpml, startImport, startOpmlImport, startOpmlImportFrom } from './import-opml.ts';
import { pollDeps } from './poll-deps.ts';
import { starterPacks } from './starter-packs.ts';
import { listTasks, readTask, stopTask } from './tasks.ts';

/** The page says so too before it sends a file. */
const largestList = 5_000_000;
const item = z.object({ id: contract.idInPath });

export function importRoutes(app: App, deps: Deps): void {
  const tags = ['sources'];
  app.addContentTypeParser(['text/x-opml', 'text/xml', 'application/xml', 'application/octet-stream'], { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  app.post(
    '/api/opml',
    {
      bodyLimit: largestList,
      schema: { tags, summary: 'Import an OPML file; answers with the task to watch', querystring: contract.opmlQuery, response: { 202: contract.taskSchema } },
    },
    async (request, reply) => {
      const actor = requireActor(request, 'write');
      if (!Buffer.isBuffer(request.body)) throw new AppError('opml_malformed', { reason: 'send_file', type: 'text/x-opml' });
      const name = contract.cleanText(decodeURIComponentSafely(String(request.headers['x-file-name'] ?? 'OPML').slice(0, 1000))).slice(0, 200);
      return reply.code(202).send(await startOpmlImport(deps, actor, request.body, { title: name, folder: request.query.folder }));
    },
  );

  app.post(
    '/api/opml/address',
    { schema: { tags, summary: 'Import the OPML file at an address', body: contract.opmlAddressBody, response: { 202: contract.taskSchema } } },
    async (request, reply) => reply.code(202).send(await startOpmlImportFrom(pollDeps(deps), requireActor(request, 'write'), request.body)),
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
    async (request) => {
      requireActor(request);
      return { items: await starterPacks(request.language, deps.config.starterPacks) };
    },
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
