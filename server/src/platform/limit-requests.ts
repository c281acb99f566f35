/**
 * How many requests are answered: of a user, or of an address while nobody is recognised. Counted before
 * a body is read, for every address under /api, those that do not exist among them.
 */
import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressToCount } from './client-address.ts';
import { AppError } from './errors.ts';
import { secretOf, type RequestActor, type Secret } from './recognise-request.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Under /api: answers also whoever is not recognised. */
    open?: boolean;
    /** It counts its failures itself: whoever asks rightly is not shut out by others behind the same address. */
    limit?: 'by itself';
  }
}

interface Limits {
  perAddress: number;
  perUser: number;
  perAdmin: number;
  identify: (secret: Secret) => Promise<RequestActor | null>;
}

/** Bytes of a body that are read of somebody unknown. */
const unknownBody = 16 * 1024;
/** Secrets that were good before: their owners are not shut out by others behind the same address. */
const mostRecent = 1000;

export async function limitRequests(app: FastifyInstance, limits: Limits): Promise<void> {
  await app.register(rateLimit, {
    // Routes with a limit of their own have it on top.
    global: false,
    hook: 'onRequest',
    timeWindow: 60_000,
    cache: 20_000,
    enableDraftSpec: true,
    max: ({ actor }) => (actor === null ? limits.perAddress : actor.role === 'admin' ? limits.perAdmin : limits.perUser),
    keyGenerator: (request) => (request.actor ? `user ${request.actor.userId}` : addressToCount(request)),
    errorResponseBuilder: (_request, context) => tooMany(context.max, context.ttl),
  });
  const count = app.createRateLimit();
  const countUnknown = app.createRateLimit({ max: limits.perAddress, keyGenerator: addressToCount });
  const recent = new Map<string, true>();

  /** Whoever floods us with made-up secrets costs no look into the database. */
  const recognise = async (request: FastifyRequest): Promise<RequestActor | null> => {
    const secret = secretOf(request);
    if (secret === null) return null;
    const key = createHash('sha256').update(JSON.stringify(secret)).digest('base64');
    if (!recent.has(key)) {
      const spent = await countUnknown(request, { increment: false });
      if (!spent.isAllowed && spent.remaining === 0) throw tooMany(spent.max, spent.ttl);
    }
    const actor = await limits.identify(secret);
    recent.delete(key);
    if (actor === null) await countUnknown(request);
    else recent.set(key, true);
    if (recent.size > mostRecent) recent.delete(recent.keys().next().value!);
    return actor;
  };

  app.addHook('onRequest', async (request, reply) => {
    const { url: route = decoded(request.url), config } = request.routeOptions;
    if (!/^\/(?:api|mcp)/.test(route) || config.limit === 'by itself') return;
    request.actor = await recognise(request);
    if (request.actor !== null && route.startsWith('/api/images/')) return;
    const spent = await count(request);
    if (!spent.isAllowed) {
      reply.header('ratelimit-limit', spent.max).header('ratelimit-remaining', spent.remaining).header('ratelimit-reset', spent.ttlInSeconds);
      if (spent.isExceeded) throw tooMany(spent.max, spent.ttl);
    }
    // Before a look at what was sent: a stranger learns nothing of it. A socket hears it from the route, by its close code.
    const known = request.routeOptions.url !== undefined;
    if (request.actor === null && known && !config.open && !request.ws) throw new AppError('unauthenticated');
  });
  app.addHook('preParsing', async (request, reply, body) => (request.actor === null ? shortBody(request, reply, body as Readable) : body));
}

/** An address that no route has: as the router would read it. */
function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}

export function tooMany(max: number, ttl: number): AppError {
  return new AppError('rate_limited', { limit: `${max}/min`, seconds: Math.ceil(ttl / 1000) });
}

/** The body, which fails when it is longer than a stranger's may be. */
function shortBody(request: FastifyRequest, reply: FastifyReply, body: Readable): Readable {
  const refuse = () => {
    // The rest of it is not waited for.
    reply.header('connection', 'close');
    return new AppError('too_large', { limit: `${unknownBody / 1024} KB` });
  };
  const said = Number(request.headers['content-length'] ?? 0);
  if (said > unknownBody) throw refuse();
  if (request.headers['transfer-encoding'] === undefined) return body;
  let size = 0;
  const counted = new Transform({
    transform(part: Buffer, _encoding, done) {
      size += part.length;
      if (size > unknownBody) done(refuse());
      else done(null, part);
    },
  });
  body.on('error', (error) => counted.destroy(error));
  return body.pipe(counted);
}
