/**
 * Being a polite visitor: how many requests run at one host at once, how close they follow each other,
 * and a pause for the whole host when it asks for one. Every host has its own line, first come first served.
 */
import type { Clock } from './clock.ts';
import { AppError, RetryLater } from './errors.ts';

export interface HostPacing {
  /**
   * Does `work` when it is the turn of the host of `address`.
   * @throws AppError `source_rate_limited` when the wait is longer than `longestWaitMs`, at once when that is known
   * before (requests under way may take any time), and
   * whatever `work` throws: its 429 or 503 makes the host pause for everybody.
   */
  run<T>(address: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * How much may be begun side by side that asks this host: none during a short pause, and without limit for
   * the operator's own hosts and for one whose pause is so long that `run` refuses at once.
   */
  atOnce(address: string): number;
  /** Seconds until the host may be asked again; 0 when it may. */
  pausedFor(address: string): number;
  /** Hosts that are remembered. */
  readonly hosts: number;
  /** The program stops: whoever waits, or comes later, is told to come again. */
  close(): void;
}

export interface HostPacingOptions {
  clock: Clock;
  /** Requests at one host at once. */
  perHost?: number;
  /** From the start of one request to the start of the next, milliseconds. */
  spacingMs?: number;
  longestWaitMs?: number;
  /** Requests that may stand in line at one host. */
  longestLine?: number;
  /** Hosts without any limit: the operator's own. */
  unpaced?: (host: string) => boolean;
  /** Calls back after a while; returns the way to cancel. `holds`: somebody waits, the process must not end before. */
  after?: (ms: number, call: () => void, holds: boolean) => () => void;
}

interface Turn {
  start(): void;
  refuse(error: unknown): void;
}

interface Line {
  running: number;
  waiting: Turn[];
  nextAt: number;
  pausedUntil: number;
  /** Refusals in a row without a time named by the host: each doubles the pause. */
  strikes: number;
  cancel: (() => void) | null;
}

const shortestPause = 30;
const longestPause = 6 * 3600;

function afterTimeout(ms: number, call: () => void, holds: boolean): () => void {
  const timer = setTimeout(call, ms);
  if (!holds) timer.unref();
  return () => clearTimeout(timer);
}

interface Pace {
  lines: Map<string, Line>;
  perHost: number;
  spacingMs: number;
  longestWaitMs: number;
  longestLine: number;
  after: (ms: number, call: () => void, holds: boolean) => () => void;
  now(): number;
}

export function createHostPacing(options: HostPacingOptions): HostPacing {
  const { clock, perHost = 2, spacingMs = 250, longestWaitMs = 30_000, longestLine = 1000, unpaced = () => false, after = afterTimeout } = options;
  const lines = new Map<string, Line>();
  let closed = false;
  const pace: Pace = { lines, perHost, spacingMs, longestWaitMs, longestLine, after, now: () => clock.now().getTime() };
  return {
    get hosts() {
      return lines.size;
    },
    close() {
      closed = true;
      for (const line of lines.values()) for (const turn of line.waiting.splice(0)) turn.refuse(stopping());
    },
    atOnce(address) {
      const host = hostOf(address);
      const paused = (lines.get(host)?.pausedUntil ?? 0) - pace.now();
      if (host === '' || unpaced(host) || paused > longestWaitMs) return Infinity;
      return paused > 0 ? 0 : perHost;
    },
    pausedFor: (address) => Math.max(0, Math.ceil(((lines.get(hostOf(address))?.pausedUntil ?? 0) - pace.now()) / 1000)),
    async run(address, work, signal) {
      if (closed) throw stopping();
      const host = hostOf(address);
      if (host === '' || unpaced(host)) return work();
      const line = lines.get(host) ?? { running: 0, waiting: [], nextAt: 0, pausedUntil: 0, strikes: 0, cancel: null };
      lines.set(host, line);
      await waitForTurn(pace, host, line, signal);
      try {
        const result = await work();
        line.strikes = 0;
        return result;
      } catch (error) {
        pause(line, error, pace.now());
        throw error;
      } finally {
        line.running -= 1;
        advance(pace, host, line);
      }
    },
  };
}

const stopping = (): RetryLater => new RetryLater(1, 'the program stops');

/** Starts those whose turn it is, and comes back when the next one's is. */
function advance(pace: Pace, host: string, line: Line): void {
  line.cancel?.();
  line.cancel = null;
  const wait = waitOf(pace, line);
  if (wait > pace.longestWaitMs) {
    for (const turn of line.waiting.splice(0)) turn.refuse(waitError(wait));
  }
  if (wait > 0) {
    line.cancel = pace.after(wait, () => advance(pace, host, line), line.waiting.length > 0);
    return;
  }
  const turn = line.running < pace.perHost ? line.waiting.shift() : undefined;
  if (turn) {
    line.running += 1;
    line.nextAt = pace.now() + pace.spacingMs;
    turn.start();
    advance(pace, host, line);
  } else if (line.running === 0 && line.waiting.length === 0) forget(pace, host, line);
}

/** A host that behaves is forgotten at once; one that refused us is remembered for a while. */
function forget(pace: Pace, host: string, line: Line): void {
  if (line.strikes === 0) pace.lines.delete(host);
  else line.cancel = pace.after(longestPause * 1000, () => pace.lines.delete(host), false);
}

function waitForTurn(pace: Pace, host: string, line: Line, signal: AbortSignal | undefined): Promise<void> {
  const wait = waitOf(pace, line) + line.waiting.length * pace.spacingMs;
  if (wait > pace.longestWaitMs || line.waiting.length >= pace.longestLine) throw waitError(wait);
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    let forgetLimit = () => {};
    const settle = (finish: () => void) => {
      signal?.removeEventListener('abort', stop);
      forgetLimit();
      finish();
    };
    const turn: Turn = { start: () => settle(resolve), refuse: (error) => settle(() => reject(error)) };
    const leave = (error: unknown) => {
      line.waiting = line.waiting.filter((one) => one !== turn);
      turn.refuse(error);
      advance(pace, host, line);
    };
    const stop = () => leave(signal?.reason);
    signal?.addEventListener('abort', stop, { once: true });
    line.waiting.push(turn);
    // Slow requests ahead are seen only while one waits.
    forgetLimit = pace.after(pace.longestWaitMs, () => leave(waitError(pace.longestWaitMs)), true);
    advance(pace, host, line);
  });
}

/** Milliseconds until a request may start; 0 or less when it may now. */
function waitOf(pace: Pace, line: Line): number {
  return Math.max(line.nextAt, line.pausedUntil) - pace.now();
}

/** 429, and 503 with or without a time: the host is left alone, by everybody. */
function pause(line: Line, error: unknown, now: number): void {
  const seconds = pauseAskedFor(error, line.strikes);
  if (seconds === null) return;
  line.strikes += 1;
  line.pausedUntil = Math.max(line.pausedUntil, now + seconds * 1000);
}

function pauseAskedFor(error: unknown, strikes: number): number | null {
  if (!(error instanceof AppError)) return null;
  const asked = Number(error.details['seconds'] ?? 0);
  if (error.code === 'source_rate_limited') return Math.min(Math.max(asked, 1), longestPause);
  if (error.code === 'http_error' && error.details['status'] === 503) return Math.min(shortestPause * 2 ** Math.min(strikes, 10), longestPause);
  return null;
}

function waitError(ms: number): AppError {
  return new AppError('source_rate_limited', { seconds: Math.max(1, Math.ceil(ms / 1000)) });
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : '';
}
