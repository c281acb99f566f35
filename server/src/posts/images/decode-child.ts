/**
 * A process of its own that decodes images: a decoder that crashes, hangs or fills the memory takes
 * nothing else with it. It gets bytes and a width, and answers with bytes.
 */
import sharp, { type Metadata } from 'sharp';
import type { DecodeAnswer, DecodeRequest } from './image-decoder.ts';

/** A picture of 40 million pixels takes up to 330 MB, as a progressive JPEG; AVIF takes 22 bytes a pixel. */
const mostPixels = 40_000_000;
const mostAvifPixels = 10_000_000;
/** Only the first picture is used, but the header of every frame is read to count them. */
const mostFrames = 5000;
const seconds = 8;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer', 'VipsForeignLoadNsgifBuffer', 'VipsForeignLoadHeifBuffer'],
});

process.on('message', (request: DecodeRequest) => {
  void convert(request).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());

async function convert({ bytes, width }: DecodeRequest): Promise<DecodeAnswer> {
  try {
    const input = Buffer.from(bytes);
    const about = await sharp(input, { limitInputPixels: mostPixels }).metadata();
    if (isTooLarge(about)) return { problem: 'too_large' };
    const output = await sharp(input, { limitInputPixels: mostPixels, pages: 1, failOn: 'error' })
      .timeout({ seconds })
      .autoOrient()
      .resize({ width, height: width * 2, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .webp({ quality: 80, effort: 3 })
      .toBuffer();
    return { bytes: output };
  } catch (error) {
    return { problem: error instanceof Error && /pixel limit/i.test(error.message) ? 'too_large' : 'unreadable' };
  }
}

function isTooLarge(about: Metadata): boolean {
  const limit = about.format === 'heif' ? mostAvifPixels : mostPixels;
  return about.width * (about.pageHeight ?? about.height) > limit || (about.pages ?? 1) > mostFrames;
}
