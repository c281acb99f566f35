/**
 * Makes the app open without a connection: its own files from a cache of their version, and the last
 * lists and posts. An answer of the API is always asked of the server first; a stored one is only
 * given when there is no connection, and says so in a header.
 */
interface WorkerEvent extends Event {
  waitUntil: (work: Promise<unknown>) => void;
}
interface FetchEvent extends WorkerEvent {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
}
interface Worker {
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  skipWaiting: () => Promise<void>;
  clients: { claim: () => Promise<void> };
}
const worker = self as unknown as Worker;

/** Filled in by the build. */
const files: string[] = ['__FILES__'];
const appCache = 'tidings-app-__VERSION__';
const answerCache = 'tidings-answers-1';
const pictureCache = 'tidings-pictures-1';
const keptAnswers = 400;
const keptPictures = 300;
const serverWait = 8000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(appCache)
      .then((cache) => cache.addAll(files.map((file) => new Request(file, { cache: 'reload' }))))
      .then(() => worker.skipWaiting()),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOldCaches().then(() => worker.clients.claim()));
});

async function dropOldCaches(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('tidings-') && ![appCache, answerCache, pictureCache].includes(name)) await caches.delete(name);
}

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  if (url.pathname.startsWith('/api/images/')) event.respondWith(picture(request));
  else if (isKeptAnswer(url.pathname)) event.respondWith(answer(request));
  else if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(page(request));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
});

/** What reading needs; nothing with sessions or tokens. */
function isKeptAnswer(path: string): boolean {
  return /^\/api\/(posts\/\d+|users\/me(\/(posts|counts|sources|folders))?)$/.test(path);
}
function isPage(path: string): boolean {
  return !/^\/(api|docs|health|metrics|openapi|mcp|f)(\/|\.|$)/.test(path) && !path.includes('.');
}

async function answer(request: Request): Promise<Response> {
  const cache = await caches.open(answerCache);
  try {
    const fresh = await fetch(request, { signal: AbortSignal.timeout(serverWait) });
    if (fresh.ok) void store(cache, request, fresh.clone(), keptAnswers);
    if (fresh.status === 401) await caches.delete(answerCache);
    return fresh;
  } catch (error) {
    const stored = await cache.match(request);
    if (stored) return stored;
    throw error;
  }
}

/** A copy that says when it was made: a stored answer can never pass for a fresh one. */
async function store(cache: Cache, request: Request, response: Response, limit: number): Promise<void> {
  const headers = new Headers(response.headers);
  headers.set('x-tidings-stored-at', new Date().toISOString());
  await cache.delete(request);
  await cache.put(request, new Response(await response.blob(), { status: 200, headers }));
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - limit))) await cache.delete(old);
}

async function picture(request: Request): Promise<Response> {
  const cache = await caches.open(pictureCache);
  const stored = await cache.match(request);
  if (stored) return stored;
  const fresh = await fetch(request);
  if (fresh.ok && fresh.type === 'basic') void store(cache, request, fresh.clone(), keptPictures).catch(() => undefined);
  return fresh;
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const shell = await caches.match('/', { cacheName: appCache });
    if (shell) return shell;
    throw error;
  }
}

/** Files of the build carry their hash in their name, so a stored one is always right. */
async function file(request: Request): Promise<Response> {
  const cache = await caches.open(appCache);
  const stored = await cache.match(request);
  if (stored) return stored;
  const fresh = await fetch(request);
  if (fresh.ok) void cache.put(request, fresh.clone());
  return fresh;
}
