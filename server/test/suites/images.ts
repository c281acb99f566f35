/** Pictures of others, valid, broken and hostile, through the decoder of the image proxy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { AppError } from '#platform/errors';
import { createImageDecoder, type ImageDecoder } from '../../src/posts/images/image-decoder.ts';
import type { SuiteFigure } from './figure.ts';

interface ImageCase {
  id: string;
  file: string;
  class: string;
  must_not_contain?: string[];
  reference_sharp: { meta?: { format: string; width: number; height: number }; reencode?: { width: number; height: number } };
}

interface Outcome {
  one: ImageCase;
  output: Uint8Array | null;
  /** Refused with one of our own errors, not a crash. */
  clean: boolean;
  ms: number;
}

const formats = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);

export async function runImageSuite(dataDir: string): Promise<SuiteFigure[]> {
  const folder = join(dataDir, 'images/public');
  const cases = readFileSync(join(folder, 'cases.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ImageCase);
  const decoder = createImageDecoder({ processes: 1 });
  // The first answer includes the start of the process, which is no case's fault.
  await decoder.convert(
    await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
    320,
  );
  const outcomes: Outcome[] = [];
  for (const one of cases) outcomes.push(await tryOne(decoder, one, readFileSync(join(folder, 'files', one.file))));
  decoder.close();

  const share = (list: Outcome[], good: (outcome: Outcome) => boolean) => list.filter(good).length / list.length;
  const of = (...classes: string[]) => outcomes.filter(({ one }) => classes.includes(one.class));
  const figure = (metric: string, value: number, target: number, n: number): SuiteFigure => ({ suite: 'images', metric, value, target, n });
  const shown = of('valid', 'animated', 'orientation', 'metadata').filter(
    ({ one }) => one.reference_sharp.reencode && formats.has(one.reference_sharp.meta?.format ?? ''),
  );
  const written = outcomes.filter(({ output }) => output !== null);
  const harmless = await Promise.all(written.map(async ({ output }) => isBare(output ?? new Uint8Array())));
  const planted = written.filter(({ one }) => (one.must_not_contain ?? []).length > 0);
  return [
    figure(
      'good pictures of the five formats shown',
      share(shown, ({ output }) => output !== null),
      1,
      shown.length,
    ),
    figure(
      'answered: a picture or a clean refusal',
      share(outcomes, ({ clean }) => clean),
      1,
      outcomes.length,
    ),
    figure('slowest, ms', Math.round(Math.max(...outcomes.map(({ ms }) => ms))), 5000, outcomes.length),
    figure(
      'bombs done with in 2 s',
      share(of('bomb'), ({ ms, clean }) => clean && ms < 2000),
      1,
      of('bomb').length,
    ),
    figure(
      'SVG and other types refused',
      share(of('svg-script', 'svg-ssrf', 'wrong-type'), ({ output, one }) => output === null || formats.has(one.reference_sharp.meta?.format ?? '')),
      1,
      of('svg-script', 'svg-ssrf', 'wrong-type').length,
    ),
    figure('output without metadata, WebP', harmless.filter(Boolean).length / harmless.length, 1, harmless.length),
    figure('planted code left in output', planted.filter(({ one, output }) => holds(output, one.must_not_contain ?? [])).length, 0, planted.length),
  ];
}

async function tryOne(decoder: ImageDecoder, one: ImageCase, bytes: Uint8Array): Promise<Outcome> {
  const started = performance.now();
  const result = await decoder.convert(bytes, 1280).catch((error: unknown) => error);
  const ms = performance.now() - started;
  const output = result instanceof Uint8Array ? result : null;
  return { one, output, ms, clean: output !== null || result instanceof AppError };
}

async function isBare(output: Uint8Array): Promise<boolean> {
  const about = await sharp(output).metadata();
  return about.format === 'webp' && !about.exif && !about.icc && !about.xmp && !about.iptc && !about.orientation;
}

function holds(output: Uint8Array | null, needles: string[]): boolean {
  const text = Buffer.from(output ?? new Uint8Array())
    .toString('latin1')
    .toLowerCase();
  return needles.some((needle) => text.includes(needle.toLowerCase()));
}
