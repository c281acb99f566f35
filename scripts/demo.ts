/** `npm run demo`: the whole program on a small emulated internet with an emulated model; needs no network. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbeddings } from '../emulators/llm/embeddings.ts';
import { startWorld } from '../emulators/world/start-world.ts';

const kept = process.env['DATA_DIR'];
const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'tidings-demo-'));
const world = await startWorld({ live: true });
const embeddings = await startEmbeddings();

// The ready sets of the program lead to the real internet, which a demo may not have.
mkdirSync(dataDir, { recursive: true });
const packs = join(dataDir, 'demo-packs.opml');
writeFileSync(packs, await (await fetch(`${world.origin}/opml/small.opml`)).text());

const server = spawn('node', ['--max-semi-space-size=8', 'server/src/main.ts'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    DATA_DIR: dataDir,
    ALLOW_PRIVATE_NETWORKS: `127.0.0.1/32:${world.port}`,
    TELEGRAM_PREVIEW_URL: world.origin,
    STARTER_PACKS: packs,
    POLL_INTERVALS: '2,3,10,30',
    EMBEDDINGS_URL: embeddings.url,
    EMBEDDINGS_MODEL: embeddings.model,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  },
});

const { feeds, sites, channels, files } = world.addresses;
const named = (list: Record<string, string>) =>
  Object.entries(list)
    .slice(0, 3)
    .map(([, address]) => `    ${address}`);
const withoutFeed = Object.fromEntries(Object.entries(sites).filter(([name]) => !(name in feeds)));
console.log(
  [
    'An emulated internet runs on this machine. Paste any of these:',
    '  feeds',
    ...named(feeds),
    '  pages that have a feed somewhere',
    ...named(Object.fromEntries(Object.entries(sites).filter(([name]) => name in feeds))),
    '  a site without a feed',
    ...named(withoutFeed),
    '  channels',
    ...Object.keys(channels)
      .slice(0, 3)
      .map((name) => `    @${name}`),
    '  an OPML file',
    ...named(files).slice(0, 1),
    `  everything there is: ${world.origin}/`,
    'Another link to sign in with:',
    `  DATA_DIR='${resolve(dataDir)}' npx tidings sign-in`,
    '',
  ].join('\n'),
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => {
  if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
  void Promise.all([world.stop(), embeddings.stop()]).then(() => process.exit(code ?? 0));
});
