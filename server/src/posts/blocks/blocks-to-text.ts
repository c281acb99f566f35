import type { Block, Inline } from '../../contract/blocks.ts';

/**
 * The text of a post for search, fingerprints and models: paragraphs parted by a blank line, items of a
 * list and rows of a table on lines of their own, cells by a tab. Nothing is added that the post does not say.
 */
export function blocksToText(blocks: readonly Block[]): string {
  return blocks
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n');
}

function blockText(block: Block): string {
  switch (block.t) {
    case 'p':
    case 'h':
      return inlineText(block.c);
    case 'quote':
      return blocksToText(block.c);
    case 'pre':
      return block.text;
    case 'list':
      return block.items
        .map(blocksToText)
        .filter((text) => text !== '')
        .join('\n');
    case 'image':
      return block.caption === undefined ? '' : inlineText(block.caption);
    case 'table':
      return block.rows.map((row) => row.cells.map(inlineText).join('\t').trim()).join('\n');
    case 'media':
    case 'embed':
    case 'hr':
      return '';
  }
}

/** Line breaks stay line breaks; formats are dropped. */
function inlineText(content: readonly Inline[]): string {
  let text = '';
  for (const node of content) text += node.t === 'text' ? node.text : node.t === 'br' ? '\n' : inlineText(node.c);
  return text;
}
