/** Feeds the tags of a page to the rules of the elements, and leaves out what is not shown. */
import { addMedia, elementRules } from './element-rules.ts';
import { addRawText, closeFormat, openFormat, type Flow } from './flow.ts';
import { largestOf } from './pick-image.ts';
import type { Attributes, TagReader } from './read-tags.ts';

interface Reading {
  flow: Flow;
  skipped: Skipped | null;
  /** The widest picture that the <source>s of a <picture> offer. */
  pictureSource: string | null;
  /** Inside a drawn emoji, whose inner <b> is no emphasis. */
  inEmoji: boolean;
  /** How many elements of a name are open. */
  opened: Map<string, number>;
  /** For each open <span> whether it is a spoiler. */
  spans: boolean[];
}

/** An element whose content is not shown; `inner` counts what was opened inside it, to find its end. */
interface Skipped {
  name: string;
  inner: Map<string, number>;
  /** A player without an address of its own waits for the first <source>. */
  player: 'video' | 'audio' | null;
  poster: string;
}

export function blockReader(flow: Flow): TagReader {
  const reading: Reading = { flow, skipped: null, pictureSource: null, inEmoji: false, opened: new Map(), spans: [] };
  return {
    open: (name, attributes) => openTag(reading, name, attributes),
    close: (name) => closeTag(reading, name),
    text(text) {
      if (reading.skipped === null) addRawText(flow, text);
    },
    inForeign: () => reading.skipped?.name === 'svg',
    done: () => flow.budget <= 0,
  };
}

const skippedElements = new Set(
  'script style textarea title noembed template svg select datalist iframe object canvas annotation annotation-xml video audio'.split(' '),
);
const voidElements = new Set('area base br col embed hr img input link meta param source track wbr frame'.split(' '));
/** HTML that ends an unclosed <svg> (HTML 13.2.6.5). */
const breaksOutOfSvg = new Set(
  (
    'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s ' +
    'small span strong strike sub sup table tt u ul var'
  ).split(' '),
);
const hiddenStyle = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;

function openTag(reading: Reading, name: string, attributes: Attributes): void {
  if (reading.skipped !== null && openInSkipped(reading.flow, reading.skipped, name, attributes)) return;
  reading.skipped = null;
  if (name === 'iframe' || name === 'object') elementRules.get(name)?.open?.(reading.flow, attributes);
  if (skippedElements.has(name) || isHidden(attributes)) startSkip(reading, name, attributes);
  else if (!openSpecial(reading, name, attributes)) openKnown(reading, name, attributes);
}

function isHidden(attributes: Attributes): boolean {
  if (attributes.size === 0) return false;
  if (attributes.has('hidden') && attributes.get('hidden') !== 'until-found') return true;
  const style = attributes.get('style');
  return style !== undefined && hiddenStyle.test(style.slice(0, 2000));
}

function startSkip(reading: Reading, name: string, attributes: Attributes): void {
  if (voidElements.has(name)) return;
  const player = name === 'video' || name === 'audio' ? name : null;
  const poster = attributes.get('poster') ?? '';
  const waits = player !== null && !addMedia(reading.flow, player, attributes, poster);
  reading.skipped = { name, inner: new Map(), player: waits ? player : null, poster };
}

/** False when the tag ends what is skipped. */
function openInSkipped(flow: Flow, skipped: Skipped, name: string, attributes: Attributes): boolean {
  if (skipped.name === 'svg' && breaksOutOfSvg.has(name)) return false;
  if (name === 'source' && skipped.player !== null && addMedia(flow, skipped.player, attributes, skipped.poster)) skipped.player = null;
  if (!voidElements.has(name)) skipped.inner.set(name, (skipped.inner.get(name) ?? 0) + 1);
  return true;
}

function closeInSkipped(reading: Reading, skipped: Skipped, name: string): void {
  const inside = skipped.inner.get(name) ?? 0;
  if (inside > 0) skipped.inner.set(name, inside - 1);
  else if (name === skipped.name) reading.skipped = null;
  else if ((reading.opened.get(name) ?? 0) > 0) {
    reading.skipped = null;
    closeTag(reading, name);
  }
}

/** Elements whose meaning hangs on what stands around them; false for all others. */
function openSpecial(reading: Reading, name: string, attributes: Attributes): boolean {
  switch (name) {
    case 'span':
      reading.spans.push(isClass(attributes, 'tg-spoiler'));
      if (reading.spans.at(-1) === true) openFormat(reading.flow, 'spoiler');
      return true;
    case 'i':
      reading.inEmoji ||= isClass(attributes, 'emoji');
      return reading.inEmoji;
    case 'b':
      return reading.inEmoji;
    case 'picture':
      reading.pictureSource = null;
      return true;
    case 'source':
      reading.pictureSource ??= largestOf(attributes, reading.flow.baseUrl);
      return true;
    default:
      return false;
  }
}

const isClass = (attributes: Attributes, name: string) => ` ${attributes.get('class') ?? ''} `.includes(` ${name} `);

function openKnown({ flow, opened, pictureSource }: Reading, name: string, attributes: Attributes): void {
  const rule = elementRules.get(name);
  if (rule === undefined) return;
  const lacksSource = name === 'img' && !/^(?:https?:)?\/\//.test(attributes.get('src') ?? '');
  if (lacksSource && pictureSource !== null) attributes.set('data-src', pictureSource);
  if (rule.close !== undefined) opened.set(name, (opened.get(name) ?? 0) + 1);
  rule.open?.(flow, attributes);
}

function closeTag(reading: Reading, name: string): void {
  if (reading.skipped !== null) {
    closeInSkipped(reading, reading.skipped, name);
    return;
  }
  if (name === 'span') {
    if (reading.spans.pop() === true) closeFormat(reading.flow, 'spoiler');
    return;
  }
  if (name === 'picture') reading.pictureSource = null;
  if (reading.inEmoji && (name === 'i' || name === 'b')) {
    reading.inEmoji = name === 'b';
    return;
  }
  const rule = elementRules.get(name);
  if (rule?.close === undefined) return;
  reading.opened.set(name, (reading.opened.get(name) ?? 0) - 1);
  rule.close(reading.flow);
}
