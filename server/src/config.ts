/**
 * The only reader of the environment. Parsed once at the start; everything that is wrong is reported
 * at once. `docs/configuration.md` is made from `settings` below (`node scripts/docs.ts`).
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { AppError } from './platform/errors.ts';

export const roleNames = ['api', 'poller', 'processor', 'bot', 'worker'] as const;
export type Role = (typeof roleNames)[number];

const optional = z.string().trim().min(1).optional();
const count = (fallback: number, min: number, max: number) => z.coerce.number().int().min(min).max(max).default(fallback);
const address = z.url({ protocol: /^https?$/ }).optional();
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Every variable: its form, and what it is for. The order is the order of the documentation. */
export const settings = {
  PORT: { schema: count(8010, 0, 65_535), about: 'Port of the web page and the API.' },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), about: 'Address to listen on. `0.0.0.0` opens it to the network.' },
  PUBLIC_URL: { schema: address, about: 'Address under which people reach it, when it differs from HOST:PORT (behind a proxy).' },
  DATA_DIR: { schema: z.string().min(1).default('./data'), about: 'Folder for the embedded database, the search index, images and models.' },
  DATABASE_URL: {
    schema: z
      .string()
      .regex(/^postgres(ql)?:\/\/\S+$/, 'must begin with postgresql://')
      .optional(),
    about: 'A PostgreSQL 15 or newer to use in place of the embedded one.',
  },
  DATABASE_POOL: { schema: count(20, 2, 200), about: 'Connections to the database, a process.' },
  ROLES: {
    schema: z
      .string()
      .default(roleNames.join(','))
      .transform((text) => text.split(/[\s,]+/).filter(Boolean))
      .pipe(z.array(z.enum(roleNames)).min(1)),
    about: 'What this process does: any of `api poller processor bot worker`.',
  },
  TRUSTED_PROXIES: { schema: list, about: 'Networks of reverse proxies whose `X-Forwarded-For` is believed, for example `10.0.0.0/8`.' },
  STARTER_PACKS: {
    schema: z.string().min(1).optional(),
    about: 'An OPML file whose folders are offered to new users as ready sets, in place of those that come with the program. One without folders offers none.',
  },
  ALLOW_PRIVATE_NETWORKS: { schema: list, about: 'Private networks that sources may be read from, for example `127.0.0.1/32:8080,192.168.1.0/24`.' },
  EMBEDDINGS_URL: {
    schema: address,
    about: 'An OpenAI-compatible address for embeddings (`POST {URL}/embeddings`). Without it and without a local model, search is by words.',
  },
  EMBEDDINGS_MODEL: {
    schema: optional,
    about: 'Name of the embedding model; with no EMBEDDINGS_URL, the local model of this name (`npx tidings models list`).',
  },
  EMBEDDINGS_API_KEY: { schema: optional, about: 'Key for EMBEDDINGS_URL.' },
  MODELS_URL: { schema: z.url().default('https://huggingface.co'), about: 'Where `npx tidings models pull` downloads from.' },
  TELEGRAM_PREVIEW_URL: { schema: z.url().default('https://t.me'), about: 'Where public previews of channels are read.' },
  RSSHUB_URL: { schema: address, about: 'An RSSHub instance: then addresses such as `rsshub://github/issue/…` can be followed.' },
  POLL_CONCURRENCY: { schema: count(16, 1, 500), about: 'Sources read at once, a process.' },
  POLL_INTERVALS: {
    schema: z
      .string()
      .regex(/^\d+(,\d+){3}$/)
      .default('60,600,3600,21600')
      .transform((text) => text.split(',').map(Number) as [number, number, number, number]),
    about: 'Seconds between two visits in the tiers FAST, REGULAR, SLOW, BACKGROUND.',
  },
  CLEANUP_SCHEDULE_TIME: {
    schema: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .default('03:00'),
    about: 'When old posts are removed each day (HH:MM, UTC).',
  },
  RATE_LIMIT_PER_ADDRESS: { schema: count(100, 1, 1_000_000), about: 'Requests a minute from one address before sign-in.' },
  RATE_LIMIT_PER_USER: { schema: count(200, 1, 1_000_000), about: 'Requests a minute of one user.' },
  RATE_LIMIT_PER_ADMIN: {
    schema: count(200_000, 1, 10_000_000),
    about: 'Requests a minute of one admin, the owner among them: a stop for programs that run wild, not a limit.',
  },
  ENCRYPTION_KEY: { schema: optional, about: 'Key for secrets at rest (32 bytes, base64). Made at the first start and kept in DATA_DIR when not set.' },
  METRICS_TOKEN: {
    schema: optional,
    about:
      'When set, `/metrics` asks for it as a bearer token; else it answers only to this machine under a name of its own (`localhost`, `127.0.0.1`), and with TRUSTED_PROXIES or a PUBLIC_URL elsewhere to nobody.',
  },
  LOG_LEVEL: { schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'), about: 'How much is logged.' },
} as const;

type Settings = { [K in keyof typeof settings]: z.output<(typeof settings)[K]['schema']> };
const schema = z.object(Object.fromEntries(Object.entries(settings).map(([name, entry]) => [name, entry.schema])));

export type Config = ReturnType<typeof readConfig>;

/** @throws AppError `config_invalid` with one line for each wrong value. */
export function readConfig(env: Record<string, string | undefined> = readEnvironment()) {
  const parsed = schema.safeParse(withoutEmpty(env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n');
    throw new AppError('config_invalid', { problems });
  }
  const s = parsed.data as Settings;
  const dataDir = resolve(s.DATA_DIR);
  const [FAST, REGULAR, SLOW, BACKGROUND] = s.POLL_INTERVALS;
  return {
    roles: [...new Set(s.ROLES)],
    http: {
      host: s.HOST,
      port: s.PORT,
      publicUrl: s.PUBLIC_URL,
      trustedProxies: s.TRUSTED_PROXIES,
      perAddress: s.RATE_LIMIT_PER_ADDRESS,
      perUser: s.RATE_LIMIT_PER_USER,
      perAdmin: s.RATE_LIMIT_PER_ADMIN,
      metricsToken: s.METRICS_TOKEN,
    },
    dataDir,
    database: { url: s.DATABASE_URL, pool: s.DATABASE_POOL },
    egress: { allowPrivateNetworks: s.ALLOW_PRIVATE_NETWORKS.join(',') },
    poller: {
      concurrency: s.POLL_CONCURRENCY,
      intervals: { FAST, REGULAR, SLOW, BACKGROUND },
      previewUrl: s.TELEGRAM_PREVIEW_URL.replace(/\/+$/, ''),
      rsshubUrl: s.RSSHUB_URL?.replace(/\/+$/, ''),
    },
    starterPacks: s.STARTER_PACKS,
    embeddings: { url: s.EMBEDDINGS_URL?.replace(/\/+$/, ''), model: s.EMBEDDINGS_MODEL, apiKey: s.EMBEDDINGS_API_KEY },
    models: { url: s.MODELS_URL.replace(/\/+$/, '') },
    cleanupTime: s.CLEANUP_SCHEDULE_TIME,
    encryptionKey: s.ENCRYPTION_KEY,
    log: { level: s.LOG_LEVEL },
  };
}

/** The process's own environment over the file `.env` of the working folder. */
function readEnvironment(): Record<string, string | undefined> {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {};
  return { ...file, ...process.env };
}

function withoutEmpty(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1].trim() !== ''));
}
