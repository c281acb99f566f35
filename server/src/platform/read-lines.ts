import { AppError } from './errors.ts';

/**
 * Lines of UTF-8, parted by line feeds only. JSON may hold U+2028 and U+2029 as they stand, and
 * `node:readline` would cut a text there. The last line needs no end; a mark of byte order is skipped.
 * @throws AppError `invalid_request` at a line of more than `longest` characters, which is not gathered further
 */
export async function* readLines(input: AsyncIterable<Uint8Array>, longest = Infinity): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  let length = 0;
  let line = 1;
  const add = (part: string) => {
    length += part.length;
    if (length > longest) throw new AppError('invalid_request', { reason: 'line_too_long', line, limit: `${Math.floor(longest / 1024)} KB` });
    begun.push(part);
  };
  for await (const bytes of input) {
    const [first = '', ...others] = decoder.decode(bytes, { stream: true }).split('\n');
    add(first);
    for (const next of others) {
      yield whole(begun);
      begun = [];
      length = 0;
      line += 1;
      add(next);
    }
  }
  add(decoder.decode());
  const last = whole(begun);
  if (last !== '') yield last;
}

function whole(parts: readonly string[]): string {
  const line = parts.join('');
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
