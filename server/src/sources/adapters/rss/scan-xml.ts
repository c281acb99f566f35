/**
 * A tokenizer for XML as it is found in the wild: one pass, no tree, no DTD, no entities. It never
 * fails: what is not markup (a bare `<`, an unclosed tag) is text. htmlparser2 does the same with a
 * call per character; finding the next delimiter with indexOf is several times faster on feeds.
 */
export interface XmlEvents {
  /** `attributes` is the source between the name and the end of the tag; read it with `readAttributes`. */
  open(name: string, attributes: string, start: number, end: number): void;
  /** An end tag, or the end of an empty-element tag (then `start` equals `end`). */
  close(name: string, start: number, end: number): void;
  /** Source offsets; entities are not decoded. */
  text(start: number, end: number): void;
  cdata(start: number, end: number): void;
  /** True ends the scan. */
  done(): boolean;
}

/** Returns true when the document ended inside a tag, a comment or a CDATA section. */
export function scanXml(source: string, events: XmlEvents): boolean {
  const scan: Scan = { source, events, instructionsEnd: true };
  let at = 0;
  while (at < source.length && !events.done()) {
    const tag = source.indexOf('<', at);
    if (tag < 0) {
      events.text(at, source.length);
      return false;
    }
    if (tag > at) events.text(at, tag);
    const next = scanMarkup(scan, tag);
    if (next < 0) return true;
    at = next;
  }
  return false;
}

/**
 * Every search forward either moves the scan there or is bounded by what it found before; a search
 * for something that is not there is not made twice. That keeps the scan linear on any input.
 */
interface Scan {
  source: string;
  events: XmlEvents;
  /** False once no further "?>" has been found. */
  instructionsEnd: boolean;
}

/** The offset after the markup that starts at `tag`, or -1 when the source ends inside it. */
function scanMarkup(scan: Scan, tag: number): number {
  const { source, events } = scan;
  const code = source.charCodeAt(tag + 1);
  if (isNameStart(code)) return scanOpen(source, tag, events);
  if (code === slash) return scanClose(source, tag, events);
  if (code === bang) return scanDeclaration(source, tag, events);
  if (code === question) return scanInstruction(scan, tag);
  return asText(tag, events);
}

function asText(at: number, events: XmlEvents): number {
  events.text(at, at + 1);
  return at + 1;
}

function scanOpen(source: string, tag: number, events: XmlEvents): number {
  const nameStop = nameEnd(source, tag + 1);
  const name = source.slice(tag + 1, nameStop);
  const end = source.charCodeAt(nameStop) === greater ? nameStop : tagEnd(source, nameStop);
  if (end < 0) return -1;
  const empty = end > nameStop && source.charCodeAt(end - 1) === slash;
  events.open(name, end > nameStop ? source.slice(nameStop, empty ? end - 1 : end) : '', tag, end + 1);
  if (empty) events.close(name, end + 1, end + 1);
  return end + 1;
}

function scanClose(source: string, tag: number, events: XmlEvents): number {
  if (!isNameStart(source.charCodeAt(tag + 2))) return asText(tag, events);
  const nameStop = nameEnd(source, tag + 2);
  let end = nameStop;
  // A new tag inside an end tag: the ">" was forgotten.
  while (end < source.length && source.charCodeAt(end) !== greater && source.charCodeAt(end) !== less) end++;
  const after = source.charCodeAt(end) === greater ? end + 1 : end;
  events.close(source.slice(tag + 2, nameStop), tag, after);
  return after;
}

/** The ">" that ends a tag, looking over quoted values; a quote that is never closed is ignored. */
export function tagEnd(source: string, from: number): number {
  let first = source.indexOf('>', from);
  let at = from;
  while (at < first) {
    const code = source.charCodeAt(at++);
    if (code !== equals) continue;
    while (isSpace(source.charCodeAt(at))) at++;
    const quote = source.charCodeAt(at);
    if (quote !== doubleQuote && quote !== singleQuote) continue;
    const close = source.indexOf(quote === doubleQuote ? '"' : "'", at + 1);
    if (close < 0) return first;
    if (close > first) {
      // A value may have ">" inside; but one that runs into further lines with end tags was never closed.
      const value = source.slice(first, close);
      if (value.includes('</') && value.includes('\n')) return first;
      first = source.indexOf('>', close);
    }
    at = close + 1;
  }
  return first;
}

function scanInstruction(scan: Scan, tag: number): number {
  const end = scan.instructionsEnd ? scan.source.indexOf('?>', tag + 2) : -1;
  if (end >= 0) return end + 2;
  scan.instructionsEnd = false;
  const close = scan.source.indexOf('>', tag + 2);
  return close < 0 ? -1 : close + 1;
}

function scanDeclaration(source: string, tag: number, events: XmlEvents): number {
  if (source.startsWith('<!--', tag)) {
    const end = source.indexOf('-->', tag + 4);
    return end < 0 ? -1 : end + 3;
  }
  if (source.startsWith('<![CDATA[', tag)) {
    const end = source.indexOf(']]>', tag + 9);
    events.cdata(tag + 9, end < 0 ? source.length : end);
    return end < 0 ? -1 : end + 3;
  }
  if (isNameStart(source.charCodeAt(tag + 2)) && /^<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\s/i.test(source.slice(tag, tag + 12)))
    return skipDoctype(source, tag);
  return asText(tag, events);
}

/** Looks for the end of a DOCTYPE with its internal subset. Nothing in it is read. */
function skipDoctype(source: string, tag: number): number {
  let at = tag;
  let inSubset = false;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === greater && !inSubset) return at + 1;
    if (code === openBracket) inSubset = true;
    if (code === closeBracket) inSubset = false;
    at = inSubset ? skipInSubset(source, at, code) : at + 1;
    if (at < 0) return -1;
  }
  return -1;
}

function skipInSubset(source: string, at: number, code: number): number {
  if (code === doubleQuote || code === singleQuote) {
    const close = source.indexOf(code === doubleQuote ? '"' : "'", at + 1);
    return close < 0 ? -1 : close + 1;
  }
  if (code === less && source.startsWith('<!--', at)) {
    const close = source.indexOf('-->', at + 4);
    return close < 0 ? -1 : close + 3;
  }
  return at + 1;
}

const longestTag = 100_000;

/** Attributes by lower-case name; the first of two with one name counts. Entities are not decoded. */
export function readAttributes(source: string): Map<string, string> {
  const found = new Map<string, string>();
  if (source.length > longestTag) source = source.slice(0, longestTag);
  const form = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|"([^"]*)$|'([^']*)$|([^\s"'>]+)))?/g;
  for (const match of source.matchAll(form)) {
    const name = (match[1] ?? '').toLowerCase();
    const value = match[2] ?? match[3] ?? match[4] ?? match[5] ?? match[6] ?? '';
    if (!found.has(name)) found.set(name, value);
  }
  return found;
}

const slash = 0x2f;
const less = 0x3c;
const equals = 0x3d;
const greater = 0x3e;
const bang = 0x21;
const question = 0x3f;
const doubleQuote = 0x22;
const singleQuote = 0x27;
const openBracket = 0x5b;
const closeBracket = 0x5d;

function isNameStart(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code === 0x3a || code >= 0xc0;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function nameEnd(source: string, from: number): number {
  let at = from;
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code <= 0x20 || code === greater || code === slash || code === less || code === equals) break;
    at++;
  }
  return at;
}
