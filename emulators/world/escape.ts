/** Text into XML and HTML, and text into old eight-bit encodings. */
import type { Charset } from './outlet.ts';

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

const tables = new Map<Charset, Map<string, number>>();

/** Letters that the encoding lacks become numeric references, as old publishing systems do. */
export function encodeText(text: string, charset: Charset): Buffer {
  if (charset === 'utf-8') return Buffer.from(text);
  const table = tables.get(charset) ?? makeTable(charset);
  tables.set(charset, table);
  const bytes: number[] = [];
  for (const letter of text) {
    const byte = table.get(letter);
    if (byte === undefined) bytes.push(...Buffer.from(`&#${letter.codePointAt(0)};`));
    else bytes.push(byte);
  }
  return Buffer.from(bytes);
}

function makeTable(charset: Charset): Map<string, number> {
  const decoded = new TextDecoder(charset).decode(Uint8Array.from({ length: 256 }, (_, i) => i));
  return new Map([...decoded].map((letter, byte) => [letter, byte]));
}
