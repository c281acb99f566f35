/** The one place that talks HTTP. Answers are typed by the caller from the contract; failures are ApiError. */
import type { Problem } from './contract-types.ts';

/** A refusal of the server (with its code and its sentence), or no connection (`code` "network"). */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly problem: Problem | null;
  constructor(code: string, status: number, message: string, problem: Problem | null = null) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.problem = problem;
  }
}

type Listener<T> = (value: T) => void;
const unauthenticated = new Set<Listener<void>>();
const freshness = new Set<Listener<Answered>>();
let language = 'en';

/** The language that the server's sentences should be in; true when it is another than before. */
export function setApiLanguage(value: string): boolean {
  const changed = value !== language;
  language = value;
  return changed;
}
export const apiLanguage = (): string => language;

/** Called whenever the server says that nobody is signed in. */
export function onUnauthenticated(listener: () => void): () => void {
  unauthenticated.add(listener);
  return () => unauthenticated.delete(listener);
}
interface Answered {
  /** When the stored copy was made; null when the answer came from the server. */
  storedAt: Date | null;
  askedAt: number;
}

/** Called after each answer. */
export function onFreshness(listener: Listener<Answered>): () => void {
  freshness.add(listener);
  return () => freshness.delete(listener);
}

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Sent as it is, with this content type, instead of JSON. */
  raw?: { content: Blob | string; type: string; fileName?: string | undefined };
  query?: Record<string, string | number | boolean | null | undefined>;
  signal?: AbortSignal;
  /** The same key on a repeated write makes it happen once. */
  idempotencyKey?: string;
}

export async function call<T>(path: string, options: CallOptions = {}): Promise<T> {
  const askedAt = Date.now();
  const response = await sendPatiently(path, { idempotencyKey: makeKey(), ...options });
  if (!response.ok) throw await readProblem(response);
  const storedAt = response.headers.get('x-tidings-stored-at');
  for (const listener of freshness) listener({ storedAt: storedAt ? new Date(storedAt) : null, askedAt });
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

const patience = 3;
const longestWait = 30;

/** A server that is asked too fast says when to come back: that is waited for, and nobody needs to hear of it. */
async function sendPatiently(path: string, options: CallOptions, tries = patience): Promise<Response> {
  const response = await send(path, options);
  const seconds = Number(response.headers.get('retry-after') ?? '1');
  if (response.status !== 429 || tries === 0 || !(seconds <= longestWait)) return response;
  await pause(Math.max(0.25, seconds) * 1000, options.signal);
  return sendPatiently(path, options, tries - 1);
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', give);
      resolve();
    }, ms);
    if (signal?.aborted) give();
    else signal?.addEventListener('abort', give, { once: true });
  });
}

async function send(path: string, options: CallOptions): Promise<Response> {
  const method = options.method ?? 'GET';
  const headers = headersFor(options);
  try {
    return await fetch(withQuery(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.raw ? options.raw.content : options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError('network', 0, 'No connection to the server');
  }
}

function headersFor({ method, body, raw, idempotencyKey }: CallOptions): Headers {
  const headers = new Headers({ accept: 'application/json', 'accept-language': language, 'x-client': clientName });
  if (raw?.fileName) headers.set('x-file-name', encodeURIComponent(raw.fileName));
  if (raw) headers.set('content-type', raw.type);
  else if (body !== undefined) headers.set('content-type', 'application/json');
  if (method === 'POST') headers.set('idempotency-key', idempotencyKey ?? makeKey());
  return headers;
}

/** The name of this page load: the live connection does not tell it its own marks. */
export const clientName: string = makeKey();

/** `randomUUID` exists only on https and localhost; a server in one's own network may be neither. */
function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface UploadOptions {
  type: string;
  /** 0 to 1, while the file is on its way. */
  onProgress: (share: number) => void;
}

/** Sends a file and tells how far it is, which `fetch` cannot. */
export function upload<T>(path: string, file: Blob, { type, onProgress }: UploadOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries({ accept: 'application/json', 'accept-language': language, 'x-client': clientName, 'content-type': type }))
      request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0));
    request.addEventListener('error', () => reject(new ApiError('network', 0, 'No connection to the server')));
    request.addEventListener('load', () => {
      const response = new Response(request.responseText, { status: request.status, statusText: request.statusText });
      if (response.ok) resolve(JSON.parse(request.responseText) as T);
      else void readProblem(response).then(reject);
    });
    request.send(file);
  });
}

async function readProblem(response: Response): Promise<ApiError> {
  let problem: Problem | null = null;
  try {
    problem = (await response.json()) as Problem;
  } catch {
    // A proxy in between may answer with a page of its own; the status says enough then.
  }
  const error = new ApiError(problem?.code ?? 'http', response.status, problem?.detail ?? `${response.status} ${response.statusText}`, problem);
  if (response.status === 401 && error.code === 'unauthenticated') for (const listener of unauthenticated) listener();
  return error;
}

/** Appends the given parameters; empty ones are left out. */
function withQuery(path: string, query: CallOptions['query']): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined && value !== null && value !== '') params.set(key, String(value));
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}
