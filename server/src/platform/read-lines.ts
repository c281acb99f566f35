/**
 * Lines of UTF-8, parted by line feeds only. JSON may hold U+2028 and U+2029 as they stand, and
 * `node:readline` would cut a text there. The last line needs no end; a mark of byte order is skipped.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  for await (const bytes of input) {
    const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n');
    begun.push(first);
    for (const next of others) {
      yield whole(begun);
      begun = [next];
    }
  }
  const last = whole([...begun, decoder.decode()]);
  if (last !== '') yield last;
}

function whole(parts: readonly string[]): string {
  const line = parts.join('');
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
