#!/usr/bin/env node
// Runs on any Node from 18: installs what is missing, builds the web app when it is stale, then hands
// over to the Node 24 that is among the dependencies.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [mode = 'start', ...args] = process.argv.slice(2);
const node24 = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  // Code that was read once need not be read again: a second less at every start.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'node'),
  // Large buffers go back to the system when they are freed (mallopt(3)): 100 MB less once the search index was built.
  MALLOC_MMAP_THRESHOLD_: process.env.MALLOC_MMAP_THRESHOLD_ ?? '131072',
};

const modes = {
  start: { install: 'base', build: true, run: ['--max-semi-space-size=8', 'server/src/main.ts'] },
  demo: { install: 'all', build: true, run: ['scripts/demo.ts'] },
  dev: { install: 'all', build: false, run: ['scripts/dev.ts'] },
  test: { install: 'all', build: true, run: ['scripts/test.ts'] },
  bench: { install: 'all', build: true, run: ['bench/main.ts'] },
  services: { install: 'all', build: false, run: ['scripts/services.ts'] },
  torture: { install: 'all', build: true, run: ['scripts/torture.ts'] },
  check: { install: 'all', build: false, run: ['scripts/check.ts'] },
  setup: { install: 'all', build: true, run: null },
};

const chosen = modes[mode];
if (!chosen) fail(`There is no "${mode}". One of: ${Object.keys(modes).join(', ')}.`);
install(chosen.install);
if (chosen.build) buildWeb();
if (chosen.run) handOver([...chosen.run, ...args]);

/** `base` is what the program itself needs, `all` also the tools of those who work on it. */
function install(level) {
  const lock = hash(readFileSync(join(root, 'package-lock.json')));
  const stampFile = join(root, 'node_modules', '.tidings-installed');
  const stamp = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (existsSync(node24) && (stamp === `${lock} all` || stamp === `${lock} ${level}`)) return;
  process.stderr.write('Installing (once) ...\n');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  // "ci" begins by deleting what is there, under the feet of a program that runs from it: only missing tools are added instead.
  const how = stamp === `${lock} base` ? ['install', '--no-save'] : ['ci'];
  const flags = [...how, '--no-audit', '--no-fund', '--loglevel=error', ...(level === 'base' ? ['--omit=dev'] : [])];
  const done = spawnSync(npm, flags, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  if (done.status !== 0) fail('npm could not install the dependencies; see above.');
  if (!existsSync(join(root, 'node_modules', 'node', 'bin', 'node')) && process.platform !== 'win32') {
    // Install scripts may be switched off; this one fetches the Node binary.
    spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(root, 'node_modules', 'node'), stdio: ['ignore', 'ignore', 'inherit'] });
  }
  writeFileSync(stampFile, `${lock} ${level}`);
}

function buildWeb() {
  const inputs = ['web/src', 'web/public', 'web/index.html', 'web/vite.config.ts', 'web/package.json', 'server/src/contract', 'package-lock.json'];
  const wanted = hash(
    inputs
      .flatMap((path) => filesOf(join(root, path)))
      .map((file) => `${file.slice(root.length)} ${hash(readFileSync(file))}`)
      .join('\n'),
  );
  const stampFile = join(root, 'web', 'dist', '.stamp');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  process.stderr.write('Building the web app ...\n');
  const done = spawnSync(node24, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: join(root, 'web'),
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (done.status !== 0) fail('The web app could not be built; see above.');
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, wanted);
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

function handOver(run) {
  const child = spawn(node24, run, { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npm runs scripts through a shell that dies of SIGTERM without passing it on: then this process has another parent.
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event && process.platform !== 'win32') setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
}

function hash(data) {
  return createHash('sha256').update(data).digest('hex');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
