/**
 * `Idempotency-Key`: a write that is sent again, because its answer was lost, happens once. The first
 * answer is kept for a day and given again. Errors of ours (5xx) are not kept: the write is tried anew.
 * One that left no answer may have happened, so it is not.
 * After draft-ietf-httpapi-idempotency-key-header-07.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { and, eq, lt } from '#platform/sql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#platform/clock';
import type { Db } from '#platform/db';
import { AppError } from '#platform/errors';
import type { App } from '#platform/http';
import type { Log } from '#platform/log';
import { open, seal } from '#platform/secrets';
import type { Actor } from './actor.ts';
import { keptAnswers } from './tables.ts';

interface KeepDeps {
  db: Db;
  clock: Clock;
  log: Log;
  /** 32 bytes. */
  answerKey: Uint8Array;
}

interface Entry {
  userId: number;
  key: string;
  /** Tells the row of one try from that of a later one under the same key. */
  createdAt: Date;
}

const longestKey = 255;
/** A request that has not answered for so long probably ended with its process. */
const abandonedAfterMs = 120_000;
const keptHours = 24;
const largestAnswer = 1_000_000;
/** Pauses before an answer is tried to be kept again, while its caller waits and then: the database may be starting anew. */
const pausesMs = [100, 400];
const longPausesMs = [2000, 10_000, 30_000, 90_000];
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
const kept = new WeakMap<FastifyRequest, Entry>();

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
    const mine = rowOf(entry);
    const forget = reply.statusCode >= 500 || reply.statusCode === 429;
    // One that is too long to be kept is known to have happened.
    const values = { status: reply.statusCode, answer: isText(payload) ? sealAnswer(deps, entry, reply, payload) : null };
    const keep = async () => void (await (forget ? deps.db.delete(keptAnswers).where(mine) : deps.db.update(keptAnswers).set(values).where(mine)));
    if ((await failureOf(keep, [0, ...pausesMs])) === null) return;
    // Whoever asked need not wait for it.
    void failureOf(keep, longPausesMs).then((error) => error === null || deps.log.warn({ err: error }, 'an answer could not be kept'));
  });
}

/** Tries after each of the pauses; null once it is done. */
async function failureOf(work: () => Promise<void>, pauses: readonly number[]): Promise<unknown> {
  let failure: unknown = null;
  for (const pause of pauses) {
    if (pause > 0) await new Promise((next) => setTimeout(next, pause).unref());
    try {
      await work();
      return null;
    } catch (error) {
      failure = error;
    }
  }
  return failure;
}

function rowOf({ userId, key, createdAt }: Entry) {
  return and(eq(keptAnswers.userId, userId), eq(keptAnswers.key, key), eq(keptAnswers.createdAt, createdAt));
}

async function begin(deps: KeepDeps, request: FastifyRequest, reply: FastifyReply, caller: { userId: number; key: string }) {
  const now = deps.clock.now();
  const asked = hashRequest(request);
  const entry = { ...caller, createdAt: now };
  await deps.db.delete(keptAnswers).where(lt(keptAnswers.createdAt, new Date(now.getTime() - keptHours * 3_600_000)));
  const begun = await deps.db
    .insert(keptAnswers)
    .values({ ...entry, request: asked })
    .onConflictDoNothing()
    .returning({ key: keptAnswers.key });
  if (begun.length > 0) {
    kept.set(request, entry);
    return undefined;
  }
  const [known] = await deps.db
    .select()
    .from(keptAnswers)
    .where(and(eq(keptAnswers.userId, entry.userId), eq(keptAnswers.key, entry.key)));
  if (known !== undefined && known.request !== asked) throw new AppError('idempotency_key_reused');
  if (known?.status == null) {
    const since = known?.createdAt ?? now;
    throw now.getTime() - since.getTime() > abandonedAfterMs
      ? new AppError('idempotency_answer_lost')
      : new AppError('idempotency_in_progress', { seconds: 1 });
  }
  if (known.answer === null) throw new AppError('idempotency_answer_lost');
  const { type, body } = openAnswer(deps, entry, known.answer);
  if (type !== '') reply.type(type);
  return reply
    .code(known.status)
    .header('idempotency-replayed', 'true')
    .serializer((text: string) => text)
    .send(body === '' ? undefined : (body as never));
}

function sealAnswer(deps: KeepDeps, entry: Entry, reply: FastifyReply, payload: string | undefined | null): Buffer {
  const type = reply.getHeader('content-type');
  return seal(deps.answerKey, JSON.stringify({ type: typeof type === 'string' ? type : '', body: payload ?? '' }), boundTo(entry));
}

function openAnswer(deps: KeepDeps, entry: Entry, sealed: Buffer): { type: string; body: string } {
  let text: Buffer;
  try {
    text = open(deps.answerKey, sealed, boundTo(entry));
  } catch (error) {
    throw new AppError('idempotency_answer_lost', {}, { cause: error });
  }
  return JSON.parse(text.toString()) as { type: string; body: string };
}

function isText(payload: unknown): payload is string | undefined | null {
  return payload === undefined || payload === null || (typeof payload === 'string' && payload.length <= largestAnswer);
}

/** Each way in has keys of its own: a token that may only read hears no answer that was given to one that may do everything. */
function nameOf({ sessionId, tokenId, scope }: Actor): string {
  return `${sessionId ?? tokenId ?? 'command line'} ${scope}`;
}

function boundTo({ userId, key }: Entry): string {
  return `kept_answers:${userId}:${key}`;
}

function hashRequest(request: FastifyRequest): string {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`);
  const { body } = request;
  if (Buffer.isBuffer(body)) hash.update(body);
  else hash.update(JSON.stringify(body) ?? '');
  return hash.digest('base64url');
}
