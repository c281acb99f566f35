/** The web server: who asks, trace ids, limits, problem details, OpenAPI. Domains add their routes. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Problem } from '../contract/problem.ts';
import type { Reason } from '../contract/reasons.ts';
import { isByUnknownProxy } from './client-address.ts';
import { fromDatabase } from './database-errors.ts';
import { describeFields, firstField } from './describe-fields.ts';
import { AppError, errorText } from './errors.ts';
import { rememberRoutes } from './known-routes.ts';
import { limitRequests } from './limit-requests.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { describeApi } from './openapi/describe-api.ts';
import { refuseForeignOrigin, sessionCookie, type RequestActor, type Secret } from './recognise-request.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A POST that changes nothing. */
    reads?: boolean;
  }
  interface FastifyRequest {
    actor: RequestActor | null;
    language: 'en' | 'ru';
  }
}

export { addressToCount, clientAddress } from './client-address.ts';
export { tooMany } from './limit-requests.ts';
export { sessionCookie, type RequestActor };

export interface HttpOptions {
  log: Log;
  metrics: Metrics;
  version: string;
  trustedProxies: readonly string[];
  publicUrl: string | undefined;
  perAddress: number;
  perUser: number;
  perAdmin: number;
  identify: (secret: Secret) => Promise<RequestActor | null>;
}

export type App = ReturnType<typeof typed>;

/** Of a request, bytes; a route may have a limit of its own. */
const bodyLimit = 1_000_000;

export async function createHttp(options: HttpOptions): Promise<App> {
  const app = Fastify({
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    bodyLimit,
    genReqId: (request) => traceId(request.headers['x-trace-id']),
    // Until a request has arrived whole: a file of 100 MB over a slow line. Its head has Node's own minute.
    requestTimeout: 900_000,
    routerOptions: { maxParamLength: 2000 },
    forceCloseConnections: 'idle',
    // Addresses that no route can be looked up for, before any hook.
    frameworkErrors: (error, request, reply) => {
      protectAnswer(request, reply);
      void sendProblem(options.log, error, request, reply);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  rememberRoutes(app);
  app.decorateRequest('actor', null);
  app.decorateRequest('language', 'en');
  await app.register(cookie);
  await app.register(websocket, { options: { maxPayload: 64 * 1024, perMessageDeflate: false } });
  app.addHook('onRequest', async (request, reply) => {
    protectAnswer(request, reply);
    refuseForeignOrigin(request, options.publicUrl);
  });
  warnOfProxy(app, options.log);
  await limitRequests(app, options);
  await describeApi(app, options.version);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    options.metrics.requests.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
  });
  app.setErrorHandler((error, request, reply) => sendProblem(options.log, error, request, reply));
  return typed(app);
}

function protectAnswer(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-trace-id', request.id).header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
  request.language = preferredLanguage(request.headers['accept-language']);
}

function typed(app: FastifyInstance) {
  return app.withTypeProvider<ZodTypeProvider>();
}

/** @throws AppError `unauthenticated`, `scope_missing` */
export function requireActor(request: FastifyRequest, scope: RequestActor['scope'] = 'read'): RequestActor {
  const { actor } = request;
  if (!actor) throw new AppError('unauthenticated');
  const rank = { read: 0, write: 1, admin: 2 };
  if (rank[actor.scope] < rank[scope]) throw new AppError('scope_missing', { scope });
  return actor;
}

/** For what is everybody's: an admin with a way in of that scope. @throws AppError `forbidden` for other users. */
export function requireAdmin(request: FastifyRequest, scope: RequestActor['scope']): RequestActor {
  const actor = requireActor(request, scope);
  if (actor.role !== 'admin') throw new AppError('forbidden');
  return actor;
}

/** The user of `/api/users/{id}/…`: `me`, or one's own number; another's does not exist for the actor. */
export function requireOwn(request: FastifyRequest, scope: RequestActor['scope'] = 'read'): RequestActor {
  const actor = requireActor(request, scope);
  const { userId } = request.params as { userId: string };
  if (userId !== 'me' && userId !== String(actor.userId)) throw new AppError('not_found');
  return actor;
}

/** Once: it is how the machine is set up. */
function warnOfProxy(app: FastifyInstance, log: Log): void {
  let told = false;
  app.addHook('onRequest', async (request) => {
    if (told || !isByUnknownProxy(request)) return;
    told = true;
    log.warn(
      { proxy: request.socket.remoteAddress },
      'a proxy that TRUSTED_PROXIES does not name passes requests on: all who come through it share the limits of one address',
    );
  });
}

function traceId(given: string | string[] | undefined): string {
  return typeof given === 'string' && /^[A-Za-z0-9-]{8,64}$/.test(given) ? given : randomUUID();
}

export function preferredLanguage(header: string | undefined): 'en' | 'ru' {
  const first = (header ?? '')
    .slice(0, 200)
    .toLowerCase()
    .split(',')
    .map((part) => part.trim().slice(0, 2))
    .find((tag) => tag === 'ru' || tag === 'en' || tag === 'uk' || tag === 'be');
  return first === undefined || first === 'en' ? 'en' : 'ru';
}

function sendProblem(log: Log, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const { status, body } = toProblem(error, request);
  if (status >= 500) log.error({ err: error, traceId: request.id, route: request.routeOptions.url }, 'request failed');
  if ((status === 429 || status === 409 || status === 503) && body.details?.['seconds']) reply.header('retry-after', String(body.details['seconds']));
  return reply.code(status).type('application/problem+json').serializer(JSON.stringify).send(body);
}

function toProblem(error: unknown, request: FastifyRequest): { status: number; body: Problem } {
  const errors = fieldErrors(error, request);
  const known = errors ? new AppError('invalid_request', { reason: firstField(errors, request.language) }, { cause: error }) : toAppError(error, request);
  const status = known.status;
  return {
    status,
    body: {
      type: `https://tidings.example/problems/${known.code}`,
      title: known.code.replaceAll('_', ' '),
      status,
      code: known.code,
      detail: errorText(known.code, known.details, request.language),
      traceId: request.id,
      ...(Object.keys(known.details).length > 0 ? { details: known.details } : {}),
      ...(errors ? { errors } : {}),
    },
  };
}

function fieldErrors(error: unknown, request: FastifyRequest): Problem['errors'] {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const sent = { body: request.body, params: request.params, querystring: request.query, headers: request.headers };
  return describeFields(error.validation, sent[error.validationContext as keyof typeof sent], request.language);
}

function toAppError(error: unknown, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error;
  const { statusCode: status, code } = error as { statusCode?: number; code?: string };
  if (status === 413) return new AppError('too_large', { limit: `${(request.routeOptions.bodyLimit ?? bodyLimit) / 1_000_000} MB` }, { cause: error });
  if (status !== undefined && status >= 400 && status < 500) return new AppError('invalid_request', { reason: reasonOf(code) }, { cause: error });
  return fromDatabase(error) ?? new AppError('internal', {}, { cause: error });
}

/** Fastify's own refusals of a body. */
function reasonOf(code: string | undefined): Reason {
  if (code === 'FST_ERR_CTP_EMPTY_JSON_BODY') return 'body_empty';
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY') return 'not_json';
  return code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' ? 'content_type' : 'malformed';
}
