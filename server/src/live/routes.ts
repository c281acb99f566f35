/** `GET /api/live`: the WebSocket, and the messages that are not about posts. */
import { readTask, listSources, pollDeps } from '#sources';
import { requireActor, type App } from '#platform/http';
import type { Deps } from '../deps.ts';
import { LiveHub } from './hub.ts';
import { imagePath } from '#posts';
import { rows } from '#platform/db';
import { sql } from 'drizzle-orm';

/** Returns the hub's stop. */
export async function liveRoutes(app: App, deps: Deps): Promise<() => void> {
  const imageOf = (url: string | null | undefined) => (url ? imagePath(deps.imageKey, url) : null);
  const hub = new LiveHub({ ...deps, imageOf });
  await hub.start();
  const view = { db: deps.db, clock: deps.clock, intervals: pollDeps(deps).intervals, iconOf: imageOf };

  const offTask = deps.bus.onBroadcast('task.updated', ({ taskId, userId }) => {
    if (!hub.usersOnline().has(userId)) return;
    void readTask(deps.db, { userId, role: 'user', scope: 'read', sessionId: null }, taskId, 'en')
      .then((task) => hub.toUser(userId, () => ({ type: 'task.updated', task })))
      .catch((error: unknown) => deps.log.warn({ err: error }, 'task could not be told'));
  });
  const offSource = deps.bus.onBroadcast('source.updated', ({ sourceId }) => void tellSource(sourceId));
  async function tellSource(sourceId: number): Promise<void> {
    const online = hub.usersOnline();
    if (online.size === 0) return;
    try {
      const followers = await rows<{ user_id: number }>(deps.db, sql`select user_id from follows where source_id = ${sourceId}`);
      for (const { user_id: userId } of followers.filter((row) => online.has(row.user_id))) {
        const [source] = await listSources(view, { userId, role: 'user', scope: 'read', sessionId: null }, 'en', [sourceId]);
        if (source) hub.toUser(userId, () => ({ type: 'source.updated', source }));
      }
    } catch (error) {
      deps.log.warn({ err: error }, 'source could not be told');
    }
  }

  app.get('/api/live', { websocket: true, schema: { hide: true } }, async (socket, request) => {
    try {
      const actor = requireActor(request);
      const query = request.query as { after?: string; client?: string };
      let leave = () => {};
      let gone = false;
      socket.on('close', () => {
        gone = true;
        leave();
      });
      socket.on('error', () => socket.close());
      leave = await hub.join({ actor, socket, language: request.language, name: String(query.client ?? '').slice(0, 40) }, query.after ?? null);
      if (gone) leave();
    } catch (error) {
      socket.close(4401, (error as Error).message.slice(0, 100));
    }
  });

  return () => {
    offTask();
    offSource();
    hub.stop();
  };
}
