import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from './start-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ clock: () => new Date('2026-11-21T12:00:00Z') });
});
afterAll(() => world.stop());

const get = async (name: string): Promise<{ text: string; response: Response }> => {
  const response = await fetch(world.addresses.feeds[name] ?? '');
  const bytes = await response.arrayBuffer();
  const charset = /encoding="([\w-]+)"/.exec(Buffer.from(bytes).subarray(0, 100).toString('latin1'))?.[1] ?? 'utf-8';
  return { text: new TextDecoder(charset, { fatal: true }).decode(bytes), response };
};

/** Tags that nest, entities that exist, nothing after the root: enough to catch a writer's mistakes. */
function complaint(xml: string): string | undefined {
  const body = xml
    .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
    .replace(/<\?[\s\S]*?\?>/g, '')
    .replace(/<!DOCTYPE[^>]*>/, '');
  const stray = /&(?!(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);)/i.exec(body);
  if (stray) return `stray & at ${stray.index}`;
  const open: string[] = [];
  let end = 0;
  for (const tag of body.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (/[<>]/.test(body.slice(end, tag.index))) return `stray bracket before ${tag.index}`;
    end = tag.index + tag[0].length;
    if (tag[1] === '/' && open.pop() !== tag[2]) return `unexpected ${tag[0]} at ${tag.index}`;
    if (tag[1] === '' && tag[4] === '') open.push(tag[2] ?? '');
  }
  return open.length > 0 ? `never closed: ${open.join(' ')}` : undefined;
}

describe('feeds of the emulated world', () => {
  it.each([
    'harbour-times',
    'prichal',
    'veter-i-set',
    'grid-ledger',
    'tihaya-laboratoriya',
    'olkhovets-vestnik',
    'tram-and-lane',
    'otladka',
    'semicolon-weekly',
    'nochnoy-reis',
    'pereskaz',
    'wire-copy',
    'bez-daty',
    'long-archive',
    'short-window',
  ])('%s is well formed', async (name) => {
    expect(complaint((await get(name)).text)).toBeUndefined();
  });

  it('has one feed that is broken, as it claims', async () => {
    expect(complaint((await get('tangled-wire')).text)).toBeDefined();
  });

  it('writes old encodings so that they decode to the same words', async () => {
    for (const name of ['tihaya-laboratoriya', 'olkhovets-vestnik']) {
      const decoded = (await get(name)).text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
      for (const item of world.items(name).slice(-5)) expect(decoded.includes(item.title)).toBe(true);
    }
  });

  it('shows as many items as its window, and all of the archive', async () => {
    const count = async (name: string): Promise<number> => (await get(name)).text.split('<item>').length - 1;
    expect(await count('short-window')).toBe(5);
    expect(await count('long-archive')).toBe(2000);
  });

  it('gives every quirk that it announces', async () => {
    const links = [...(await get('pereskaz')).text.matchAll(/<item>[\s\S]*?<link>([^<]+)/g)].map((m) => m[1]);
    expect(new Set(links).size).toBe(1);
    expect((await get('wire-copy')).text).toMatch(/<guid isPermaLink="false">\d+<\/guid>/);
    expect((await get('nochnoy-reis')).text).toMatch(/<enclosure url="[^"]+\.mp3" length="41800" type="audio\/mpeg"\/>/);
    expect((await get('bez-daty')).text).not.toContain('<pubDate>');
    expect((await get('prichal')).text).toContain('<ttl>15</ttl>');
    expect((await get('grid-ledger')).response.headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('compresses with what the client accepts and the site prefers', async () => {
    const encoding = async (name: string, accept: string): Promise<string | null> => {
      const response = await fetch(world.addresses.feeds[name] ?? '', { headers: { 'accept-encoding': accept } });
      await response.arrayBuffer();
      return response.headers.get('content-encoding');
    };
    expect(await encoding('prichal', 'gzip, br')).toBe('br');
    expect(await encoding('grid-ledger', 'gzip')).toBeNull();
    expect(await encoding('grid-ledger', 'zstd')).toBe('zstd');
  });

  it('publishes what is due when time moves on', () => {
    const before = world.items('short-window').length;
    const published = world.tick(24 * 60);
    expect(published.length).toBeGreaterThan(100);
    expect(world.items('short-window').length - before).toBe(40);
    expect(published.every((i) => i.at > new Date('2026-11-21T11:59:00Z') && i.at <= new Date('2026-11-22T12:00:00Z'))).toBe(true);
  });

  it('tells one event in several outlets, and passes some texts on almost unchanged', () => {
    const all = Object.keys(world.addresses.sites).flatMap((name) => world.items(name));
    const byEvent = Map.groupBy(all, (i) => i.eventId);
    expect([...byEvent.values()].filter((list) => new Set(list.map((i) => i.outlet)).size > 1).length).toBeGreaterThan(50);
    const reposts = all.filter((i) => i.repostOf !== null);
    expect(reposts.length).toBeGreaterThan(20);
    for (const copy of reposts) {
      const original = world.items(copy.repostOf?.outlet ?? '').find((i) => i.id === copy.repostOf?.id);
      expect(copy.paragraphs.filter((p) => original?.paragraphs.includes(p)).length).toBeGreaterThanOrEqual(copy.paragraphs.length - 1);
    }
  });
});
