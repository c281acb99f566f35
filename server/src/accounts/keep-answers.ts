/**
 * `Idempotency-Key`: a write that is sent again, because its answer was lost, happens once. The first
 * answer is kept for a day and given again. Errors of ours (5xx) are not kept: the write is tried anew.
 * After draft-ietf-httpapi-idempotency-key-header-07.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { and, eq, isNull, lt } from '#platform/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { AppError } from '#platform/errors';
import type { App } from '#platform/http';
import { open, seal } from '#platform/secrets';
import type { Actor } from './actor.ts';
import { keptAnswers } from './tables.ts';

interface KeepDeps {
  db: Db;
  clock: Clock;
  /** 32 bytes. */
  answerKey: Uint8Array;
}

const longestKey = 255;
/** A request that has not answered for so long ended with its process. */
const abandonedAfterMs = 120_000;
const keptHours = 24;
const largestAnswer = 1_000_000;
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
const kept = new WeakMap<FastifyRequest, { userId: number; key: string }>();

export function keepAnswers(app: App, deps: KeepDeps): void {
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (request.actor === null || typeof key !== 'string' || safe.has(request.method) || request.routeOptions.config.reads) return undefined;
    if (key === '' || key.length > longestKey) throw new AppError('idempotency_key_invalid', { most: longestKey });
    // It is read while it arrives: whether it is the same one as before shows only at its end.
    if (request.body instanceof Readable) throw new AppError('idempotency_key_unsupported');
    return begin(deps, request, reply, { userId: request.actor.userId, key: `${nameOf(request.actor)} ${key}` });
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const entry = kept.get(request);
    if (entry === undefined) return;
    kept.delete(request);
    const mine = and(eq(keptAnswers.userId, entry.userId), eq(keptAnswers.key, entry.key));
    if (reply.statusCode >= 500 || reply.statusCode === 429 || !isText(payload)) await deps.db.delete(keptAnswers).where(mine);
    else
      await deps.db
        .update(keptAnswers)
        .set({ status: reply.statusCode, answer: sealAnswer(deps, entry, reply, payload) })
        .where(mine);
  });
}

async function begin(deps: KeepDeps, request: FastifyRequest, reply: FastifyReply, entry: { userId: number; key: string }) {
  const now = deps.clock.now();
  const asked = hashRequest(request);
  const mine = and(eq(keptAnswers.userId, entry.userId), eq(keptAnswers.key, entry.key));
  await deps.db.delete(keptAnswers).where(lt(keptAnswers.createdAt, new Date(now.getTime() - keptHours * 3_600_000)));
  await deps.db.delete(keptAnswers).where(and(mine, isNull(keptAnswers.status), lt(keptAnswers.createdAt, new Date(now.getTime() - abandonedAfterMs))));
  const begun = await deps.db
    .insert(keptAnswers)
    .values({ ...entry, request: asked, createdAt: now })
    .onConflictDoNothing()
    .returning({ key: keptAnswers.key });
  if (begun.length > 0) {
    kept.set(request, entry);
    return undefined;
  }
  const [known] = await deps.db.select().from(keptAnswers).where(mine);
  if (known !== undefined && known.request !== asked) throw new AppError('idempotency_key_reused');
  if (known?.status == null || known.answer === null) throw new AppError('idempotency_in_progress', { seconds: 1 });
  const { type, body } = JSON.parse(open(deps.answerKey, known.answer, boundTo(entry)).toString()) as { type: string; body: string };
  if (type !== '') reply.type(type);
  return reply
    .code(known.status)
    .header('idempotency-replayed', 'true')
    .serializer((text: string) => text)
    .send(body === '' ? undefined : (body as never));
}

function sealAnswer(deps: KeepDeps, entry: { userId: number; key: string }, reply: FastifyReply, payload: string | undefined | null): Buffer {
  const type = reply.getHeader('content-type');
  return seal(deps.answerKey, JSON.stringify({ type: typeof type === 'string' ? type : '', body: payload ?? '' }), boundTo(entry));
}

function isText(payload: unknown): payload is string | undefined | null {
  return payload === undefined || payload === null || (typeof payload === 'string' && payload.length <= largestAnswer);
}

/** Each way in has keys of its own: a token that may only read hears no answer that was given to one that may do everything. */
function nameOf({ sessionId, tokenId, scope }: Actor): string {
  return `${sessionId ?? tokenId ?? 'command line'} ${scope}`;
}

function boundTo({ userId, key }: { userId: number; key: string }): string {
  return `kept_answers:${userId}:${key}`;
}

function hashRequest(request: FastifyRequest): string {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`);
  const { body } = request;
  if (Buffer.isBuffer(body)) hash.update(body);
  else hash.update(JSON.stringify(body) ?? '');
  return hash.digest('base64url');
}
