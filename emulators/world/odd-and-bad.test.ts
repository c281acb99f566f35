import { connect, type Socket } from 'node:net';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadGuids } from './load-feeds.ts';
import { startWorld, type World } from './start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ clock: () => new Date('2026-11-21T12:00:00Z') });
});
afterAll(() => world.stop());

const get = (url: string | undefined): Promise<Response> => fetch(url ?? '', { redirect: 'manual' });

describe('odd addresses', () => {
  it.each([
    ['login-401', 401],
    ['login-403', 403],
    ['missing', 404],
    ['gone', 410],
    ['moved-301', 301],
    ['moved-308', 308],
    ['to-metadata', 302],
    ['unavailable', 503],
  ])('%s answers %i', async (name, status) => {
    expect((await get(world.addresses.odd[name])).status).toBe(status);
  });

  it('leads a moved feed to one that is there', async () => {
    const response = await fetch(world.addresses.odd['chain-3'] ?? '');
    expect(response.url).toBe(world.addresses.feeds['prichal']);
    expect(response.status).toBe(200);
  });

  it('limits every second request and says for how long', async () => {
    const url = world.addresses.odd['slow-down'];
    const first = await get(url);
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '3']);
    expect((await get(url)).status).toBe(200);
  });

  it('counts who reaches the private port', async () => {
    expect(world.canary.hits).toBe(0);
    await (await fetch(world.addresses.odd['to-canary'] ?? '')).text();
    expect(world.canary.hits).toBe(1);
  });
});

describe('bad addresses', () => {
  it('sends a bomb that is a thousand times larger inside', async () => {
    const raw = await new Promise<Buffer>((resolve, reject) => {
      const chunks: Buffer[] = [];
      connect(world.port, '127.0.0.1', function (this: Socket) {
        this.write('GET /bad/gzip-bomb.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
        this.on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => resolve(Buffer.concat(chunks)))
          .on('error', reject);
      });
    });
    expect((200 * 1024 * 1024) / raw.length).toBeGreaterThan(1000);
  });

  it('drips one byte at a time and never ends', async () => {
    const controller = new AbortController();
    const response = await fetch(`${world.addresses.bad['slow-loris']}?pause=20`, { signal: controller.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.value).toHaveLength(1);
    expect((await reader?.read())?.value?.length).toBeLessThan(5);
    controller.abort();
  });

  it.each(['reset', 'bad-chunks', 'length-too-long', 'reset-midway', 'header-flood'])('%s breaks the transfer', async (name) => {
    await expect(get(world.addresses.bad[name]).then((r) => r.text())).rejects.toThrow();
  });

  it('has an answer for every bad address', async () => {
    const endless = [
      'slow-loris',
      'never-answers',
      'stalls',
      'endless',
      'not-http',
      'odd-status',
      'two-lengths',
      'many-encodings',
      'reset',
      'bad-chunks',
      'length-too-long',
      'length-too-short',
      'reset-midway',
      'header-flood',
    ];
    const finite = Object.entries(world.addresses.bad).filter(([name]) => !endless.includes(name));
    for (const [name, url] of finite) {
      const response = await get(url);
      expect([name, response.status]).toEqual([name, 200]);
      await response.body?.cancel();
    }
  });
});

describe('files and loads', () => {
  it('lists 500 sources that all answer', async () => {
    const text = await (await get(world.addresses.files['large'])).text();
    const urls = [...text.matchAll(/xmlUrl="([^"]+)"/g)].map((m) => m[1]);
    expect(new Set(urls).size).toBe(500);
    expect((await get(urls[499])).status).toBe(200);
  });

  it('makes any number of load feeds, each with its own items', async () => {
    const text = await (await get(`${world.origin}/load/41/feed.xml?items=100`)).text();
    const guids = [...text.matchAll(/<guid isPermaLink="false">([^<]+)/g)].map((m) => m[1]);
    expect(guids).toEqual(loadGuids(41, 100));
    expect(loadGuids(42, 100)).not.toContain(guids[0]);
  });

  it('lets load feeds grow, the oldest items first', async () => {
    const url = `${world.origin}/load/7/feed.xml?items=40`;
    world.setLoadShare(0.25);
    const early = await get(url);
    const guids = [...(await early.text()).matchAll(/<guid isPermaLink="false">([^<]+)/g)].map((m) => m[1]);
    expect(guids).toEqual(loadGuids(7, 40).slice(-10));
    world.setLoadShare(1);
    expect(
      (await fetch(url, { headers: { 'if-none-match': early.headers.get('etag') ?? '', 'if-modified-since': early.headers.get('last-modified') ?? '' } }))
        .status,
    ).toBe(200);
  });

  it('draws pictures that are valid PNG', async () => {
    const item = world.items('harbour-times').findLast((i) => i.picture);
    const png = Buffer.from(await (await get(`${world.origin}/site/harbour-times/pictures/${item?.id}.png`)).arrayBuffer());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([640, 400]);
    const length = png.readUInt32BE(33);
    expect(inflateSync(png.subarray(41, 41 + length))).toHaveLength((640 * 3 + 1) * 400);
  });
});
