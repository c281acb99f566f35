/**
 * A server for design work: web/dist and the whole API over an invented world in memory.
 *   node dev/mock-api.ts [--port 8200] [--posts 400] [--empty] [--signed-out] [--quiet] [--watch]
 * --quiet: no new posts by themselves; --watch: builds again when a file changes.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { addPost, fill, toRow } from './mock-data.ts';
import { drawPicture } from './mock-pictures.ts';
import { MockProblem, state, type MockRequest } from './mock-request.ts';
import { handle } from './mock-routes.ts';
import { acceptSocket, sendTo, sendToAll } from './mock-socket.ts';
import { sources } from './mock-sources.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8200' },
    posts: { type: 'string', default: '400' },
    empty: { type: 'boolean' },
    'signed-out': { type: 'boolean' },
    quiet: { type: 'boolean' },
    watch: { type: 'boolean' },
  },
});
const dist = join(import.meta.dirname, '../dist');
if (values.empty) sources.length = 0;
else fill(Number(values.posts));
state.signedIn = !values['signed-out'];

export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    const problem = error instanceof MockProblem ? error : new MockProblem(500, 'internal', String(error));
    if (response.headersSent) return void response.destroy();
    response.writeHead(problem.status, { 'content-type': 'application/problem+json' });
    response.end(
      JSON.stringify({ type: 'about:blank', title: problem.code, status: problem.status, code: problem.code, detail: problem.message, traceId: 'mock' }),
    );
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock');
  if (url.pathname.startsWith('/api/images/')) {
    response.writeHead(200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=3600' });
    response.end(drawPicture(url.pathname));
  } else if (url.pathname.startsWith('/api/')) {
    const call: MockRequest = { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body: await readBody(request) };
    const result = await handle(call);
    response.writeHead(result === undefined ? 204 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(result === undefined ? '' : JSON.stringify(result));
  } else await sendFile(url.pathname, response);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

async function sendFile(path: string, response: ServerResponse): Promise<void> {
  const wanted = join(dist, normalize(path).replace(/^(\.\.[/\\])+/, ''));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(dist, 'index.html');
  const content = await readFile(file);
  response.writeHead(200, {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    'cache-control': file.includes('/assets/') ? 'max-age=31536000, immutable' : 'no-cache',
  });
  response.end(content);
}

server.on('upgrade', (request, socket) => {
  acceptSocket(request, socket);
  sendTo(socket, { type: 'hello', id: String(state.eventId) });
});
server.listen(Number(values.port), '127.0.0.1', () => process.stdout.write(`Mock: http://127.0.0.1:${values.port}\n`));

const arriving: [number, string, string][] = [
  [1, 'Причал у рынка открыли после ремонта', 'Первые лодки подошли уже в шесть утра, очередь за рыбой выстроилась к семи.'],
  [11, 'A lighthouse keeper retires, the light does not', 'Forty years, three storms that broke glass, and a successor who is nineteen.'],
  [6, 'Резервные копии, которые проверяют сами себя', 'Раз в сутки копия поднимается рядом и отвечает на сто вопросов.'],
];
if (!values.quiet) {
  let turn = 0;
  setInterval(() => {
    const [source, title, body] = arriving[turn++ % arriving.length] ?? [1, '', ''];
    state.eventId++;
    sendToAll({
      type: 'post.created',
      id: String(state.eventId),
      posts: [toRow(addPost({ sourceId: source, title: `${title} (${turn})`, body, minutesAgo: 0 }))],
    });
  }, 9000).unref();
}
if (values.watch) spawn('vite', ['build', '--watch'], { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
