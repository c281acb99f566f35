/** A whole account as a file, out and in. */
import { Readable } from 'node:stream';
import { z } from 'zod';
import { accountImported, text } from '#contract';
import { AppError } from '#platform/errors';
import { requireOwn, type App } from '#platform/http';
import { readLines } from '#platform/read-lines';
import type { Deps } from '../deps.ts';
import { exportAccount, importAccount, longestLine } from './account-file.ts';

const own = z.object({ userId: text(20) });
const types = ['application/x-ndjson', 'application/jsonl'];
const largestFile = 100_000_000;

export function portabilityRoutes(app: App, deps: Deps): void {
  const tags = ['accounts'];
  // Read while it arrives: accounts with many marks are large.
  app.addContentTypeParser(types, (_request, payload, done) => done(null, payload));

  app.get(
    '/api/users/:userId/export',
    { schema: { tags, summary: 'Settings, folders, followed sources and marks as JSON Lines', params: own } },
    async (request, reply) => {
      const actor = requireOwn(request);
      return reply
        .type('application/x-ndjson; charset=utf-8')
        .header('content-disposition', 'attachment; filename="tidings-account.jsonl"')
        .send(Readable.from(asText(exportAccount(deps.db, actor))) as never);
    },
  );

  app.post(
    '/api/users/:userId/import',
    {
      schema: {
        tags,
        summary: 'Add what such a file holds to the account; nothing is removed',
        params: own,
        response: { 200: accountImported },
      },
    },
    async (request, reply) => {
      const actor = requireOwn(request, 'write');
      const file: unknown = request.body;
      if (!(file instanceof Readable)) throw new AppError('invalid_request', { reason: 'send_file', type: types[0]! });
      try {
        return await importAccount(deps, actor, readLines(upTo(largestFile, file), longestLine));
      } catch (error) {
        // The rest of the file is read by nobody: who still sends it is not to wait for the end of the connection.
        reply.header('connection', 'close');
        throw error;
      }
    },
  );
}

async function* asText(lines: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

async function* upTo(limit: number, file: Readable): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of file as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw new AppError('too_large', { limit: `${limit / 1_000_000} MB` });
    yield chunk;
  }
}
