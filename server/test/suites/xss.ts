/**
 * Hostile markup through the block tree and back to HTML, judged by structure: what an HTML5 parser sees
 * in the output, as a fragment and inside a page.
 */
import { join } from 'node:path';
import { parseDocument } from 'htmlparser2';
import { findOne, getElementsByTagName, innerText } from 'domutils';
import { parse, parseFragment, serialize, type DefaultTreeAdapterMap } from 'parse5';
import { blocksToHtml } from '../../src/posts/blocks/blocks-to-html.ts';
import { blocksToText } from '../../src/posts/blocks/blocks-to-text.ts';
import { htmlToBlocks } from '../../src/posts/blocks/html-to-blocks.ts';
import { readCases } from './case-files.ts';
import type { SuiteFigure } from './figure.ts';

type Node = DefaultTreeAdapterMap['childNode'];
type Parent = DefaultTreeAdapterMap['parentNode'];

const forbidden = new Set(
  (
    'script iframe object embed applet base meta link style frame frameset form input button select option textarea label fieldset ' +
    'svg math template noscript title'
  ).split(' '),
);
const silent = new Set(
  'script style textarea title noembed noframes template svg select datalist iframe object canvas video audio annotation annotation-xml'.split(' '),
);
const addressAttributes = new Set([
  'href',
  'src',
  'srcset',
  'poster',
  'action',
  'formaction',
  'data',
  'background',
  'cite',
  'longdesc',
  'xlink:href',
  'ping',
  'dynsrc',
  'lowsrc',
  'manifest',
]);
const safeAddress = /^(?:https?|mailto|tel|tg):|^data:image\/(?:png|gif|jpeg|webp)/i;
const dangerousStyle = /expression|javascript:|behavior|-moz-binding|@import|url\(/i;

/** What an HTML5 parser finds in sanitised output that must not be there. */
export function findDanger(html: string): string[] {
  const found: string[] = [];
  const visit = (node: Node) => {
    if ('tagName' in node) {
      if (forbidden.has(node.tagName)) found.push(`<${node.tagName}>`);
      for (const { name, value } of node.attrs) {
        if (name.startsWith('on')) found.push(name);
        if (name === 'style' && dangerousStyle.test(value)) found.push(`style ${value}`);
        // oxlint-disable-next-line no-control-regex
        if (addressAttributes.has(name) && !safeAddress.test(value.replace(/[\u0000-\u0020]/g, ''))) found.push(`${name}=${value}`);
      }
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  parseFragment(html).childNodes.forEach(visit);
  const body = bodyOf(html);
  body.childNodes.forEach(visit);
  if (serialize(parseFragment(html)) !== html) found.push('changes when parsed again');
  if (serialize(body) !== html) found.push('changes inside a page');
  return found;
}

function bodyOf(html: string): Parent {
  const page = parse(`<!doctype html><html><head></head><body>${html}</body></html>`);
  const root = page.childNodes.find((node) => node.nodeName === 'html');
  const body = root !== undefined && 'childNodes' in root ? root.childNodes.find((node) => node.nodeName === 'body') : undefined;
  if (body === undefined || !('childNodes' in body)) throw new Error('a page without a body');
  return body;
}

/** Words that a browser without scripts would show. */
function shownWords(html: string): string[] {
  let text = '';
  const visit = (node: Node) => {
    if (node.nodeName === '#text' && 'value' in node) text += ` ${node.value} `;
    else if ('childNodes' in node && !silent.has(node.nodeName) && !isHidden(node)) node.childNodes.forEach(visit);
  };
  parseFragment(html, { scriptingEnabled: false }).childNodes.forEach(visit);
  return words(text);
}

function isHidden(node: Parent): boolean {
  return (
    'attrs' in node &&
    node.attrs.some(({ name, value }) => name === 'hidden' || (name === 'style' && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)))
  );
}

const squashed = (text: string) => text.toLowerCase().replace(/\s+/g, '');
const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];

export interface XssCase {
  id: string;
  input: string;
  baseUrl: string | null;
}

interface RawCase {
  id: string;
  input?: string;
  base_url?: string;
  xml?: string;
  field?: string;
}

/** The field of a feedparser case, unescaped as a feed reader hands it on. */
function fieldOf(xml: string, field: string): string {
  const names: Record<string, string[]> = {
    description: ['content', 'summary', 'description', 'content:encoded', 'xhtml:body', 'body', 'fullitem', 'subtitle', 'tagline'],
    value: ['content', 'content:encoded', 'description', 'xhtml:body', 'body', 'fullitem'],
    summary: ['summary', 'description'],
    tagline: ['tagline', 'subtitle', 'description'],
    info: ['info'],
    copyright: ['copyright', 'rights'],
    title: ['title'],
  };
  const last = field.split('.').at(-1) ?? '';
  const feed = parseDocument(xml, { xmlMode: true, withStartIndices: true, withEndIndices: true });
  const wanted = names[last] ?? [last];
  const scope = field.startsWith('entries') ? getElementsByTagName((name) => name === 'entry' || name === 'item', feed.children) : feed.children;
  const element = findOne((node) => wanted.includes(node.name), scope, true);
  if (element === null) throw new Error(`no ${field}`);
  const inner = element.children.some((child) => child.type === 'tag')
    ? xml.slice((element.children[0]?.startIndex ?? 0) as number, ((element.children.at(-1)?.endIndex ?? 0) as number) + 1)
    : innerText(element.children);
  return inner;
}

const files = ['dompurify', 'h5sc', 'payload-lists', 'snippets', 'feedparser-sanitize', 'miniflux-sanitize'];

export interface XssFailure {
  id: string;
  found: string[];
  output: string;
}

export interface XssReport {
  results: SuiteFigure[];
  failures: XssFailure[];
}

/** Runs every case; `dataDir` holds the folder `xss`. */
export function runXssSuite(dataDir: string): XssReport {
  const report: XssReport = { results: [], failures: [] };
  for (const file of files) {
    const cases = readFile(dataDir, file);
    const judged = cases.map(judge);
    report.failures.push(...judged.filter(({ found }) => found.length > 0));
    const shown = judged.reduce((sum, { shown: count }) => sum + count, 0);
    const kept = judged.reduce((sum, { kept: count }) => sum + count, 0);
    report.results.push(
      { suite: `xss ${file}`, metric: 'cases with a hit', value: judged.filter(({ found }) => found.length > 0).length, target: 0, n: cases.length },
      { suite: `xss ${file}`, metric: 'shown words kept', value: shown === 0 ? 1 : kept / shown, target: 0.98, n: shown },
    );
  }
  return report;
}

/** Every case of every file. */
export function readXssCases(dataDir: string): XssCase[] {
  return files.flatMap((file) => readFile(dataDir, file));
}

function readFile(dataDir: string, file: string): XssCase[] {
  return readCases<RawCase>(join(dataDir, 'xss/public', `${file}.jsonl`)).map(toCase);
}

function toCase(raw: RawCase): XssCase {
  const input = raw.input ?? fieldOf(raw.xml ?? '', raw.field ?? '');
  return { id: raw.id, input, baseUrl: raw.base_url ?? 'https://site.example/page' };
}

function judge({ id, input, baseUrl }: XssCase): XssFailure & { shown: number; kept: number } {
  const blocks = htmlToBlocks(input, { baseUrl });
  const output = blocksToHtml(blocks);
  const found = findDanger(output);
  if (blocksToHtml(htmlToBlocks(output, { baseUrl: null })) !== output) found.push('not idempotent');
  const shown = shownWords(input);
  const have = squashed(blocksToText(blocks));
  const kept = shown.filter((word) => have.includes(word)).length;
  if (kept < shown.length * 0.8 && shown.length > 2) found.push(`text lost: ${kept} of ${shown.length} words`);
  return { id, found, output, shown: shown.length, kept };
}
