/** Coming in, staying in, going out: the cookie of a session. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { authStatus, linkBody } from '#contract';
import type { Db } from '#platform/db';
import { AppError } from '#platform/errors';
import { addressToCount, clientAddress, requireActor, sessionCookie, tooMany, type App } from '#platform/http';
import type { Deps } from '../deps.ts';
import type { Actor } from './actor.ts';
import { endSessions, readExpiry, redeemSignInLink, renewSession, sessionDays } from './sign-in.ts';

export function signInRoutes(app: App, deps: Deps): void {
  const tags = ['accounts'];
  // A session lives on with each use, and its cookie with it: a browser drops the one it was given at sign-in after so many days.
  app.addHook('onRequest', async (request, reply) => {
    if (request.actor?.extended) setSession(deps, request, reply, presentSecret(request));
  });

  // Only links that open nothing are counted: strangers behind the same address do not keep out who has a good one.
  const countFailure = app.createRateLimit({
    max: Math.max(5, Math.floor(deps.config.http.perAddress / 5)),
    keyGenerator: (request) => `link ${addressToCount(request)}`,
  });
  app.post(
    '/api/auth/link',
    {
      schema: { tags, summary: 'Exchange a one-time sign-in link for a session cookie', body: linkBody, response: { 204: z.null() } },
      config: { open: true, limit: 'by itself' },
    },
    async (request, reply) => {
      const { token, replace } = request.body;
      const device = { userAgent: request.headers['user-agent'] ?? '', address: clientAddress(request) };
      try {
        const { secret } = await redeemSignInLink(deps, token, device, { secret: presentSecret(request), replace });
        setSession(deps, request, reply, secret);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'sign_in_link_invalid') throw error;
        const spent = await countFailure(request);
        throw !spent.isAllowed && spent.isExceeded ? tooMany(spent.max, spent.ttl) : error;
      }
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/api/auth/refresh',
    { schema: { tags, summary: 'Give the present session a new cookie and its whole life again', response: { 200: authStatus } } },
    async (request, reply) => {
      const actor = requireActor(request);
      setSession(deps, request, reply, await renewSession(deps, actor, presentSecret(request)));
      return readStatus(deps.db, actor);
    },
  );

  app.post(
    '/api/auth/logout',
    { schema: { tags, summary: 'End the present session', response: { 204: z.null() } }, config: { open: true } },
    async (request, reply) => {
      const { actor } = request;
      if (actor?.sessionId) await endSessions(deps, actor, { id: actor.sessionId });
      return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null);
    },
  );
}

export async function readStatus(db: Db, actor: Actor) {
  const via = actor.sessionId === null ? ('token' as const) : ('session' as const);
  const expiresAt = (await readExpiry(db, actor))?.toISOString() ?? null;
  return { userId: actor.userId, role: actor.role, via, scope: actor.scope, expiresAt };
}

function presentSecret(request: FastifyRequest): string {
  return request.cookies[sessionCookie] ?? '';
}

function setSession(deps: Deps, request: FastifyRequest, reply: FastifyReply, secret: string): void {
  const secure = request.protocol === 'https' || (deps.config.http.publicUrl?.startsWith('https:') ?? false);
  reply.setCookie(sessionCookie, secret, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: sessionDays * 86_400 });
}
