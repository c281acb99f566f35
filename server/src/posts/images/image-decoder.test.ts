import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { createImageDecoder } from './image-decoder.ts';

const decoder = createImageDecoder();
afterAll(() => decoder.close());

const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#3366aa' } });

/** A PNG that claims a size; its data is zeros. */
function claimedPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, crcOf(Buffer.concat([Buffer.from(type), data]))]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(5_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crcOf(data: Buffer): Buffer {
  let crc = -1;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const out = Buffer.alloc(4);
  out.writeInt32BE(~crc);
  return out;
}

describe('a picture', () => {
  it.each(['jpeg', 'png', 'gif', 'webp', 'avif'] as const)('in %s becomes a WebP of the wanted width', async (format) => {
    const about = await sharp(await decoder.convert(await picture(900, 600).toFormat(format).toBuffer(), 320)).metadata();
    expect([about.format, about.width, about.height]).toEqual(['webp', 320, 213]);
  });

  it('is never enlarged, and a very tall one is bounded', async () => {
    const small = await sharp(await decoder.convert(await picture(40, 30).png().toBuffer(), 1280)).metadata();
    expect([small.width, small.height]).toEqual([40, 30]);
    const tall = await sharp(await decoder.convert(await picture(100, 9000).png().toBuffer(), 320)).metadata();
    expect(tall.height).toBeLessThanOrEqual(640);
  });

  it('stands upright and tells nothing about who took it', async () => {
    const exif = { IFD0: { Copyright: 'canary-name', Make: 'canary-camera' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
    const original = await picture(60, 40).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const converted = await decoder.convert(original, 320);
    const about = await sharp(converted).metadata();
    expect([about.width, about.height, about.orientation, about.exif, about.xmp, about.icc]).toEqual([40, 60, undefined, undefined, undefined, undefined]);
    expect(Buffer.from(converted).includes('canary')).toBe(false);
  });

  it('that moves stands still', async () => {
    const frames = Buffer.concat([Buffer.alloc(20 * 20 * 3, 10), Buffer.alloc(20 * 20 * 3, 200), Buffer.alloc(20 * 20 * 3, 90)]);
    const moving = await sharp(frames, { raw: { width: 20, height: 60, channels: 3, pageHeight: 20 } })
      .gif({ loop: 0 })
      .toBuffer();
    expect((await sharp(moving).metadata()).pages).toBe(3);
    const about = await sharp(await decoder.convert(moving, 320)).metadata();
    expect([about.width, about.height, about.pages ?? 1]).toEqual([20, 20, 1]);
  });
});

describe('what is not a picture to show', () => {
  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page', '<!doctype html><img src=x onerror=alert(1)>'],
    ['a TIFF', 'II*\0\x08\0\0\0'],
    ['a cut PNG', claimedPng(10, 10).subarray(0, 40)],
    ['a JPEG in name only', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(500, 'x')])],
    ['a HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic')],
    ['nothing', ''],
  ])('%s is refused', async (_, bytes) => {
    await expect(decoder.convert(Buffer.from(bytes), 320)).rejects.toMatchObject({ code: 'body_undecodable' });
  });

  it.each([
    [60_000, 60_000],
    [8000, 8000],
  ])('a bomb of %i x %i pixels is refused by what its header says', async (width, height) => {
    await expect(decoder.convert(claimedPng(width, height), 320)).rejects.toMatchObject({ code: 'body_too_large' });
  });
});

describe('the processes that decode', () => {
  it('are ended when they die or take too long, which says nothing about the picture, and the next one gets a new process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidings-decoder-'));
    const program = join(folder, 'child.mjs');
    // Dies at a width of 1, hangs at 2, and else gives back what it got.
    writeFileSync(program, "process.on('message', ({ bytes, width }) => (width === 1 ? process.exit(1) : width > 2 && process.send({ bytes })));");
    const odd = createImageDecoder({ processes: 1, timeoutMs: 3000, program: pathToFileURL(program) });
    onTestFinished(() => {
      odd.close();
      rmSync(folder, { recursive: true });
    });
    const bytes = await picture(50, 50).png().toBuffer();
    for (const width of [1, 2]) {
      const [failed, next] = await Promise.allSettled([odd.convert(bytes, width), odd.convert(bytes, 320)]);
      expect([failed, next]).toMatchObject([{ reason: { code: 'too_complex' } }, { value: { length: bytes.length } }]);
    }
  });

  it('are two at most, whatever is asked for at once', async () => {
    const bytes = await picture(300, 300).png().toBuffer();
    const all = await Promise.all(Array.from({ length: 12 }, () => decoder.convert(bytes, 320)));
    expect(new Set(all.map((one) => one.byteLength)).size).toBe(1);
  });
});
