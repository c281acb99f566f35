import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './start-world.ts';

const noon = new Date('2026-11-21T12:00:00Z');
let world: World;

beforeAll(async () => {
  world = await startWorld({ clock: () => noon });
});
afterAll(() => world.stop());

const read = async (
  url: string | undefined,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers; bytes: Buffer }> => {
  const response = await fetch(url ?? '', { headers, redirect: 'manual' });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, text: bytes.toString(), headers: response.headers, bytes };
};

describe('the emulated world', () => {
  it('shows a published item at once in the feed, on the front page and as an article', async () => {
    const item = world.publish('harbour-times', { title: 'A whale at berth four', text: 'It left by itself.\n\nNobody was hurt.' });
    const feed = await read(world.addresses.feeds['harbour-times']);
    expect(feed.text).toContain('<title>A whale at berth four</title>');
    expect((await read(world.addresses.sites['harbour-times'])).text).toContain('A whale at berth four');
    const article = await read(`${world.origin}/site/harbour-times/news/${item.id}-${item.slug}`);
    expect(article.status).toBe(200);
    expect(article.text).toContain('<p>Nobody was hurt.</p>');
  });

  it('answers 304 to a client that has the ETag or the date, until something changes', async () => {
    const url = world.addresses.feeds['prichal'];
    const first = await read(url);
    const etag = first.headers.get('etag') ?? '';
    expect((await read(url, { 'if-none-match': etag })).status).toBe(304);
    expect((await read(url, { 'if-modified-since': first.headers.get('last-modified') ?? '' })).status).toBe(304);
    const item = world.publish('prichal', { title: 'Маяк погас', text: 'На час.' });
    expect((await read(url, { 'if-none-match': etag })).status).toBe(200);
    const second = (await read(url)).headers.get('etag') ?? '';
    world.edit('prichal', item.id, { text: 'На два часа.' });
    expect((await read(url, { 'if-none-match': second })).text).toContain('На два часа.');
    world.remove('prichal', item.id);
    expect((await read(url)).text).not.toContain('Маяк погас');
  });

  it('answers by host name as by path', async () => {
    const { request } = await import('node:http');
    const byHost = await new Promise<string>((resolve, reject) => {
      request({ port: world.port, path: '/feed.xml', headers: { host: `harbour-times.example:${world.port}` } }, (res) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text));
      })
        .on('error', reject)
        .end();
    });
    expect(byHost).toContain(`<link>http://harbour-times.example:${world.port}/</link>`);
  });

  it('pages through a channel to its first message, each message once', async () => {
    const seen: number[] = [];
    let before: string | undefined = '';
    while (before !== undefined) {
      const { text } = await read(`${world.addresses.channels['reid_i_bereg']}${before}`);
      const ids = [...text.matchAll(/data-post="reid_i_bereg\/(\d+)"/g)].map((m) => Number(m[1]));
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      seen.push(...ids);
      const more = /data-before="(\d+)"/.exec(text);
      before = more ? `?before=${more[1]}` : undefined;
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual(world.items('reid_i_bereg').map((i) => i.id));
  });

  it('serves the pictures that a channel shows', async () => {
    const { text } = await read(world.addresses.channels['reid_i_bereg']);
    const [, picture] = /background-image:url\('(http:[^']+\/file\/reid_i_bereg\/[^']+\.png)'/.exec(text) ?? [];
    const answer = await read(picture);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png']);
  });

  it('takes an article down, and sends an old address to the present one', async () => {
    const item = world.publish('harbour-times', { title: 'Fog', text: 'Thick.' });
    const base = `${world.origin}/site/harbour-times/news/${item.id}`;
    expect((await read(`${base}-mist`)).headers.get('location')).toBe(`${base}-fog`);
    world.remove('harbour-times', item.id);
    expect((await read(`${base}-fog`)).status).toBe(410);
  });

  it('makes the same world again from the same seed and clock', async () => {
    const again = await startWorld({ clock: () => noon });
    const titles = (w: World): string[] => w.items('otladka').map((i) => `${i.at.toISOString()} ${i.title}`);
    expect(titles(again)).toEqual(titles(world));
    await again.stop();
  });

  it('keeps a log of requests with their status', async () => {
    await read(`${world.origin}/site/harbour-times/nothing`, { 'x-probe': '7' });
    const last = world.requests.findLast((r) => r.headers['x-probe'] === '7');
    expect(last).toMatchObject({ method: 'GET', path: '/site/harbour-times/nothing', status: 404 });
  });

  it('fails on demand, then is well again', async () => {
    const url = world.addresses.feeds['otladka'] ?? '';
    world.failNext('otladka', '500');
    world.failNext('otladka', 'reset');
    expect((await read(url)).status).toBe(500);
    await expect(read(url)).rejects.toThrow();
    expect((await read(url)).status).toBe(200);
  });
});
