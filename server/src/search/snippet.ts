/** The passage of a text that shows best why it was found, with the places to highlight. */
import { inOneLine } from '#platform/text-lines';
import { visitTerms } from './text/visit-terms.ts';

const LENGTH = 240;
/** What stands before the first hit of the passage, so that it is read in its sentence. */
const LEAD = 60;
/** A hit in the last words is shown with so much before it: a line or two, as much as a page shows of a passage. */
const LEAST = 100;
const LONGEST_TEXT = 20_000;
/** Of a first line that stands for a title. */
const LONGEST_LEAD = 150;
const ELLIPSIS = '…';

/** `[start, end)` in UTF-16 units. */
export type Range = [number, number];

export interface Snippet {
  text: string;
  highlights: Range[];
}

/** Plain text of about 240 characters, white space written as single spaces. */
export function makeSnippet(text: string, terms: ReadonlySet<string>): Snippet {
  return marked(passageOf(text, terms).text, terms);
}

/**
 * A post without a title has its first line or sentence for one, as in lists: it stands at the start, on
 * a line of its own. What follows is the passage that shows best why the post was found, in the post or,
 * where that shows nothing, in what was read behind its link.
 */
export function makeUntitledSnippet(text: string, enriched: string, terms: ReadonlySet<string>): Snippet {
  const clean = text.trim();
  const end = leadEnd(clean);
  const lead = inOneLine(clean.slice(0, end));
  const isWhole = end === clean.length || clean[end] === '\n' || /[.!?…]$/.test(lead);
  const cutLead = isWhole ? lead : `${lead}${ELLIPSIS}`;
  const own = passageOf(clean, terms);
  const isInOwn = enriched === '' || findHits(clean.slice(0, LONGEST_TEXT), terms).length > 0;
  if (!isInOwn) return marked(`${cutLead}\n${passageOf(enriched, terms).text}`.trim(), terms);
  if (own.start > end) return marked(`${cutLead}\n${own.text}`, terms);
  const [first = '', rest = ''] = clean.slice(0, Math.max(own.end, end)).split(/\n([^]*)/, 2);
  return marked([first, rest].map(inOneLine).filter(Boolean).join('\n') + (own.end < clean.length ? ELLIPSIS : ''), terms);
}

function passageOf(text: string, terms: ReadonlySet<string>): { start: number; end: number; text: string } {
  const searched = text.slice(0, LONGEST_TEXT);
  const [start, end] = cutAtWords(searched, bestStart(findHits(searched, terms)));
  return { start, end, text: `${start > 0 ? ELLIPSIS : ''}${inOneLine(searched.slice(start, end))}${end < text.length ? ELLIPSIS : ''}` };
}

function marked(text: string, terms: ReadonlySet<string>): Snippet {
  return { text, highlights: highlight(text, terms) };
}

/** Where the first line ends, or its first sentence; a long one is cut at a word. */
function leadEnd(text: string): number {
  const end = text.search(/\n|(?<=[.!?…])\s+(?=[^\s\p{Ll}])/u);
  const line = end < 0 ? text.length : end;
  if (line <= LONGEST_LEAD) return line;
  const space = text.lastIndexOf(' ', LONGEST_LEAD);
  return space > LONGEST_LEAD / 2 ? space : wholeCharacter(text, LONGEST_LEAD);
}

/** Where the terms stand; ranges that touch the same characters are joined. */
export function highlight(text: string, terms: ReadonlySet<string>): Range[] {
  const ranges: Range[] = [];
  for (const hit of findHits(text, terms).sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = ranges.at(-1);
    if (last !== undefined && hit.start < last[1]) last[1] = Math.max(last[1], hit.end);
    else ranges.push([hit.start, hit.end]);
  }
  return ranges;
}

/** A text that says its headline again goes on after it; one that is nothing else stays as it is. */
export function withoutHeadline(text: string, title: string | null): string {
  const words = title?.match(WORDS) ?? [];
  if (words.length === 0) return text;
  let at = 0;
  for (const word of words) {
    const found = nextWord(text, at);
    if (found === null || found.word !== word.toLowerCase()) return text;
    at = found.end;
  }
  const rest = text.slice(at).replace(/^[^\p{L}\p{N}«"“„([@#]+/u, '');
  return rest === '' ? text : rest;
}

const WORDS = /[\p{L}\p{N}]+/gu;

function nextWord(text: string, from: number): { word: string; end: number } | null {
  WORDS.lastIndex = from;
  const found = WORDS.exec(text);
  return found === null ? null : { word: found[0].toLowerCase(), end: found.index + found[0].length };
}

interface Hit {
  start: number;
  end: number;
  term: string;
}

function findHits(text: string, terms: ReadonlySet<string>): Hit[] {
  const hits: Hit[] = [];
  if (terms.size === 0) return hits;
  visitTerms(text, ({ term }, { start, end }) => {
    if (terms.has(term)) hits.push({ start, end, term });
  });
  return hits;
}

/** The hit from which a passage holds the most different terms; of equal ones the first. */
function bestStart(hits: readonly Hit[]): number {
  const inside = new Map<string, number>();
  let best = 0;
  let bestCount = 0;
  for (let first = 0, next = 0; first < hits.length; first++) {
    for (; next < hits.length && hits[next]!.end <= hits[first]!.start + LENGTH - LEAD; next++) {
      inside.set(hits[next]!.term, (inside.get(hits[next]!.term) ?? 0) + 1);
    }
    if (inside.size > bestCount) {
      bestCount = inside.size;
      best = hits[first]!.start;
    }
    const left = (inside.get(hits[first]!.term) ?? 0) - 1;
    if (left > 0) inside.set(hits[first]!.term, left);
    else inside.delete(hits[first]!.term);
  }
  return best;
}

/** A passage around the hit: from the start of its sentence if that is near, else from a word; earlier where little text follows. */
function cutAtWords(text: string, hit: number): Range {
  if (text.length <= LENGTH) return [0, text.length];
  const start = wholeCharacter(text, Math.min(leadStart(text, hit), wordAfter(text, text.length - LEAST)));
  if (text.length <= start + LENGTH) return [start, text.length];
  const tail = text.slice(start, start + LENGTH).search(/\s\S*$/);
  return [start, wholeCharacter(text, start + (tail > LENGTH / 2 ? tail : LENGTH))];
}

function leadStart(text: string, hit: number): number {
  if (hit <= LEAD) return 0;
  const from = hit - LEAD;
  const lead = text.slice(from, hit);
  const sentence = Math.max(lead.lastIndexOf('. '), lead.lastIndexOf('! '), lead.lastIndexOf('? '), lead.lastIndexOf('\n'));
  return sentence >= 0 ? from + sentence + 1 : wordAfter(text, from);
}

/** The start of the next word, or the place itself in a text without white space near. */
function wordAfter(text: string, from: number): number {
  const space = text.slice(from, from + LEAD).search(/\s/);
  return space < 0 ? from : from + space + 1;
}

/** Not between the two halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}
