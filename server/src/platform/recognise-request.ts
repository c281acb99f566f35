/** What a request says of who sends it, and from which page. */
import type { FastifyRequest } from 'fastify';
import { isLoopbackHost } from './client-address.ts';
import { AppError } from './errors.ts';

/** Whoever was recognised by a session or a token; its shape belongs to accounts. */
export interface RequestActor {
  userId: number;
  role: 'user' | 'admin';
  scope: 'read' | 'write' | 'admin';
  sessionId: string | null;
  tokenId?: string;
  extended?: boolean;
}

export interface Secret {
  session?: string;
  token?: string;
}

export const sessionCookie = 'tidings_session';

/** The token or session that a request carries; with a token the session does not count. */
export function secretOf(request: FastifyRequest): Secret | null {
  const token = bearerOf(request);
  if (token !== null) return { token };
  const session = request.cookies[sessionCookie];
  return session && session.length <= 200 ? { session } : null;
}

function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer (\S{10,200})$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** A browser says where a request comes from; only our own pages may change things or open sockets. */
export function refuseForeignOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  const { origin, host } = request.headers;
  const unsafe = !['GET', 'HEAD', 'OPTIONS'].includes(request.method) || request.headers.upgrade !== undefined;
  // A browser adds a cookie by itself, but no token.
  if (!unsafe || bearerOf(request) !== null) return;
  if (request.headers['sec-fetch-site'] === 'cross-site') throw new AppError('cross_site');
  if (origin === undefined) return;
  const from = URL.parse(origin)?.host;
  if (from === undefined || (from !== host && from !== (publicUrl && URL.parse(publicUrl)?.host))) throw new AppError('cross_site');
}

const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip'];

/**
 * From this machine, and neither passed on by a proxy on it, which sends what comes from anywhere, nor by a page
 * whose name was made to lead here. A proxy need not say what it does: where one may be, nothing is local.
 */
export function isLocal(request: FastifyRequest, proxies: { publicUrl: string | undefined; trustedProxies: readonly string[] }): boolean {
  if (proxies.trustedProxies.length > 0 || (proxies.publicUrl && !isLoopbackHost(new URL(proxies.publicUrl).host))) return false;
  const address = request.socket.remoteAddress ?? '';
  const loopback = address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
  return loopback && isLoopbackHost(request.headers.host ?? '') && forwarding.every((name) => request.headers[name] === undefined);
}
