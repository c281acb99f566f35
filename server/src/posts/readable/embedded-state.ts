/**
 * Pages drawn by scripts carry their text in JSON: in data scripts, in the state of a framework, in
 * attributes. The text is found by its form, since the names differ from site to site.
 */
import type { Block } from '../../contract/blocks.ts';
import { htmlToBlocks } from '../blocks/html-to-blocks.ts';
import { textToBlocks } from '../blocks/text-to-blocks.ts';
import type { LightDocument } from './light-document.ts';

const MOST_CHARS = 3_000_000;
const MOST_VALUES = 200_000;
const ENOUGH = 400;

/** Texts that may be JSON. To be called before the reader removes the scripts. */
export function noteEmbedded(page: LightDocument): string[] {
  const found: string[] = [];
  for (const element of page.collect(() => true)) {
    if (element.tagName === 'SCRIPT') {
      const type = element.getAttribute('type') ?? '';
      if (/\bld\+json\b/i.test(type)) continue;
      const text = element.textContent;
      const start = /json/i.test(type) ? 0 : assignedFrom(text);
      if (start !== null && text.length - start > ENOUGH) found.push(text.slice(start));
    } else for (const { name, value } of element.attributes) if (value.length > ENOUGH && name.startsWith('data-') && /^\s*[[{]/.test(value)) found.push(value);
  }
  return found;
}

/** Where the value begins in `window.__STATE__ = {...}`. */
function assignedFrom(script: string): number | null {
  const match = /^\s*(?:(?:window|self|globalThis)(?:\.|\[["'])|var\s+|const\s+|let\s+)[\w$]{1,60}(?:["']\])?\s*=\s*(?=[[{])/.exec(script.slice(0, 300));
  return match === null ? null : match[0].length;
}

/** The longest run of prose in the noted texts; null when there is none worth reading. */
export function readEmbedded(texts: readonly string[], baseUrl: string): Block[] | null {
  let left = MOST_CHARS;
  let best: Prose | null = null;
  for (const text of texts.toSorted((one, other) => other.length - one.length)) {
    left -= text.length;
    if (left < 0) continue;
    const value = parse(text);
    const prose = value === undefined ? null : weigh(value, { left: MOST_VALUES }, 0);
    if (prose !== null && prose.length > (best?.length ?? ENOUGH)) best = prose;
  }
  if (best === null) return null;
  const parts = new Set<string>();
  collect(narrow(best), parts);
  const blocks = [...parts].flatMap((part) => (/<(?:p|br|div|h\d|li)\b/i.test(part) ? htmlToBlocks(part, { baseUrl }) : textToBlocks(plain(part))));
  return blocks.length === 0 ? null : blocks;
}

function parse(text: string): unknown {
  for (const attempt of [text, text.slice(0, text.lastIndexOf('}') + 1)]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // Scripts often go on after the value.
    }
  }
  return undefined;
}

interface Prose {
  /** Characters of prose below. */
  length: number;
  text: string | null;
  parts: Prose[];
}

function weigh(value: unknown, budget: { left: number }, depth: number): Prose | null {
  if ((budget.left -= 1) < 0 || depth > 60) return null;
  if (typeof value === 'string') return isProse(value) ? { length: plain(value).length, text: value, parts: [] } : null;
  if (typeof value !== 'object' || value === null) return null;
  const parts: Prose[] = [];
  let length = 0;
  for (const part of Object.values(value)) {
    const weighed = weigh(part, budget, depth + 1);
    if (weighed === null) continue;
    parts.push(weighed);
    length += weighed.length;
  }
  return parts.length === 0 ? null : { length, text: null, parts };
}

/** Down to the value that holds the most: the article, not the teasers and settings around it. */
function narrow(prose: Prose): Prose {
  let current = prose;
  for (;;) {
    const main: Prose | undefined = current.parts.find((part) => part.length >= current.length * 0.7);
    if (main === undefined) return current;
    current = main;
  }
}

function collect(prose: Prose, parts: Set<string>): void {
  if (prose.text !== null) parts.add(prose.text);
  for (const part of prose.parts) collect(part, parts);
}

const plain = (text: string) =>
  text
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** Sentences: mostly letters, with spaces (or a script that needs none) and an end. */
function isProse(text: string): boolean {
  if (text.length < 60 || text.length > 500_000) return false;
  const sample = plain(text.slice(0, 4000));
  if (sample.length < 50 || !/[.!?…。！？:]/.test(sample)) return false;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const isDense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(sample);
  const words = sample.split(' ').length;
  return letters > sample.length * 0.65 && (isDense || words > sample.length / 14) && !/[{}]|function\s*\(|=>/.test(sample);
}
