/** Reads an answer to its end, counting what comes over the wire and what it unpacks to. */
import { promisify } from 'node:util';
import { brotliDecompress, constants, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { AppError } from '../errors.ts';

/** More than two encodings on top of each other is an attack (RFC 9110 allows any number). */
const mostEncodings = 2;

type Unpack = (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
const gunzipAll = promisify(gunzip) as Unpack;
const inflateAll = promisify(inflate) as Unpack;
const inflateRawAll = promisify(inflateRaw) as Unpack;
const brotliAll = promisify(brotliDecompress) as Unpack;
const zstdAll = promisify(zstdDecompress) as (data: Buffer, options: object) => Promise<Buffer>;

const unpackers: Record<string, Unpack> = {
  // Servers that say gzip and send plain text are common; the magic number decides.
  gzip: async (data, options) => (data[0] === 0x1f && data[1] === 0x8b ? gunzipAll(data, options) : data),
  br: brotliAll,
  // RFC 9659: a window of 8 MB is the most that a server may ask for.
  zstd: (data, options) => zstdAll(data, { ...options, params: { [constants.ZSTD_d_windowLogMax]: 23 } }),
  // "deflate" is zlib by the standard and raw in some servers: the zlib header has a checksum to tell by.
  deflate: (data, options) => (hasZlibHeader(data) ? inflateAll(data, options) : inflateRawAll(data, options)),
};
unpackers['x-gzip'] = unpackers['gzip'] as Unpack;

/** Bytes as they come over the wire. @throws AppError `body_too_large` as soon as the limit is passed. */
export async function readWire(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/**
 * Undoes `Content-Encoding`. The whole body is at hand, so the work is bounded by `maxBytes` on both sides.
 * @throws AppError `body_too_large`, `body_undecodable`
 */
export async function unpack(wire: Buffer, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  const encodings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length > mostEncodings) throw new AppError('body_undecodable', { reason: 'packed_too_often' });
  let data = wire;
  for (const name of encodings.reverse()) {
    const undo = Object.hasOwn(unpackers, name) ? unpackers[name] : undefined;
    if (!undo) throw new AppError('body_undecodable', { reason: 'encoding_unknown', encoding: name.slice(0, 20) });
    if (data.length > 0) data = await unpackOnce(undo, data, maxBytes);
  }
  return data;
}

async function unpackOnce(undo: Unpack, data: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await undo(data, { maxOutputLength: maxBytes });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new AppError('body_undecodable', { reason: 'compression_broken' }, { cause });
  }
}

function hasZlibHeader(data: Buffer): boolean {
  const [first = 0, second = 0] = data;
  return (first & 15) === 8 && ((first << 8) | second) % 31 === 0;
}

export function tooLarge(maxBytes: number): AppError {
  return new AppError('body_too_large', { limit: sizeInWords(maxBytes) });
}

function sizeInWords(bytes: number): string {
  return bytes >= 1_048_576 ? `${Math.round(bytes / 1_048_576)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}
