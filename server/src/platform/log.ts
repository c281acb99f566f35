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
      serializers: { err: serializeError, error: serializeError },
    },
    to,
  );
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return redact(String(error));
  return {
    type: error.name,
    message: redact(error.message),
    stack: redact(error.stack ?? ''),
    ...('code' in error ? { code: error.code } : {}),
    ...(error.cause === undefined ? {} : { cause: serializeError(error.cause) }),
  };
}
