/** Structured logs. Secrets are cut out by name here and by shape in `redact`. */
import { pino, type Logger } from 'pino';

export type Log = Logger;

/** Bot tokens, bearer values, userinfo in addresses, our own tokens. */
const secretShapes = [/\b\d{6,12}:[\w-]{30,}/g, /\bBearer\s+[\w.~+/=-]{8,}/gi, /\/\/[^/\s:@]+:[^/\s@]+@/g, /\btdg_[\w-]{20,}/g, /([?&]token=)[^&\s"]+/g];

export function redact(text: string): string {
  return secretShapes.reduce(
    (clean, shape) => clean.replace(shape, (_match, lead) => (typeof lead === 'string' && lead.startsWith('?') ? `${lead}***` : '***')),
    text,
  );
}

export function createLog(level: string, to: NodeJS.WritableStream = process.stdout): Log {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ['*.authorization', '*.cookie', '*.password', '*.token', '*.apiKey', '*.session'], censor: '***' },
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => serializeError(error), error: (error: unknown) => serializeError(error) },
    },
    to,
  );
}

const longestText = 2000;

/** An error's message for a log: no secret, and no values of a statement, which hold texts of posts and hashes of tokens. */
export function errorLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const [statement] = message.split('\nparams:', 1);
  // PostgreSQL quotes the value that it could not read.
  const isBadValue = error instanceof Error && 'code' in error && String(error.code).startsWith('22');
  return redact((isBadValue ? statement!.replace(/: "[^]*$/, '') : statement!).slice(0, longestText));
}

/** The same with where it happened. */
export function errorStack(error: unknown): string {
  if (!(error instanceof Error)) return errorLine(error);
  const { stack = '', message } = error;
  // The stack repeats the message: what follows it are the places.
  const at = stack.indexOf(message);
  return `${error.name}: ${errorLine(error)}${at < 0 ? '' : redact(stack.slice(at + message.length).slice(0, longestText))}`;
}

function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return errorLine(error);
  return {
    type: error.name,
    message: errorLine(error),
    stack: errorStack(error),
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause === undefined || depth >= 3 ? {} : { cause: serializeError(error.cause, depth + 1) }),
  };
}
