/** From the source of a feed to its elements: one for what it says about itself, one for every item. */
import type { XmlElement } from './xml-element.ts';
import { addText, closeTag, openTag, startReading, type ReadLimits, type Reading } from './open-elements.ts';
import { scanXml } from './scan-xml.ts';

export interface FeedDocument {
  /** The root: rss, rdf:rdf, atom:feed, channel (CDF), or atom:entry for an entry on its own. */
  root: XmlElement;
  /** rss's channel, else the root. */
  header: XmlElement;
  items: XmlElement[];
  source: string;
  /** Prefixes that were declared as XHTML, SVG or MathML. */
  markupPrefixes: ReadonlySet<string>;
  /** The document ended early; the last item, if it was not whole, is missing. */
  truncated: boolean;
  /** That last item had begun. */
  itemLost: boolean;
  /** End tags were missing or in the wrong order. */
  misnested: boolean;
  tooDeep: boolean;
  tooMany: boolean;
}

/** Null when no root of a feed is found before other content. */
export function readElements(source: string, limits: ReadLimits): FeedDocument | null {
  const reading = startReading(source, limits);
  const cutShort = scanXml(source, {
    open: (raw, attributes, start, end) => openTag(reading, { raw, attributes, start, end }),
    close: (raw, start) => closeTag(reading, raw, start),
    text: (start, end) => addText(reading, start, end, true),
    cdata: (start, end) => addText(reading, start, end, false),
    done: () => reading.tooMany || reading.notFeed,
  });
  const { root, items, markupPrefixes, misnested, tooDeep, tooMany } = reading;
  if (!root || reading.notFeed) return null;
  const truncated = cutShort || (!tooMany && !isClosed(reading));
  if (root.name === 'atom:entry' && !truncated) items.push(root);
  return { root, header: reading.channel ?? root, items, source, markupPrefixes, truncated, itemLost: reading.item !== null, misnested, tooDeep, tooMany };
}

/** Feeds that only forget their last end tags (`</channel></rss>`) are whole. */
function isClosed(reading: Reading): boolean {
  const { open, root, channel, item, items } = reading;
  return open.length === 0 || (item === null && items.length > 0 && open.every((tag) => tag.element === root || tag.element === channel));
}
