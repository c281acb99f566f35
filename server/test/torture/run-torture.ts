/**
 * Breaks the real program again and again while it reads growing feeds, then asks whether everything
 * arrived once. Modes: `node` kills the program (SIGKILL), `term` stops it politely (SIGTERM), `db`
 * kills the embedded database under it.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddings } from '../../../emulators/llm/embeddings.ts';
import { loadGuids } from '../../../emulators/world/load-feeds.ts';
import { createRandom, type Random } from '../../../emulators/world/random.ts';
import { startWorld } from '../../../emulators/world/start-world.ts';
import { databaseUrl, findFaults, isClean, type Expected, type Findings } from './check-database.ts';
import { freePort } from './free-port.ts';
import { runCommand, startProgram, type Program } from './program.ts';

export type TortureMode = 'node' | 'term' | 'db';

export interface TortureOptions {
  mode: TortureMode;
  seed: number;
  feeds: number;
  /** Items a feed. */
  items: number;
  kills: number;
  /** Empty folder for the data and the log of the program. */
  folder: string;
  /** Seconds after the last kill until everything must be there and quiet. */
  patience: number;
  say: (text: string) => void;
}

export interface Verdict extends Pick<TortureOptions, 'mode' | 'seed' | 'feeds' | 'items' | 'kills'> {
  ok: boolean;
  findings: Findings | null;
  /** Kills that hit before the program was ready. */
  earlyKills: number;
  /** Times that the program ended by itself: it must not. */
  ownEnds: number;
  /** `term`: the longest stop; `db`: the longest time until the database answered again. Milliseconds. */
  longestMs: number;
  /** Seconds from the last kill to the end of all work. */
  settledAfter: number;
  seconds: number;
}

interface Running {
  options: TortureOptions;
  random: Random;
  env: Record<string, string>;
  program: Program;
  verdict: Verdict;
}

const slowestStopMs = 20_000;

export async function runTorture(options: TortureOptions): Promise<Verdict> {
  const started = performance.now();
  const world = await startWorld({ seed: options.seed, loopbacks: 10 });
  const embeddings = await startEmbeddings();
  const env = await environment(options.folder, world.port, embeddings);
  const expected: Expected = new Map(
    Array.from({ length: options.feeds }, (_, n) => [
      feedAddress(world.origins[n % world.origins.length] ?? world.origin, n, options.items),
      loadGuids(n, options.items),
    ]),
  );
  const { mode, seed, feeds, items, kills } = options;
  const verdict: Verdict = { mode, seed, feeds, items, kills, ok: false, findings: null, earlyKills: 0, ownEnds: 0, longestMs: 0, settledAfter: 0, seconds: 0 };
  const running: Running = { options, random: createRandom(`torture ${seed} ${mode}`), env, program: startProgram(env, logOf(options)), verdict };
  try {
    await running.program.ready;
    world.setLoadShare(1 / (kills + 1));
    await subscribe(running, [...expected.keys()]);
    const duringImport = Math.ceil(kills / 5);
    for (let kill = 1; kill <= kills; kill += 1) {
      await strike(running, kill);
      world.setLoadShare((kill + 1) / (kills + 1));
      if (kill === duringImport) await untilImported(running);
    }
    await settle(running, expected);
  } finally {
    await running.program.end('SIGTERM');
    await stopDatabase(options.folder);
    await embeddings.stop();
    await world.stop();
  }
  verdict.seconds = Math.round((performance.now() - started) / 1000);
  verdict.ok = verdict.findings !== null && isClean(verdict.findings) && verdict.ownEnds === 0 && (mode !== 'term' || verdict.longestMs <= slowestStopMs);
  return verdict;
}

const logOf = (options: TortureOptions): string => `${options.folder}/program.log`;
const feedAddress = (origin: string, number: number, items: number): string => `${origin}/load/${number}/feed.xml?items=${items}`;

async function environment(folder: string, worldPort: number, embeddings: { url: string; model: string }): Promise<Record<string, string>> {
  return {
    DATA_DIR: `${folder}/data`,
    PORT: String(await freePort()),
    ALLOW_PRIVATE_NETWORKS: `127.0.0.0/8:${worldPort}`,
    EMBEDDINGS_URL: embeddings.url,
    EMBEDDINGS_MODEL: embeddings.model,
    POLL_INTERVALS: '3,3,3,3',
    LOG_LEVEL: 'warn',
  };
}

