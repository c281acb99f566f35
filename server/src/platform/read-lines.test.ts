import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readLines } from './read-lines.ts';

async function linesOf(...chunks: (string | Uint8Array)[]): Promise<string[]> {
  return Array.fromAsync(readLines(Readable.from(chunks.map((chunk) => Buffer.from(chunk)))));
}

describe('readLines', () => {
  it('parts at line feeds and nowhere else', async () => {
    expect(await linesOf('a\u2028b\u0085c\u2029d\r\n\ne\rf')).toEqual(['a\u2028b\u0085c\u2029d', '', 'e\rf']);
    expect(await linesOf('a\n')).toEqual(['a']);
    expect(await linesOf('')).toEqual([]);
  });

  it('joins lines and characters that come in pieces', async () => {
    const bytes = Buffer.from('\ufeff{"a":"é"}\r\nb');
    expect(await linesOf(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(['{"a":"é"}', 'b']);
    expect((await linesOf(...Array.from({ length: 2000 }, () => 'x'.repeat(1000))))[0]).toHaveLength(2_000_000);
  });
});
