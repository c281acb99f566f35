/**
 * Bytes of a feed or page into text. Order of trust (RFC 7303, WHATWG Encoding): byte order mark,
 * a body that is valid UTF-8, the HTTP charset, the declaration inside the document, sniffing.
 * Declarations lie often and bytes rarely do, so a declared encoding that the bytes contradict is
 * passed over.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';

export interface DecodedText {
  text: string;
  /** WHATWG name in lower case, or iconv's for what WHATWG leaves out (utf-32le, utf-7). */
  encoding: string;
}

export interface DecodeOptions {
  /** The Content-Type header, with or without a charset. */
  contentType?: string | null;
  kind: 'xml' | 'html' | 'text';
}

/** Never throws: bytes that fit no encoding become U+FFFD. */
export function decodeText(bytes: Uint8Array, options: DecodeOptions): DecodedText {
  const marked = decodeMarked(bytes);
  if (marked) return marked;
  const declared = [httpCharset(options.contentType), declaredCharset(bytes, options.kind)].filter((name) => name !== null);
  if (isUtf8(bytes) && !contradictsUtf8(bytes, declared)) {
    const ascii = isAscii(bytes);
    return { text: asBuffer(bytes).toString(ascii ? 'latin1' : 'utf8'), encoding: 'utf-8' };
  }
  for (const name of declared) {
    const text = name === 'utf-8' ? null : decodeAs(bytes, name, true);
    if (text !== null) return { text, encoding: name };
  }
  return decodeUndeclared(bytes, declared);
}

/** WHATWG name of an encoding label, or null for one that cannot be decoded. */
export function encodingName(label: string): string | null {
  const name = label.trim().toLowerCase();
  if (!/^[a-z0-9][a-z0-9._:-]{0,39}$/.test(name)) return null;
  const alias = aliases.get(name) ?? name;
  try {
    return new TextDecoder(alias).encoding;
  } catch {
    return iconv.encodingExists(alias) ? alias : null;
  }
}

// Labels seen in feeds that WHATWG does not list.
const aliases = new Map([
  ['win-1251', 'windows-1251'],
  ['win1251', 'windows-1251'],
  ['windows1251', 'windows-1251'],
  ['cp-1251', 'windows-1251'],
  ['windows1252', 'windows-1252'],
  ['utf_8', 'utf-8'],
  ['utf-8n', 'utf-8'],
  ['koi8r', 'koi8-r'],
  ['u16', 'utf-16'],
  ['utf_16', 'utf-16'],
  ['sjis', 'shift_jis'],
  ['cp949', 'euc-kr'],
  ['cp936', 'gbk'],
  ['cp950', 'big5'],
]);

