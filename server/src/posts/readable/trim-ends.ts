import type { Block, Inline } from '../../contract/blocks.ts';
import { inlineText } from '../blocks/blocks-to-text.ts';

/**
 * Without what pages put after an article: a heading over nothing, a lone link ("back to the list",
 * "all releases of ..."). What stands before them is untouched.
 */
export function trimEnds(blocks: readonly Block[]): Block[] {
  let end = blocks.length;
  while (end > 0 && isLeftover(blocks[end - 1])) end -= 1;
  const last = blocks[end - 1];
  // Only after a sentence is it sure that the article had ended before.
  const endsWell = last?.t === 'p' && inlineText(last.c).length >= 80;
  const headings = blocks.slice(end).filter((block) => block.t === 'h').length;
  return endsWell && headings <= 1 ? blocks.slice(0, end) : [...blocks];
}

function isLeftover(block: Block | undefined): boolean {
  if (block === undefined) return false;
  return block.t === 'h' || block.t === 'hr' || (block.t === 'p' && isLoneLink(block.c));
}

/** A short link and nothing else; an address written out is a reference of the article. */
function isLoneLink(content: readonly Inline[]): boolean {
  const parts = content.filter((node) => node.t !== 'br' && !(node.t === 'text' && !/[\p{L}\p{N}]/u.test(node.text)));
  const [only] = parts;
  if (parts.length !== 1 || only === undefined || only.t === 'text' || only.t === 'br') return false;
  if (only.t !== 'a') return isLoneLink(only.c);
  const text = inlineText(only.c).trim();
  return text.length <= 80 && !/^(?:https?:|www\.)/.test(text);
}
