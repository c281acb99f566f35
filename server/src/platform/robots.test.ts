import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { serveHttp } from '#test/serve-http';
import { createEgress, parseAllowList } from './egress.ts';
import { createRobots } from './robots.ts';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0)) await step();
});

async function site(handler: RequestListener) {
  let asked = 0;
  let time = Date.parse('2026-09-01T10:00:00Z');
  const server = await serveHttp((request, response) => {
    asked += 1;
    handler(request, response);
  });
  const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1') });
  cleanUp.push(
    () => egress.close(),
    () => server.close(),
  );
  const robots = createRobots({ egress, clock: { now: () => new Date(time) } });
  return { allows: (path: string) => robots.allows(server.origin + path), asked: () => asked, pass: (ms: number) => (time += ms), server };
}

const says =
  (text: string): RequestListener =>
  (_, response) =>
    void response.end(text);

describe('robots.txt', () => {
  it('is obeyed: the rules for us, else those for all', async () => {
    const general = await site(says('User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nDisallow: /private/\nAllow: /private/news$ # not hidden\n'));
    expect(await Promise.all(['/', '/private/a', '/private/news', '/private/news/2'].map(general.allows))).toEqual([true, false, true, false]);
    const ours = await site(says('User-agent: *\nDisallow: /\n\nUser-agent: otherbot\nUser-agent: Tidings/0.1\nDisallow: /*.pdf$\n'));
    expect(await Promise.all(['/', '/a.pdf', '/a.pdf?b'].map(ours.allows))).toEqual([true, false, true]);
    const free = await site(says('User-agent: *\nDisallow: /\n\nUser-agent: Tidings\nDisallow:\n'));
    expect(await free.allows('/anything')).toBe(true);
    const bare = await site(says('User-agent: *\nDisallow: /\n\nUser-agent: Tidings\n'));
    expect(await bare.allows('/anything')).toBe(true);
  });

  it('is asked for once a day and site', async () => {
    const quiet = await site(says(''));
    await Promise.all([quiet.allows('/a'), quiet.allows('/b')]);
    await quiet.allows('/c');
    expect(quiet.asked()).toBe(1);
    quiet.pass(86_400_001);
    await quiet.allows('/d');
    expect(quiet.asked()).toBe(2);
  });

  it('that is not there allows everything; a sick server allows nothing for an hour', async () => {
    const none = await site((_, response) => void response.writeHead(404).end());
    expect(await none.allows('/a')).toBe(true);
    let status = 500;
    const sick = await site((_, response) => void response.writeHead(status).end());
    expect(await sick.allows('/a')).toBe(false);
    status = 403;
    sick.pass(3_600_001);
    expect(await sick.allows('/a')).toBe(true);
  });

  it('of a site that cannot be reached is that error, and is asked for again', async () => {
    const gone = await site(says(''));
    await gone.server.close();
    await expect(gone.allows('/a')).rejects.toMatchObject({ code: 'connection_failed' });
    await expect(gone.allows('/a')).rejects.toMatchObject({ code: 'connection_failed' });
  });

  it('made to be slow is read in a few steps', async () => {
    const groups = `${Array.from({ length: 8000 }, (_, at) => `User-agent: bot${at}`).join('\n')}\n${'Disallow: /\n'.repeat(20_000)}`;
    const wild = `User-agent: *\n${'Disallow: /*a*a*a*b\n'.repeat(15_000)}`;
    for (const text of [groups, wild, `${'User-agent: *\nDisallow: /x\n'.repeat(15_000)}`, '\0'.repeat(500_000), `${' '.repeat(400_000)}x`]) {
      const slow = await site(says(text));
      expect(await slow.allows(`/${'a'.repeat(1000)}`)).toBe(true);
    }
  });
});
