import type { Block } from '../../contract/blocks.ts';
import { addMedia, elementRules } from './element-rules.ts';
import { addRawText, breakLine, closeFormat, closeFrom, newFlow, openFormat, type Flow } from './flow.ts';
import { largestOf } from './pick-image.ts';
import { readTags, type Attributes, type TagReader } from './read-tags.ts';

export interface HtmlOptions {
  /** Relative addresses are resolved against it; without it they are dropped. */
  baseUrl: string | null;
  /** Nesting of lists, quotes, tables and figures that is kept; deeper content stays, flat. */
  maxDepth?: number;
  /** Size of the result in characters (a node counts as 16); the rest is cut off. */
  maxChars?: number;
}

/**
 * Turns an outsider's HTML into our own tree. Only what is named in `element-rules.ts` can come out,
 * so no markup needs to be judged dangerous. Linear in time, whatever the input is.
 */
export function htmlToBlocks(html: string, options: HtmlOptions): Block[] {
  const longest = (options.maxChars ?? MAX_CHARS) * 8;
  return buildBlocks((reader) => readTags(html.length > longest ? html.slice(0, longest) : html, reader), options);
}

/** The same out of tags and texts that `feed` hands over, for pages that are parsed already. */
export function buildBlocks(feed: (reader: TagReader) => void, options: HtmlOptions): Block[] {
  const flow = newFlow(options.baseUrl, options.maxDepth ?? 50, options.maxChars ?? MAX_CHARS);
  feed(blockReader(flow));
  closeFrom(flow, 1);
  breakLine(flow);
  return flow.containers[0]?.blocks ?? [];
}

const MAX_CHARS = 512 * 1024;

/** An element whose content is not shown; `inner` counts what was opened inside it, to find its end. */
interface Skipped {
  name: string;
  inner: Map<string, number>;
  /** A player without an address of its own waits for the first <source>. */
  player: 'video' | 'audio' | null;
  poster: string;
}

const skippedElements = new Set(
  'script style textarea title noembed template svg select datalist iframe object canvas annotation annotation-xml'.split(' '),
);
const voidElements = new Set('area base br col embed hr img input link meta param source track wbr frame'.split(' '));
/** HTML that ends an unclosed <svg> (HTML 13.2.6.5). */
const breaksOutOfSvg = new Set(
  ('b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s ' +
    'small span strong strike sub sup table tt u ul var').split(' '),
);
const hiddenStyle = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;

function blockReader(flow: Flow): TagReader {
  let skipped: Skipped | null = null;
  let pictureSource: string | null = null;
  let inEmoji = false;
  const opened = new Map<string, number>();
  const spans: boolean[] = [];

  function openSkipped(current: Skipped, name: string, attributes: Attributes): boolean {
    if (current.name === 'svg' && breaksOutOfSvg.has(name)) return false;
    if (name === 'source' && current.player !== null && addMedia(flow, current.player, attributes, current.poster)) current.player = null;
    if (!voidElements.has(name)) current.inner.set(name, (current.inner.get(name) ?? 0) + 1);
    return true;
  }
  function closeSkipped(current: Skipped, name: string): void {
    const inside = current.inner.get(name) ?? 0;
    if (inside > 0) current.inner.set(name, inside - 1);
    else if (name === current.name) skipped = null;
    else if ((opened.get(name) ?? 0) > 0) {
      skipped = null;
      close(name);
    }
  }
  function startSkip(name: string, attributes: Attributes): void {
    if (voidElements.has(name)) return;
    const player = name === 'video' || name === 'audio' ? name : null;
    const poster = attributes.get('poster') ?? '';
    const waits = player !== null && !addMedia(flow, player, attributes, poster);
    skipped = { name, inner: new Map(), player: waits ? player : null, poster };
  }
  function open(name: string, attributes: Attributes): void {
    if (skipped !== null && openSkipped(skipped, name, attributes)) return;
    skipped = null;
    if (name === 'iframe' || name === 'object') elementRules.get(name)?.open?.(flow, attributes);
    if (skippedElements.has(name) || name === 'video' || name === 'audio' || isHidden(attributes)) {
      startSkip(name, attributes);
      return;
    }
    if (name === 'span') {
      const isSpoiler = /(?:^|\s)tg-spoiler(?:\s|$)/.test(attributes.get('class') ?? '');
      spans.push(isSpoiler);
      if (isSpoiler) openFormat(flow, 'spoiler');
      return;
    }
    if (name === 'i' && /(?:^|\s)emoji(?:\s|$)/.test(attributes.get('class') ?? '')) inEmoji = true;
    else if (name === 'picture') pictureSource = null;
    else if (name === 'source') pictureSource ??= largestOf(attributes.get('srcset') ?? attributes.get('data-srcset') ?? '', flow.baseUrl);
    else if (!(inEmoji && name === 'b')) openKnown(name, attributes);
  }
  function openKnown(name: string, attributes: Attributes): void {
    const rule = elementRules.get(name);
    if (rule === undefined) return;
    if (name === 'img' && pictureSource !== null && !/^(?:https?:)?\/\//.test(attributes.get('src') ?? '')) attributes.set('data-src', pictureSource);
    if (rule.close !== undefined) opened.set(name, (opened.get(name) ?? 0) + 1);
    rule.open?.(flow, attributes);
  }
  function close(name: string): void {
    if (skipped !== null) {
      closeSkipped(skipped, name);
      return;
    }
    if (name === 'span') {
      if (spans.pop() === true) closeFormat(flow, 'spoiler');
      return;
    }
    if (name === 'picture') pictureSource = null;
    if (inEmoji && (name === 'i' || name === 'b')) {
      if (name === 'i') inEmoji = false;
      return;
    }
    const rule = elementRules.get(name);
    if (rule?.close === undefined) return;
    opened.set(name, (opened.get(name) ?? 0) - 1);
    rule.close(flow);
  }
  return {
    open,
    close,
    text(text) {
      if (skipped === null) addRawText(flow, text);
    },
    inForeign: () => skipped?.name === 'svg',
    done: () => flow.budget <= 0,
  };
}

function isHidden(attributes: Attributes): boolean {
  if (attributes.size === 0) return false;
  if (attributes.has('hidden') && attributes.get('hidden') !== 'until-found') return true;
  const style = attributes.get('style');
  return style !== undefined && hiddenStyle.test(style.slice(0, 2000));
}
