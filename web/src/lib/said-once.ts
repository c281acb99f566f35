/** The body of a post beside the text of the page that it links to: what the page says too is not shown twice. */
import type { Block, Inline } from './contract-types.ts';

/** Less than this may stand in any article by chance. */
const tellingLength = 40;

/** The body without its words when the page holds all of them; pictures stay when the page brings none. */
export function withoutRepeats(body: readonly Block[], page: readonly Block[] | undefined): readonly Block[] {
  if (page === undefined || page.length === 0) return body;
  const [said, whole] = [lettersOf(body), lettersOf(page)];
  if (!whole.startsWith(said) && (said.length < tellingLength || !whole.includes(said))) return body;
  return page.some(isPicture) ? [] : body.filter(isPicture);
}

const isPicture = (block: Block): boolean => block.t === 'image' || block.t === 'media' || block.t === 'embed';

/** Letters and numbers alone: an ellipsis where a teaser was cut, and all marks, differ from page to page. */
function lettersOf(blocks: readonly Block[]): string {
  return blocks
    .map(textOf)
    .join('')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function textOf(block: Block): string {
  if (block.t === 'p' || block.t === 'h') return inlineText(block.c);
  if (block.t === 'quote') return block.c.map(textOf).join('');
  if (block.t === 'pre') return block.text;
  if (block.t === 'list') return block.items.flat().map(textOf).join('');
  if (block.t === 'table') return block.rows.map((row) => row.cells.map(inlineText).join('')).join('');
  return '';
}

function inlineText(nodes: readonly Inline[]): string {
  return nodes.map((node) => (node.t === 'text' ? node.text : node.t === 'br' ? '' : inlineText(node.c))).join('');
}