/** As a person would: an OPML file, whose import is itself killed and goes on. */
async function subscribe({ env }: Running, addresses: readonly string[]): Promise<void> {
  const { token } = await runCommand<{ token: string }>(env, ['token', 'create', '--name', 'torture', '--scope', 'write']);
  const lines = addresses.map((address, n) => `<outline type="rss" text="Load ${n}" xmlUrl="${address}"/>`);
  const response = await fetch(`http://127.0.0.1:${env['PORT']}/api/opml`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/x-opml' },
    body: `<?xml version="1.0"?><opml version="2.0"><head><title>Torture</title></head><body>${lines.join('')}</body></opml>`,
  });
  if (response.status !== 202) throw new Error(`the OPML file was not taken: ${response.status} ${await response.text()}`);
}

async function strike(running: Running, kill: number): Promise<void> {
  const { options, random, verdict } = running;
  // Every fourth kill hits the start itself.
  if (kill % 4 !== 0) await Promise.race([running.program.ready.catch(() => undefined), sleep(options.patience * 1000, undefined, { ref: false })]);
  await sleep(random.int(100, 4000));
  if (restartIfEnded(running)) return;
  if (options.mode === 'db') {
    const tookMs = await killDatabase(running);
    if (!restartIfEnded(running)) verdict.longestMs = Math.max(verdict.longestMs, tookMs);
    options.say(`db ${kill}/${options.kills}: back after ${tookMs} ms`);
    return;
  }
  if (running.program.readyAfterMs() < 0) verdict.earlyKills += 1;
  const { tookMs } = await running.program.end(options.mode === 'term' ? 'SIGTERM' : 'SIGKILL');
  if (options.mode === 'term') verdict.longestMs = Math.max(verdict.longestMs, Math.round(tookMs));
  running.program = startProgram(running.env, logOf(options));
  options.say(`${options.mode} ${kill}/${options.kills}: ended after ${Math.round(tookMs)} ms`);
}

/** The program must not end by itself, whatever happens to its database. */
function restartIfEnded(running: Running): boolean {
  const { options, verdict } = running;
  if (!running.program.ended()) return false;
  verdict.ownEnds += 1;
  options.say('the program has ended by itself and is started again');
  running.program = startProgram(running.env, logOf(options));
  return true;
}

/** The first kills hit the import; then it may end, so that the others hit the reading of all feeds. */
async function untilImported({ options, program }: Running): Promise<void> {
  const limit = performance.now() + options.patience * 1000;
  while (performance.now() < limit && !program.ended()) {
    if ((await findFaults(`${options.folder}/data`, new Map()))?.runningTasks === 0) return;
    await sleep(500);
  }
}

/** Kills the postmaster; milliseconds until its successor answers a query. */
async function killDatabase({ options: { folder, patience }, program }: Running): Promise<number> {
  const pid = postmasterPid(folder);
  const before = performance.now();
  if (pid !== null) killQuietly(pid, 'SIGKILL');
  while (!program.ended() && performance.now() - before < patience * 1000) {
    await sleep(50);
    if (postmasterPid(folder) !== pid && (await findFaults(`${folder}/data`, new Map())) !== null) break;
  }
  return Math.round(performance.now() - before);
}

async function settle(running: Running, expected: Expected): Promise<void> {
  const { options, verdict } = running;
  const before = performance.now();
  const passed = (): number => (performance.now() - before) / 1000;
  while (passed() < options.patience) {
    await sleep(1000);
    restartIfEnded(running);
    verdict.findings = await findFaults(`${options.folder}/data`, expected);
    if (verdict.findings && isClean(verdict.findings)) break;
    if (Math.round(passed()) % 20 === 0) options.say(`after ${Math.round(passed())} s: ${JSON.stringify(verdict.findings)}`);
  }
  verdict.settledAfter = Math.round(passed());
}

/** A program that was killed leaves its database running for the next start. */
async function stopDatabase(folder: string): Promise<void> {
  for (let i = 0; i < 100 && databaseUrl(`${folder}/data`) !== null; i += 1) {
    const pid = postmasterPid(folder);
    if (i % 50 === 0 && pid !== null) killQuietly(pid, 'SIGINT');
    await sleep(100);
  }
}

function postmasterPid(folder: string): number | null {
  try {
    const pid = Number(readFileSync(`${folder}/data/postgres/cluster/postmaster.pid`, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function killQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
