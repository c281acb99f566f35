/** Small questions about texts: pieces to highlight, first letters, addresses in pasted text. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Cuts a text into pieces by [start, end) ranges; ranges that overlap or lie outside are put right. */
export function cutByRanges(text: string, ranges: readonly (readonly [number, number])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(at, Math.min(from, text.length));
    const end = Math.min(to, text.length);
    if (end <= start) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), hit: false });
    pieces.push({ text: text.slice(start, end), hit: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), hit: false });
  return pieces;
}

/** Ranges of the words in `text` that are among `words` (lower case). */
export function rangesOfWords(text: string, words: ReadonlySet<string>): [number, number][] {
  if (words.size === 0) return [];
  const ranges: [number, number][] = [];
  for (const match of text.matchAll(/[\p{L}\p{N}]+/gu)) if (words.has(match[0].toLowerCase())) ranges.push([match.index, match.index + match[0].length]);
  return ranges;
}

/** "Subscriptions of…2026.opml": of a long name the beginning and the end are what tells it from others. */
export function shortenMiddle(name: string, most: number): string {
  if (name.length <= most) return name;
  const end = Math.floor((most - 1) * 0.45);
  return `${name.slice(0, most - 1 - end).trimEnd()}…${name.slice(-end).trimStart()}`;
}

/** The letter on a source's tile. */
export function tileLetter(title: string): string {
  return (/[\p{L}\p{N}]/u.exec(title)?.[0] ?? '•').toUpperCase();
}

/** 1..8: the colour of a source's tile, always the same for the same source. */
export function tileColour(sourceId: number): number {
  return ((Math.imul(sourceId ^ (sourceId >>> 7), 0x9e3779b1) >>> 16) % 8) + 1;
}

/** Addresses in something pasted: one a line, or separated by commas and spaces. Doubles are dropped. */
export function addressesIn(pasted: string): string[] {
  const found = pasted.split(/[\s,;]+/).map((part) => part.replace(/^[<("'«]+|[>)"'».]+$/g, ''));
  return [...new Set(found.filter((part) => part.length > 1 && part.length <= 2048))];
}

/** Address of a picture on this server in the wanted width, or null for anything that is not on it. */
export function imageAt(src: string | null | undefined, width: 320 | 1280): string | null {
  if (!src || !src.startsWith('/') || src.startsWith('//') || src.startsWith('/\\')) return null;
  const [path, query] = src.split('?', 2);
  const params = new URLSearchParams(query ?? '');
  params.set('w', String(width));
  return `${path}?${params.toString()}`;
}

/** The address when it may be put into a link, else null. */
export function safeHref(href: string | null | undefined): string | null {
  if (!href) return null;
  try {
    return ['http:', 'https:', 'mailto:', 'tel:', 'tg:'].includes(new URL(href).protocol) ? href : null;
  } catch {
    return null;
  }
}

/** `portimore.example` for `https://www.portimore.example/news`; the text itself when it is no address. */
export function hostOf(address: string): string {
  try {
    return new URL(address).hostname.replace(/^www\./, '');
  } catch {
    return address;
  }
}
