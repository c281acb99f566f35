/** Ways in which an otherwise healthy address fails once. */
import type { Answer } from './answer.ts';

export type FailureKind = '404' | '410' | '429' | '500' | '503' | 'hang' | 'reset' | 'truncated' | 'html' | 'empty' | 'garbage';

const statuses: Partial<Record<FailureKind, Answer>> = {
  '404': { status: 404 },
  '410': { status: 410 },
  '429': { status: 429, headers: { 'retry-after': '7' } },
  '500': { status: 500, body: 'Internal error' },
  '503': { status: 503, headers: { 'retry-after': '30' } },
};

/** `healthy` is what would have been sent. */
export function failureAnswer(kind: FailureKind, healthy: Answer): Answer {
  const status = statuses[kind];
  if (status) return status;
  if (kind === 'html')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Welcome</title><h1>Sign in to the hotel network</h1>' };
  if (kind === 'empty') return { ...healthy, body: '', validators: undefined };
  if (kind === 'garbage')
    return { ...healthy, body: Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251)), validators: undefined, compression: 'none' };
  return {
    status: 200,
    takeOver: (req, res) => {
      if (kind === 'reset') req.socket.resetAndDestroy();
      if (kind === 'truncated') {
        const body = Buffer.from(healthy.body ?? '');
        res.writeHead(200, { ...healthy.headers, 'content-length': body.length });
        res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.destroy());
      }
      // 'hang': nothing is ever sent; the client or `stop` ends it.
    },
  };
}
