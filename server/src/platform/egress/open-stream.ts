/** Opens a large answer that is read piece by piece, for downloads that can be taken up again. */
import type { Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { startDeadline } from './deadline.ts';
import { discard, type follow } from './follow.ts';
import { headerValue, single, waitSeconds } from './headers.ts';
import { mapFailure, mapStatus } from './map-failure.ts';
import { tooLarge } from './read-body.ts';
import type { EgressLimits, OpenAnswer, OpenOptions } from './types.ts';

/** What the three ways of asking share. */
export interface Client {
  limits: EgressLimits;
  clock: Clock;
  userAgent: string;
  follow(url: string, headers: Record<string, string>, signal: AbortSignal): ReturnType<typeof follow>;
  post(url: string, headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Dispatcher.ResponseData>;
}

export async function openStream(client: Client, address: string, options: OpenOptions): Promise<OpenAnswer> {
  const deadline = startDeadline(options.timeoutMs ?? client.limits.totalMs, options.signal);
  try {
    const ifRange = headerValue(options.ifRange);
    const { response, url } = await client.follow(
      address,
      {
        'user-agent': client.userAgent,
        accept: '*/*',
        'accept-encoding': 'identity',
        ...(options.from ? { range: `bytes=${options.from}-`, ...(ifRange ? { 'if-range': ifRange } : {}) } : {}),
      },
      deadline.signal,
    );
    const { statusCode: status, headers } = response;
    const size = headers['content-length'] === undefined ? null : Number(headers['content-length']);
    if (status !== 200 && !(status === 206 && options.from)) {
      discard(response);
      throw mapStatus(status, waitSeconds(headers, client.clock.now()));
    }
    if (size !== null && size > options.maxBytes) {
      response.body.on('error', () => {}).destroy();
      throw tooLarge(options.maxBytes);
    }
    const close = () => {
      deadline.clear();
      response.body.on('error', () => {}).destroy();
    };
    return {
      status,
      size,
      etag: headerValue(single(headers, 'etag')),
      finalUrl: url.href,
      chunks: pieces(response.body, { url, maxBytes: options.maxBytes, idleSeconds: client.limits.idleMs / 1000, deadline, close }),
      close,
    };
  } catch (error) {
    deadline.clear();
    throw deadline.explain(error);
  }
}

interface Reading {
  url: URL;
  maxBytes: number;
  idleSeconds: number;
  deadline: ReturnType<typeof startDeadline>;
  close(): void;
}

async function* pieces(body: AsyncIterable<Uint8Array>, reading: Reading): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > reading.maxBytes) throw tooLarge(reading.maxBytes);
      yield chunk;
    }
  } catch (error) {
    const { signal } = reading.deadline;
    throw signal.aborted ? signal.reason : mapFailure(error, { host: reading.url.hostname, seconds: reading.idleSeconds, answered: true });
  } finally {
    reading.close();
  }
}
