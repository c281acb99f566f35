/** The role that people and programs talk to: pages, API, live sockets. */
import { findBearer, findSession } from '#accounts';
import { indexing } from '#posts';
import { accountRoutes } from '#routes/accounts';
import { postRoutes } from '#routes/posts';
import { searchRoutes } from '#routes/search';
import { sourceRoutes } from '#routes/sources';
import { liveRoutes } from '#routes/live';
import { portabilityRoutes } from '#routes/portability';
import { healthRoutes } from '../platform/health.ts';
import { createHttp, type App } from '../platform/http.ts';
import { serveWebApp } from '../platform/web-app.ts';
import { version } from '../version.ts';
import type { RoleContext } from './context.ts';

/** Connections on which nothing has come to its end by then are cut when the program stops, milliseconds. */
const grace = 3000;

export async function startApi({ deps, database, stack }: RoleContext): Promise<{ address: string }> {
  const { http } = deps.config;
  let ready = true;
  const app = await createHttp({
    log: deps.log,
    metrics: deps.metrics,
    version,
    ...http,
    identify: ({ session, token }) => (token ? findBearer(deps, token) : session ? findSession(deps, session) : Promise.resolve(null)),
  });
  accountRoutes(app, deps);
  sourceRoutes(app, deps);
  searchRoutes(app, deps);
  postRoutes(app, deps);
  portabilityRoutes(app, deps);
  const stopLive = await liveRoutes(app, deps);
  const measure = async () => deps.metrics.postsInQueue.set(deps.embedder ? await indexing.countWaiting(deps.db) : 0);
  healthRoutes(app, { ...deps, version, ready: () => ready, measure, pool: database.pool });
  await serveWebApp(app);

  stack.defer(async () => {
    ready = false;
    stopLive();
    const cut = setInterval(() => cutConnections(app), grace);
    await app.close().finally(() => clearInterval(cut));
  });
  return { address: await app.listen({ host: http.host, port: http.port }) };
}

/** Closing waits for silent sockets, half-sent requests and clients that have gone without a word, some of them for ever. */
function cutConnections(app: App): void {
  app.server.closeAllConnections();
  for (const client of app.websocketServer.clients) client.terminate();
}
