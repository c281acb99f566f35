import type { Block } from '../../contract/blocks.ts';
import { blockReader } from './block-reader.ts';
import { breakLine, closeFrom, newFlow } from './flow.ts';
import { readTags, type TagReader } from './read-tags.ts';

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
