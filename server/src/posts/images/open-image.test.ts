import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress, parseAllowList } from '#platform/egress';
import { AppError } from '#platform/errors';
import { serveHttp } from '#test/serve-http';
import { createImageCache } from './image-cache.ts';
import type { ImageDecoder } from './image-decoder.ts';
import { createImageProxy, type ImageProxyDeps } from './open-image.ts';
import { signImage } from './sign-image.ts';

const key = Buffer.alloc(32, 3);
const cleanUp: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** Stands in for the processes: tells whether bytes arrive and are handed on. */
const echo: ImageDecoder = { convert: async (bytes, width) => Buffer.concat([Buffer.from(`${width}:`), bytes]), close() {} };

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tidings-images-'));
  cleanUp.push(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

async function proxy(handler: RequestListener, deps: Partial<ImageProxyDeps> = {}) {
  let asked = 0;
  let time = Date.parse('2026-09-01T10:00:00Z');
  const server = await serveHttp((request, response) => {
    asked += 1;
    handler(request, response);
  });
  const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1') });
  cleanUp.push(
    () => server.close(),
    () => egress.close(),
  );
  const open = createImageProxy({ egress, key, cacheDir: folder(), decoder: echo, clock: { now: () => new Date(time) }, ...deps });
  const token = (path: string) => signImage(key, server.origin + path) ?? '';
  return {
    open: async (path: string, width: 320 | 1280 = 320) => Buffer.from((await open(token(path), width)).bytes).toString(),
    raw: open,
    token,
    asked: () => asked,
    pass: (ms: number) => (time += ms),
  };
}

describe('the image proxy', () => {
  it('fetches, converts and remembers a picture for each width', async () => {
    const p = await proxy((request, response) => void response.end(request.url));
    expect([await p.open('/a'), await p.open('/a'), await p.open('/a', 1280), await p.open('/b')]).toEqual(['320:/a', '320:/a', '1280:/a', '320:/b']);
    expect(p.asked()).toBe(3);
  });

  it('fetches once what many ask for at once', async () => {
    const p = await proxy((_, response) => void setTimeout(() => response.end('x'), 30));
    await Promise.all(Array.from({ length: 20 }, () => p.open('/same')));
    expect(p.asked()).toBe(1);
  });

  it('opens nothing that it has not signed', async () => {
    const p = await proxy((_, response) => void response.end('x'));
    await expect(p.raw('aHR0cDovL2V2aWwuZXhhbXBsZS8.AAAAAAAAAAAAAAAAAAAAAA', 320)).rejects.toMatchObject({ code: 'not_found' });
    expect(p.asked()).toBe(0);
  });

  it('checks a signed address like any other', async () => {
    const p = await proxy((_, response) => void response.end('x'));
    await expect(p.raw(signImage(key, 'http://169.254.169.254/latest/') ?? '', 320)).rejects.toMatchObject({ code: 'address_blocked' });
  });

  it('does not ask again soon for what was refused', async () => {
    let status = 500;
    const p = await proxy((request, response) => void response.writeHead(request.url === '/none' ? 404 : status).end('x'));
    await expect(p.open('/sick')).rejects.toMatchObject({ code: 'http_error' });
    await expect(p.open('/none')).rejects.toMatchObject({ code: 'http_not_found' });
    status = 200;
    await expect(p.open('/sick')).rejects.toMatchObject({ code: 'http_error' });
    expect(p.asked()).toBe(2);
    p.pass(61_000);
    expect(await p.open('/sick')).toBe('320:x');
    await expect(p.open('/none')).rejects.toMatchObject({ code: 'http_not_found' });
    expect(p.asked()).toBe(3);
  });

  it('tries a picture again soon when it was the work that failed, not the picture', async () => {
    const failures = [new AppError('too_complex'), new AppError('body_undecodable')];
    const failing: ImageDecoder = {
      convert: async (bytes) => {
        const error = failures.pop();
        if (error) throw error;
        return bytes;
      },
      close() {},
    };
    const p = await proxy((_, response) => void response.end('x'), { decoder: failing });
    await expect(p.open('/broken')).rejects.toMatchObject({ code: 'body_undecodable' });
    await expect(p.open('/heavy')).rejects.toMatchObject({ code: 'too_complex' });
    p.pass(61_000);
    expect(await p.open('/heavy')).toBe('x');
    await expect(p.open('/broken')).rejects.toMatchObject({ code: 'body_undecodable' });
  });

  it('serves a real picture as WebP and refuses a page that calls itself one', async () => {
    const jpeg = await sharp({ create: { width: 800, height: 400, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer();
    const egress = createEgress({ allowPrivate: parseAllowList('127.0.0.1') });
    const server = await serveHttp(
      (request, response) => void response.setHeader('content-type', 'image/jpeg').end(request.url === '/a.jpg' ? jpeg : '<html><script>alert(1)</script>'),
    );
    cleanUp.push(
      () => server.close(),
      () => egress.close(),
    );
    const open = createImageProxy({ egress, key, cacheDir: folder() });
    const image = await open(signImage(key, `${server.origin}/a.jpg`) ?? '', 320);
    const about = await sharp(image.bytes).metadata();
    expect([image.contentType, about.format, about.width]).toEqual(['image/webp', 'webp', 320]);
    await expect(open(signImage(key, `${server.origin}/b.jpg`) ?? '', 320)).rejects.toMatchObject({ code: 'body_undecodable' });
  });
});

describe('the cache of pictures', () => {
  it('stays within its size: what was not looked at for longest goes first', async () => {
    const dir = folder();
    let time = Date.now();
    const cache = createImageCache({ dir, maxBytes: 1000, clock: { now: () => new Date(time) } });
    for (let at = 0; at < 12; at += 1) {
      await cache.write(`${at.toString(16).padStart(2, '0')}abcdef`, Buffer.alloc(100, at));
      time += 4_000_000;
      await cache.read('00abcdef');
    }
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const total = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
    expect(total).toBeLessThanOrEqual(1000);
    expect(files.map((file) => file.name)).toContain('00abcdef.webp');
    expect(files.map((file) => file.name)).not.toContain('01abcdef.webp');
    expect(await cache.read('ffabcdef')).toBeNull();
  });

  it('that cannot be written is no error', async () => {
    const cache = createImageCache({ dir: '/dev/null/nowhere', maxBytes: 1000, clock: { now: () => new Date() } });
    await cache.write('00abcdef', Buffer.alloc(10));
    expect(await cache.read('00abcdef')).toBeNull();
  });
});
