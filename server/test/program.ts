/** The whole program in this process, on a database of its own, reading from an emulated world. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSignInLink, ensureOwner } from '../src/accounts/index.ts';
import { readConfig, type Role } from '../src/config.ts';
import type { Deps } from '../src/deps.ts';
import { createLog } from '../src/platform/log.ts';
import { startApi } from '../src/roles/api.ts';
import { startBot } from '../src/roles/bot.ts';
import { startPoller } from '../src/roles/poller.ts';
import { startProcessor } from '../src/roles/processor.ts';
import { startWorker } from '../src/roles/worker.ts';
import { startDeps } from '../src/start.ts';
import type { TestDatabase } from './database.ts';

export interface Program {
  url: string;
  deps: Deps;
  ownerId: number;
  /** Signs in as the owner: `Cookie` header of a fresh session. */
  signIn(): Promise<string>;
  stop(): Promise<void>;
}

/** For programs on one database: each has a folder of its own. */
export const oneKey = { ENCRYPTION_KEY: randomBytes(32).toString('base64') };

/** Settings of a program whose outside is this world; how often it looks at each source, seconds. */
export function readingFrom(world: { port: number; origin: string }, interval = 1): Record<string, string> {
  return {
    ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${world.port}`,
    TELEGRAM_PREVIEW_URL: world.origin,
    POLL_INTERVALS: Array(4).fill(interval).join(),
  };
}

const starters = { api: startApi, poller: startPoller, processor: startProcessor, worker: startWorker, bot: startBot };

export async function startProgram(
  database: Pick<TestDatabase, 'url'>,
  env: Record<string, string> = {},
  roles: Role[] = ['api', 'poller', 'processor', 'worker'],
  change: (deps: Deps) => void = () => {},
): Promise<Program> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tidings-program-'));
  const config = readConfig({
    DATABASE_URL: database.url,
    DATABASE_POOL: '8',
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_PER_USER: '100000',
    RATE_LIMIT_PER_ADDRESS: '100000',
    ROLES: roles.join(','),
    ...env,
  });
  const stack = new AsyncDisposableStack();
  stack.defer(() => rmSync(dataDir, { recursive: true, force: true }));
  const started = await startDeps(config, stack, { search: roles.includes('api'), supervise: true, log: createLog('silent') });
  const { deps } = started;
  change(deps);
  const ownerId = await ensureOwner(deps.db);
  let url = '';
  for (const role of roles) {
    const result = await starters[role]({ ...started, stack });
    if (result) url = result.address;
  }
  return {
    url,
    deps,
    ownerId,
    async signIn() {
      const answer = await call(url, 'POST /api/auth/link', { body: { token: await createSignInLink(deps, ownerId) } });
      return answer.headers.get('set-cookie')!.split(';')[0]!;
    },
    stop: () => stack.disposeAsync(),
  };
}

export interface Answer {
  status: number;
  // Tests look into answers of every shape.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  headers: Headers;
}

/** `call(url, 'GET /api/users/me', {cookie})` */
export async function call(
  url: string,
  what: string,
  options: { cookie?: string; token?: string; body?: unknown; headers?: Record<string, string>; raw?: string } = {},
): Promise<Answer> {
  const [method, path] = what.split(' ') as [string, string];
  const headers: Record<string, string> = { ...options.headers };
  if (options.cookie) headers['cookie'] = options.cookie;
  if (options.token) headers['authorization'] = `Bearer ${options.token}`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const response = await fetch(`${url}${path}`, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return {
    status: response.status,
    body: text !== '' && /[/+]json\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text,
    headers: response.headers,
  };
}

/** The limit only says what was waited for before the test's own timeout ends it. */
export async function until<T>(look: () => Promise<T | null | undefined | false> | T | null | undefined | false, limitMs = 110_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error('what was waited for did not happen');
    await new Promise((next) => setTimeout(next, 25));
  }
}
