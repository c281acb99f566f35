/** What stands as the headline of a post that has none: its first sentence or line, and its body without it. */
import type { Block, Inline } from './contract-types.ts';

const longest = 200;
const cutAt = 150;

/** Cuts a text after its first line or sentence; one that is too long for a headline ends at a word, with a mark. */
export function splitHeadline(text: string): { headline: string; rest: string } {
  const clean = text.trim();
  const end = sentenceEnd(clean);
  if (end <= longest) return { headline: clean.slice(0, end).trim(), rest: clean.slice(end).trim() };
  const space = clean.lastIndexOf(' ', cutAt);
  const at = space > cutAt / 2 ? space : cutAt;
  return { headline: `${clean.slice(0, at).trimEnd()}…`, rest: `…${clean.slice(at).trim()}` };
}

type Ranges = readonly (readonly [number, number])[];

/** The same with the places that are marked in the text. */
export function splitMarked(text: string, ranges: Ranges): { headline: string; rest: string; inHeadline: Ranges; inRest: Ranges } {
  const { headline, rest } = splitHeadline(text);
  // The headline is the beginning of the text, what is left is its end; only white space is between them.
  const start = text.length - text.trimStart().length;
  return { headline, rest, inHeadline: moved(ranges, start, headline.length), inRest: moved(ranges, text.trimEnd().length - rest.length, rest.length) };
}

function moved(ranges: Ranges, by: number, length: number): Ranges {
  const all = ranges.map(([from, to]) => [Math.max(0, from - by), Math.min(length, to - by)] as const);
  return all.filter(([from, to]) => from < to);
}

/** A mark that ends a sentence, then a space and no small letter ("e.g. this" goes on); or the end of a line. */
function sentenceEnd(text: string): number {
  for (const match of text.matchAll(/\n|[.!?…]+["»”)]*(?=\s+[^\s\p{Ll}])/gu)) {
    const end = match.index + match[0].length;
    if (match[0] === '\n' || !isInitial(text.slice(0, match.index))) return end;
  }
  return text.length;
}

/** "J. Smith", "Дж. Смит", "г. Москва": a dot after one or two letters that stand alone ends nothing. */
function isInitial(before: string): boolean {
  return /(^|[\s.(«"])\p{L}{1,2}$/u.test(before);
}

/** The body without the headline that was taken from its beginning; the body itself when it begins otherwise. */
export function withoutHeadline(blocks: readonly Block[], headline: string): readonly Block[] {
  const cut = headline.endsWith('…');
  const wanted = [...(cut ? headline.slice(0, -1) : headline).replace(/\s+/gu, '')];
  const state = { wanted, at: 0, failed: false, cut };
  const left = blocks.flatMap((block) => dropFromBlock(block, state));
  return state.failed || state.at < wanted.length ? blocks : left;
}

function dropFromBlock(block: Block, state: Dropping): Block[] {
  if (state.failed || state.at >= state.wanted.length) return [block];
  if (block.t === 'p' || block.t === 'h') {
    const c = trimStart(dropFrom(block.c, state));
    if (c.length === 0) return [];
    // What is left of a heading after its first sentence is text.
    return [state.at >= state.wanted.length ? { t: 'p', c } : { ...block, c }];
  }
  // A picture may stand before the words.
  if (block.t !== 'image' && block.t !== 'media' && block.t !== 'embed') state.failed = true;
  return [block];
}

interface Dropping {
  /** Characters of the headline without white space, and how many of them were found. */
  wanted: string[];
  at: number;
  failed: boolean;
  cut: boolean;
}

function dropFrom(nodes: readonly Inline[], state: Dropping): Inline[] {
  const left: Inline[] = [];
  for (const node of nodes) {
    if (state.failed || state.at >= state.wanted.length) left.push(node);
    else if (node.t === 'text') {
      const text = dropText(node.text, state);
      if (text) left.push({ t: 'text', text });
    } else if (node.t !== 'br') {
      const c = dropFrom(node.c, state);
      if (c.length > 0) left.push({ ...node, c });
    }
  }
  return left;
}

function dropText(text: string, state: Dropping): string {
  let used = 0;
  for (const character of text) {
    if (state.at >= state.wanted.length) break;
    if (!/\s/u.test(character)) {
      if (character !== state.wanted[state.at]) {
        state.failed = true;
        return text;
      }
      state.at++;
    }
    used += character.length;
  }
  const rest = text.slice(used);
  if (!state.cut || state.at < state.wanted.length) return rest;
  // Either this is where a long sentence was cut, or the dots are the writer's own.
  return rest.trimStart().startsWith('…') ? rest.trimStart().slice(1) : `…${rest.trimStart()}`;
}

function trimStart(nodes: Inline[]): Inline[] {
  const first = nodes[0];
  if (!first) return nodes;
  if (first.t === 'br') return trimStart(nodes.slice(1));
  if (first.t !== 'text') return nodes;
  const text = first.text.trimStart();
  return text ? [{ t: 'text', text }, ...nodes.slice(1)] : trimStart(nodes.slice(1));
}
