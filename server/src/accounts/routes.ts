import { z } from 'zod';
import { authStatus, createTokenAnswer, createTokenBody, meSchema, patchMeBody, sessionSchema, text, tokenSchema } from '#contract';
import { first } from '#platform/db';
import { requireOwn, type App, type RequestActor } from '#platform/http';
import { sql } from '#platform/sql';
import type { Deps } from '../deps.ts';
import { version } from '../version.ts';
import { createApiToken, listApiTokens, revokeApiToken } from './api-tokens.ts';
import { keepAnswers } from './keep-answers.ts';
import { readStatus, signInRoutes } from './sign-in-routes.ts';
import { endSessions, listSessions } from './sign-in.ts';
import { changeUser, readUser } from './users.ts';

const own = z.object({ userId: text(20) });
const ownItem = own.extend({ id: z.uuid() });

export function accountRoutes(app: App, deps: Deps): void {
  keepAnswers(app, deps);
  signInRoutes(app, deps);
  const tags = ['accounts'];

  app.get(
    '/api/users/:userId/auth-status',
    { schema: { tags, summary: 'What this session or token may do, and until when', params: own, response: { 200: authStatus } } },
    async (request) => readStatus(deps.db, requireOwn(request)),
  );

  app.get('/api/users/:userId', { schema: { tags, summary: 'The signed-in user', params: own, response: { 200: meSchema } } }, async (request) =>
    me(deps, requireOwn(request)),
  );

  app.patch(
    '/api/users/:userId',
    { schema: { tags, summary: 'Change name, language, time zone, retention, settings', params: own, body: patchMeBody, response: { 200: meSchema } } },
    async (request) => {
      const actor = requireOwn(request, 'write');
      await changeUser(deps.db, actor, request.body);
      return me(deps, actor);
    },
  );

  app.get(
    '/api/users/:userId/sessions',
    { schema: { tags, summary: 'Devices that are signed in', params: own, response: { 200: z.object({ items: z.array(sessionSchema) }) } } },
    async (request) => {
      const actor = requireOwn(request, 'admin');
      const found = await listSessions(deps.db, actor, deps.clock.now());
      return {
        items: found.map((row) => ({
          id: row.id,
          current: row.id === actor.sessionId,
          userAgent: row.user_agent,
          address: row.address,
          createdAt: new Date(row.created_at).toISOString(),
          lastSeenAt: new Date(row.last_seen_at).toISOString(),
        })),
      };
    },
  );

  app.delete(
    '/api/users/:userId/sessions/:id',
    { schema: { tags, summary: 'Sign a device out', params: ownItem, response: { 204: z.null() } } },
    async (request, reply) => {
      await endSessions(deps, requireOwn(request, 'admin'), { id: request.params.id });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/users/:userId/sessions',
    { schema: { tags, summary: 'Sign every other device out', params: own, response: { 200: z.object({ ended: z.number() }) } } },
    async (request) => ({
      ended: await endSessions(deps, requireOwn(request, 'admin'), 'others'),
    }),
  );

  app.get(
    '/api/users/:userId/tokens',
    { schema: { tags, summary: 'API tokens', params: own, response: { 200: z.object({ items: z.array(tokenSchema) }) } } },
    async (request) => {
      const found = await listApiTokens(deps.db, requireOwn(request, 'admin'));
      return { items: found.map(toToken) };
    },
  );

  app.post(
    '/api/users/:userId/tokens',
    { schema: { tags, summary: 'Make an API token; it is shown this once', params: own, body: createTokenBody, response: { 201: createTokenAnswer } } },
    async (request, reply) => {
      const made = await createApiToken(deps, requireOwn(request, 'admin'), request.body);
      return reply.code(201).send({ ...toToken(made), token: made.token });
    },
  );

  app.delete(
    '/api/users/:userId/tokens/:id',
    { schema: { tags, summary: 'Revoke an API token', params: ownItem, response: { 204: z.null() } } },
    async (request, reply) => {
      await revokeApiToken(deps, requireOwn(request, 'admin'), request.params.id);
      return reply.code(204).send(null);
    },
  );
}

function toToken(row: { id: string; name: string; scope: 'read' | 'write' | 'admin'; createdAt: Date; lastUsedAt: Date | null }) {
  return { id: row.id, name: row.name, scope: row.scope, createdAt: row.createdAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null };
}

async function me(deps: Deps, actor: RequestActor) {
  const [user, followed] = await Promise.all([
    readUser(deps.db, actor),
    first<{ n: number }>(deps.db, sql`select count(*)::int as n from follows where user_id = ${actor.userId}`),
  ]);
  return {
    id: user.id,
    name: user.name,
    role: user.role,
    language: user.language,
    timezone: user.timezone,
    retentionDays: user.retentionDays,
    settings: user.settings,
    sources: followed?.n ?? 0,
    meaningSearch: deps.embedder !== null,
    version,
  };
}
