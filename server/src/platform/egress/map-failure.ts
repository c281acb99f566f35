/** Turns what goes wrong on the wire, and the statuses that are refusals, into the codes that people are shown. */
import type { Reason } from '../../contract/reasons.ts';
import { AppError } from '../errors.ts';

const notFound = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NODATA', 'EAI_NONAME', 'EBADNAME', 'ESERVFAIL', 'ENONAME', 'EAI_AGAIN']);
const timedOut = new Set(['ETIMEDOUT', 'ETIMEOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
/** Names for what is wrong with a certificate; the rest is "no common protocol". */
const certificate: Record<string, Reason> = {
  CERT_HAS_EXPIRED: 'certificate_expired',
  CERT_NOT_YET_VALID: 'certificate_early',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate_self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate_self_signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate_incomplete',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate_incomplete',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate_incomplete',
  CERT_REVOKED: 'certificate_revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate_other_name',
};

export interface FailureContext {
  host: string;
  /** The limit that a time-out names, seconds. */
  seconds: number;
  /** Whether the header of the answer had come: what fails then is the body. */
  answered: boolean;
}

/** A failure of the name server, the socket, TLS or the HTTP parser, as an AppError. */
export function mapFailure(error: unknown, context: FailureContext): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const cause = { cause: error };
  const { host, seconds } = context;
  if (timedOut.has(code)) return new AppError('timeout', { seconds }, cause);
  if (notFound.has(code)) return new AppError('host_not_found', { host }, cause);
  if (Object.hasOwn(certificate, code)) return new AppError('tls_failed', { host, reason: certificate[code] ?? '' }, cause);
  if (/^(?:ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return new AppError('tls_failed', { host, reason: 'no_common_protocol' }, cause);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return new AppError('body_too_large', { limit: '64 KB' }, cause);
  // The parser's error carries the bytes it stumbled over, which belong into no log: it is not passed on.
  if (error instanceof Error && error.name === 'HTTPParserError') return new AppError('body_undecodable', { reason: 'not_http' });
  if (context.answered) return new AppError('body_undecodable', { reason: 'cut_off' }, cause);
  return new AppError('connection_failed', { host }, cause);
}

/** Broken before any answer, on a connection that may have been kept too long: worth one more try. */
export function isStaleConnection(error: unknown): boolean {
  return ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

/** What a status that is not a success means. @param waitSeconds the site's own `Retry-After` */
export function mapStatus(status: number, waitSeconds: number | null): AppError {
  if (status === 404) return new AppError('http_not_found', { status });
  if (status === 410) return new AppError('gone', { status });
  if (status === 401 || status === 407) return new AppError('needs_login', { status });
  if (status === 429) return new AppError('source_rate_limited', { status, seconds: waitSeconds ?? 300 });
  if (status === 503 && waitSeconds !== null) return new AppError('source_rate_limited', { status, seconds: waitSeconds });
  return new AppError('http_error', { status });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
