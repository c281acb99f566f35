import { describe, expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { createHostPacing, type HostPacingOptions } from './host-pacing.ts';

/** Time that moves only when told, with the calls that wait for it. */
function madeTime() {
  let time = Date.parse('2026-09-01T10:00:00Z');
  let timers: { at: number; call: () => void }[] = [];
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    clock: { now: () => new Date(time) },
    after(ms: number, call: () => void) {
      const timer = { at: time + ms, call };
      timers.push(timer);
      return () => void (timers = timers.filter((one) => one !== timer));
    },
    async pass(ms: number) {
      const end = time + ms;
      await settle();
      for (;;) {
        const next = timers.filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        time = Math.max(time, next.at);
        next.call();
        await settle();
      }
      time = end;
      await settle();
    },
    now: () => time,
  };
}

function pacing(options: Partial<HostPacingOptions> = {}) {
  const time = madeTime();
  return { time, pacing: createHostPacing({ clock: time.clock, after: time.after, spacingMs: 100, ...options }) };
}

const site = 'https://news.example/feed';
const limited = (seconds: number) => async () => Promise.reject(new AppError('source_rate_limited', { seconds }));

describe('requests to one host', () => {
  it('start one after the other, in order, at most two at once', async () => {
    const { time, pacing: p } = pacing();
    const started: [number, number][] = [];
    const begun = time.now();
    let running = 0;
    let most = 0;
    const all = Array.from({ length: 5 }, (_, at) =>
      p.run(`${site}/${at}`, async () => {
        started.push([at, time.now() - begun]);
        most = Math.max(most, ++running);
        await new Promise<void>((done) => time.after(250, done));
        running -= 1;
      }),
    );
    await time.pass(2000);
    await Promise.all(all);
    expect(started).toEqual([
      [0, 0],
      [1, 100],
      [2, 250],
      [3, 350],
      [4, 500],
    ]);
    expect(most).toBe(2);
  });

  it('do not wait for those to other hosts', async () => {
    const { time, pacing: p } = pacing();
    const hung = p.run(site, () => new Promise<string>(() => {}));
    void p.run(site, () => hung);
    expect(await p.run('https://other.example/', async () => 'at once')).toBe('at once');
    await time.pass(0);
  });

  it('give back what the work gives, or throws', async () => {
    const { pacing: p } = pacing();
    expect(await p.run('https://a.example/', async () => 7)).toBe(7);
    await expect(p.run('https://b.example/', async () => Promise.reject(new AppError('gone')))).rejects.toMatchObject({ code: 'gone' });
    expect(p.pausedFor('https://b.example/')).toBe(0);
  });

  it('leave the line when the caller stops', async () => {
    const { time, pacing: p } = pacing({ perHost: 1 });
    void p.run(site, () => new Promise(() => {}));
    const stop = new AbortController();
    const waiting = p.run(site, async () => 'never', stop.signal);
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    await time.pass(10_000);
  });
});

describe('a wait that turns out longer than allowed', () => {
  it('ends behind requests that do not, and the others keep their place', async () => {
    const { time, pacing: p } = pacing({ perHost: 1, longestWaitMs: 5000 });
    const slow = p.run(site, () => new Promise<string>((done) => time.after(6000, () => done('slow'))));
    const early = p.run(site, async () => 'served').catch((error: AppError) => error);
    await time.pass(3000);
    const late = p.run(site, async () => 'served');
    await time.pass(2500);
    expect(await early).toMatchObject({ code: 'source_rate_limited', details: { seconds: 5 } });
    await time.pass(1000);
    expect([await slow, await late]).toEqual(['slow', 'served']);
    await time.pass(10_000);
    expect(p.hosts).toBe(0);
  });
});

it('tells how much may be begun at a host: nothing while it pauses for a moment, no limit where a longer pause refuses at once', async () => {
  const { time, pacing: p } = pacing({ perHost: 2, longestWaitMs: 30_000, unpaced: (host) => host === '127.0.0.1' });
  expect([p.atOnce(site), p.atOnce('http://127.0.0.1:9/')]).toEqual([2, Infinity]);
  await expect(p.run(site, limited(20))).rejects.toMatchObject({ code: 'source_rate_limited' });
  expect(p.atOnce(site)).toBe(0);
  await time.pass(20_000);
  expect(p.atOnce(site)).toBe(2);
  await expect(p.run(site, limited(120))).rejects.toMatchObject({ code: 'source_rate_limited' });
  expect(p.atOnce(site)).toBe(Infinity);
});

describe('a host that asks to wait', () => {
  it('is left alone by everybody for that long', async () => {
    const { time, pacing: p } = pacing();
    await expect(p.run(site, limited(120))).rejects.toMatchObject({ code: 'source_rate_limited' });
    expect(p.pausedFor('https://news.example/other')).toBe(120);
    let asked = 0;
    await expect(p.run('https://news.example/other', async () => (asked += 1))).rejects.toMatchObject({ details: { seconds: 120 } });
    expect(asked).toBe(0);
    await time.pass(120_000);
    expect(await p.run(site, async () => 'welcome')).toBe('welcome');
  });

  it('sends away those who already stand in line, when the wait is long; else they wait', async () => {
    for (const [seconds, outcome] of [
      [600, 'refused'],
      [10, 'served'],
    ] as const) {
      const { time, pacing: p } = pacing({ perHost: 1 });
      const first = p.run(site, limited(seconds)).catch(() => 'limited');
      const second = p.run(site, async () => 'served').catch(() => 'refused');
      await time.pass(11_000);
      expect([await first, await second]).toEqual(['limited', outcome]);
    }
  });

  it('without naming a time is given twice as long each time, until it answers', async () => {
    const { time, pacing: p } = pacing();
    const broken = async () => Promise.reject(new AppError('http_error', { status: 503 }));
    const pauses: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await p.run(site, broken).catch(() => {});
      pauses.push(p.pausedFor(site));
      await time.pass(p.pausedFor(site) * 1000);
    }
    await p.run(site, async () => 'back');
    await time.pass(1000);
    await p.run(site, broken).catch(() => {});
    expect([...pauses, p.pausedFor(site)]).toEqual([30, 60, 120, 30]);
  });
});

describe('the memory of hosts', () => {
  it('holds only those that matter now', async () => {
    const { time, pacing: p } = pacing();
    await Promise.all(Array.from({ length: 500 }, (_, at) => p.run(`https://host${at}.example/`, async () => at)));
    await p.run('https://limited.example/', limited(60)).catch(() => {});
    await time.pass(200);
    expect(p.hosts).toBe(1);
    await time.pass(60_000 + 6 * 3_600_000);
    expect(p.hosts).toBe(0);
  });

  it('bounds the line at each host', async () => {
    const { pacing: p } = pacing({ longestLine: 3, perHost: 1, spacingMs: 0 });
    const asked = Array.from({ length: 10 }, () => p.run(site, () => new Promise(() => {})));
    const refused = await Promise.all(asked.map((one) => Promise.race([one.catch(() => 'refused'), new Promise((r) => setTimeout(r, 20, 'kept'))])));
    expect(refused.filter((one) => one === 'refused')).toHaveLength(6);
  });

  it("does not hold the operator's own hosts", async () => {
    const { pacing: p } = pacing({ unpaced: (host) => host === '127.0.0.1' });
    await Promise.all(Array.from({ length: 50 }, () => p.run('http://127.0.0.1:9/', async () => 1)));
    expect(p.hosts).toBe(0);
  });
});
