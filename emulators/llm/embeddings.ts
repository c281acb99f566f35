/** An embeddings server with OpenAI's interface (`POST /v1/embeddings`), for tests and the demo. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultDimension, embedText } from './embed-text.ts';

export type EmbeddingsFailure = '429' | '500' | 'hang' | 'reset' | 'html' | 'wrong-count' | 'wrong-dimension' | 'nan';

export interface EmbeddingsOptions {
  /** 0 (default): a free one. */
  port?: number;
  dimension?: number;
  model?: string;
  /** When given, every call must carry it. */
  apiKey?: string;
  /** Milliseconds before each answer, as a model on a slow machine. */
  delayMs?: number;
}

export interface Embeddings {
  /** What `EMBEDDINGS_URL` wants: `http://127.0.0.1:PORT/v1`. */
  url: string;
  model: string;
  dimension: number;
  /** One entry a call: its texts and the status it got. */
  calls: { inputs: string[]; status: number }[];
  failNext: (kind: EmbeddingsFailure, times?: number) => void;
  stop: () => Promise<void>;
}

interface Running {
  model: string;
  dimension: number;
  apiKey: string | undefined;
  delayMs: number;
  failures: EmbeddingsFailure[];
  calls: Embeddings['calls'];
}

const maxBatch = 2048;
const maxBody = 20 * 1024 * 1024;

export async function startEmbeddings(options: EmbeddingsOptions = {}): Promise<Embeddings> {
  const running: Running = {
    model: options.model ?? 'hashed-words',
    dimension: options.dimension ?? defaultDimension,
    apiKey: options.apiKey,
    delayMs: options.delayMs ?? 0,
    failures: [],
    calls: [],
  };
  const server = createServer((req, res) => {
    answer(running, req, res).catch(() => res.destroy());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    model: running.model,
    dimension: running.dimension,
    calls: running.calls,
    failNext: (kind, times = 1) => running.failures.push(...Array.from({ length: times }, () => kind)),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

async function answer(running: Running, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'GET' && req.url === '/v1/models')
    return json(res, 200, { object: 'list', data: [{ id: running.model, object: 'model', owned_by: 'emulator' }] });
  if (req.method !== 'POST' || req.url !== '/v1/embeddings') return fail(res, 404, 'Unknown address');
  const body = await readBody(req);
  return body === undefined ? fail(res, 413, 'The request is too large') : embed(running, body, { req, res });
}

async function embed(running: Running, body: string, { req, res }: { req: IncomingMessage; res: ServerResponse }): Promise<void> {
  const request = parseRequest(body);
  noteCall(running, res, request?.inputs ?? []);
  if (running.apiKey !== undefined && req.headers.authorization !== `Bearer ${running.apiKey}`) return fail(res, 401, 'Wrong or missing key');
  if (!request) return fail(res, 400, `"input" must hold 1 to ${maxBatch} texts, none of them empty`);
  const failure = running.failures.shift();
  if (failure && failAtOnce(failure, req, res)) return undefined;
  if (running.delayMs > 0) await sleep(running.delayMs);
  return sendVectors(running, res, request, failure);
}

function noteCall(running: Running, res: ServerResponse, inputs: string[]): void {
  const call = { inputs, status: 0 };
  running.calls.push(call);
  res.on('close', () => {
    if (res.headersSent) call.status = res.statusCode;
  });
}

interface EmbeddingsRequest {
  inputs: string[];
  base64: boolean;
  dimensions: number | undefined;
}

function parseRequest(body: string): EmbeddingsRequest | undefined {
  try {
    const { input, encoding_format: format, dimensions } = JSON.parse(body) as { input?: unknown; encoding_format?: unknown; dimensions?: unknown };
    const inputs = typeof input === 'string' ? [input] : input;
    if (!Array.isArray(inputs) || inputs.length === 0 || inputs.length > maxBatch || !inputs.every((i) => typeof i === 'string' && i !== '')) return undefined;
    return { inputs, base64: format === 'base64', dimensions: typeof dimensions === 'number' && dimensions > 0 && dimensions <= 4096 ? dimensions : undefined };
  } catch {
    return undefined;
  }
}

/** True when the failure has taken the call; the others spoil the vectors. */
function failAtOnce(failure: EmbeddingsFailure, req: IncomingMessage, res: ServerResponse): boolean {
  if (failure === '429') fail(res, 429, 'Rate limit reached', { 'retry-after': '1' });
  else if (failure === '500') fail(res, 500, 'The model fell over');
  else if (failure === 'html') res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Gateway</title><h1>Please wait</h1>');
  else if (failure === 'reset') req.socket.resetAndDestroy();
  else return failure === 'hang';
  return true;
}

function sendVectors(running: Running, res: ServerResponse, request: EmbeddingsRequest, failure: EmbeddingsFailure | undefined): void {
  const dimension = (request.dimensions ?? running.dimension) - (failure === 'wrong-dimension' ? 1 : 0);
  const inputs = failure === 'wrong-count' ? request.inputs.slice(1) : request.inputs;
  const data = inputs.map((text, index) => {
    const vector = embedText(text, dimension);
    if (failure === 'nan') vector.fill(Number.NaN, 3, 9);
    const embedding = request.base64 ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64') : [...vector];
    return { object: 'embedding', index, embedding };
  });
  const tokens = request.inputs.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0);
  json(res, 200, { object: 'list', data, model: running.model, usage: { prompt_tokens: tokens, total_tokens: tokens } });
}

function json(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function fail(res: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  json(res, status, { error: { message, type: status < 500 ? 'invalid_request_error' : 'server_error', code: null } }, headers);
}

async function readBody(req: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBody) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
