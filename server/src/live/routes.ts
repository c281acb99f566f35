/** `GET /api/live`: the WebSocket, and the messages that are not about posts. */
import type { WebSocket } from '@fastify/websocket';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { text } from '#contract';
import { readTask, listSources, pollDeps } from '#sources';
import { requireActor, type App } from '#platform/http';
import type { Deps } from '../deps.ts';
import { startHeartbeat } from './heartbeat.ts';
import { LiveHub } from './hub.ts';
import { imagePath } from '#posts';
import { rows } from '#platform/db';
import { AppError } from '#platform/errors';
import { sql } from '#platform/sql';

/** Returns the hub's stop. */
export async function liveRoutes(app: App, deps: Deps): Promise<() => void> {
  const imageOf = (url: string | null | undefined) => (url ? imagePath(deps.imageKey, url) : null);
  const hub = new LiveHub({ ...deps, imageOf });
  await hub.start();
  const view = { db: deps.db, clock: deps.clock, intervals: pollDeps(deps).intervals, iconOf: imageOf };

  const offTask = deps.bus.onBroadcast('task.updated', ({ taskId, userId }) => {
    if (!hub.usersOnline().has(userId)) return;
    void readTask(deps.db, { userId, role: 'user', scope: 'read', sessionId: null }, taskId, 'en')
      .then(({ problems: _readWithTheTask, ...task }) => hub.toUser(userId, { type: 'task.updated', task }))
      .catch((error: unknown) => deps.log.warn({ err: error }, 'task could not be told'));
  });
  const offSource = deps.bus.onBroadcast('source.updated', ({ sourceId }) => void tellSource(sourceId));
  async function tellSource(sourceId: number): Promise<void> {
    const online = hub.usersOnline();
    if (online.size === 0) return;
    try {
      const followers = await rows<{ user_id: number }>(deps.db, sql`select user_id from follows where source_id = ${sourceId}`);
      for (const { user_id: userId } of followers.filter((row) => online.has(row.user_id))) {
        for (const language of hub.languagesOf(userId)) {
          const [source] = await listSources(view, { userId, role: 'user', scope: 'read', sessionId: null }, language, [sourceId]);
          if (source) hub.toUser(userId, { type: 'source.updated', source }, { language });
        }
      }
    } catch (error) {
      deps.log.warn({ err: error }, 'source could not be told');
    }
  }

  const querystring = z.object({
    after: text(200).optional().describe('The last `id` that was seen: what came since is sent first.'),
    language: text(40).optional().describe('`en` or `ru`: the language of sentences.'),
    client: text(200).optional().describe('A name that this client gave itself in `X-Client`: it does not hear its own marks.'),
  });
  app.route({
    method: 'GET',
    url: '/api/live',
    schema: { tags: ['live'], summary: 'Hear what happens, over a WebSocket', querystring, response: { 101: z.null() } },
    handler: async (request, reply) => {
      requireActor(request);
      reply.header('upgrade', 'websocket');
      throw new AppError('upgrade_required');
    },
    wsHandler: (socket, request) => join(deps, hub, socket, request as FastifyRequest),
  });

  return () => {
    offTask();
    offSource();
    hub.stop();
  };
}

interface Asked {
  after?: string | undefined;
  client?: string | undefined;
  language?: string | undefined;
}

async function join(deps: Deps, hub: LiveHub, socket: WebSocket, request: FastifyRequest): Promise<void> {
  try {
    const actor = requireActor(request);
    const { after, client, language: named } = request.query as Asked;
    let leave = () => {};
    let gone = false;
    const stopHeartbeat = startHeartbeat(socket);
    socket.on('close', () => {
      stopHeartbeat();
      gone = true;
      leave();
    });
    socket.on('error', () => socket.close());
    // A browser's socket carries the language of the browser; the page names its own.
    const language = named === 'en' || named === 'ru' ? named : request.language;
    leave = await hub.join({ actor, socket, language, name: (client ?? '').slice(0, 40) }, after || null);
    if (gone) leave();
  } catch (error) {
    // 4401 sends a client to the sign-in page: only whoever has to go there may hear it.
    if (error instanceof AppError && error.code === 'unauthenticated') socket.close(4401, error.code);
    else {
      deps.log.warn({ err: error }, 'a socket could not join');
      socket.close(1011, 'internal');
    }
  }
}