const marks: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe, 0x00, 0x00], 'utf-32le'],
  [[0x00, 0x00, 0xfe, 0xff], 'utf-32be'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

// "<" and one more ASCII character, as wide encodings without a mark begin.
const wideStarts: [number[], string][] = [
  [[0x3c, 0, 0, 0], 'utf-32le'],
  [[0, 0, 0, 0x3c], 'utf-32be'],
  [[0x3c, 0], 'utf-16le'],
  [[0, 0x3c], 'utf-16be'],
];

function decodeMarked(bytes: Uint8Array): DecodedText | null {
  for (const [mark, encoding] of marks) {
    if (!mark.every((byte, i) => bytes[i] === byte)) continue;
    return decodeLossy(bytes.subarray(mark.length), encoding);
  }
  const start = firstNonSpace(bytes);
  for (const [pattern, encoding] of wideStarts) {
    if (pattern.every((byte, i) => bytes[start + i] === byte)) return decodeLossy(bytes.subarray(start), encoding);
  }
  return null;
}

/** Skips blanks in any width, but stops where a wide "<" may begin. */
function firstNonSpace(bytes: Uint8Array): number {
  let at = 0;
  while (at < 64 && (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)) {
    at += bytes[at + 1] === 0 ? 2 : 1;
  }
  return at;
}

function httpCharset(contentType: string | null | undefined): string | null {
  const label = /;\s*charset\s*=\s*["']?\s*([^\s"';]{1,40})/i.exec(contentType?.slice(0, 400) ?? '')?.[1];
  return label ? ordinary(encodingName(label)) : null;
}

function declaredCharset(bytes: Uint8Array, kind: DecodeOptions['kind']): string | null {
  const head = asBuffer(bytes.subarray(0, 4096)).toString('latin1');
  const label = kind === 'text' ? undefined : (xmlCharset(head) ?? (kind === 'html' ? metaCharset(head) : undefined));
  return label ? ordinary(encodingName(label)) : null;
}

function xmlCharset(head: string): string | undefined {
  const start = head.indexOf('<?xml');
  if (start < 0) return undefined;
  const end = head.indexOf('>', start);
  return /encoding\s*=\s*["']\s*([^"'\s]{1,40})/i.exec(head.slice(start, end < 0 ? start + 200 : end))?.[1];
}

function metaCharset(head: string): string | undefined {
  for (const match of head.matchAll(/<meta\s/gi)) {
    const end = head.indexOf('>', match.index);
    const label = /charset\s*=\s*["']?\s*([^\s"';/>]{1,40})/i.exec(head.slice(match.index, end < 0 ? undefined : end))?.[1];
    if (label) return label;
  }
  return undefined;
}

/** A declaration that was readable as ASCII cannot be in a wide encoding. */
function ordinary(name: string | null): string | null {
  return name !== null && /^utf-(16|32)|^ucs/.test(name) ? null : name;
}

const manyByte = new Set(['gbk', 'gb18030', 'big5', 'euc-jp', 'euc-kr', 'shift_jis']);

/** 7-bit encodings look like UTF-8, and a few two-byte characters may do so by chance. */
function contradictsUtf8(bytes: Uint8Array, declared: string[]): boolean {
  const name = declared[0];
  if (name === undefined) return false;
  if (name === 'iso-2022-jp') return bytes.includes(0x1b);
  if (name === 'utf-7') return bytes.includes(0x2b) && isAscii(bytes);
  return manyByte.has(name) && !isAscii(bytes) && pairsOnly(bytes);
}

/** True when every non-ASCII character is two bytes long and there are at most eight of them. */
function pairsOnly(bytes: Uint8Array): boolean {
  let pairs = 0;
  for (const byte of bytes) {
    if (byte >= 0xe0) return false;
    if (byte >= 0xc0 && ++pairs > 8) return false;
  }
  return true;
}

function decodeUndeclared(bytes: Uint8Array, declared: string[]): DecodedText {
  if (mostlyUtf8(bytes)) return decodeLossy(bytes, 'utf-8');
  for (const match of analyse(sample(bytes))) {
    const name = encodingName(match.name);
    const text = name === null || name === 'utf-8' || ordinary(name) === null ? null : decodeAs(bytes, name, true);
    if (name !== null && text !== null) return { text, encoding: name };
  }
  return decodeLossy(bytes, declared.find((name) => name !== 'utf-8') ?? 'windows-1252');
}

/** Guessing by letter statistics goes wrong on markup, so the sniffer gets the non-ASCII words only. */
function sample(bytes: Uint8Array): Uint8Array {
  const words = new Uint8Array(Math.min(bytes.length, 32_768));
  let length = 0;
  for (let at = 0; at < bytes.length && length < words.length; at++) {
    const byte = bytes[at] ?? 0;
    const near = byte >= 0x80 || (bytes[at - 1] ?? 0) >= 0x80 || (bytes[at + 1] ?? 0) >= 0x80;
    if (near || byte === 0x20) words[length++] = byte === 0x3c || byte === 0x3e ? 0x20 : byte;
  }
  return words.subarray(0, length);
}

/** One damaged character (a body cut short, a stray byte) does not make a UTF-8 text anything else. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    let follow = 0;
    while (follow < more && ((bytes[at + follow + 1] ?? 0) & 0xc0) === 0x80) follow++;
    if (more > 0 && follow === more) good++;
    else bad++;
    at += follow;
  }
  return good > bad;
}

function decodeLossy(bytes: Uint8Array, name: string): DecodedText {
  const text = decodeAs(bytes, name, false) ?? asBuffer(bytes).toString('latin1');
  return { text, encoding: name };
}

/** Null when the bytes do not fit (only looked at when `strict`) or nothing here decodes the name. */
function decodeAs(bytes: Uint8Array, name: string, strict: boolean): string | null {
  try {
    return new TextDecoder(name, { fatal: strict, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    if (!(error instanceof RangeError)) return null;
  }
  try {
    const text = iconv.decode(asBuffer(bytes), name);
    return strict && text.includes('\uFFFD') ? null : text;
  } catch {
    return null;
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
