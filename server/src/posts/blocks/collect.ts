/** What a post points to and shows, in the order of reading, each once. */
import type { Block, Inline } from '../../contract/blocks.ts';

export interface CollectedLink {
  href: string;
  text: string;
}

export type ImageBlock = Extract<Block, { t: 'image' }>;

export function collectLinks(blocks: readonly Block[]): CollectedLink[] {
  const links = new Map<string, string>();
  const visit = (nodes: readonly Inline[]) => {
    for (const node of nodes) {
      if (node.t === 'a') links.set(node.href, links.get(node.href) || plainText(node.c));
      else if (node.t !== 'text' && node.t !== 'br') visit(node.c);
    }
  };
  walk(blocks, (block) => {
    if (block.t === 'p' || block.t === 'h') visit(block.c);
    else if (block.t === 'image') visit(block.caption ?? []);
    else if (block.t === 'table') block.rows.forEach((row) => row.cells.forEach(visit));
    else if (block.t === 'embed') links.set(block.url, links.get(block.url) || block.title);
  });
  return [...links].map(([href, text]) => ({ href, text }));
}

export function collectImages(blocks: readonly Block[]): ImageBlock[] {
  const images = new Map<string, ImageBlock>();
  walk(blocks, (block) => {
    if (block.t === 'image' && !images.has(block.src)) images.set(block.src, block);
  });
  return [...images.values()];
}

function walk(blocks: readonly Block[], visit: (block: Block) => void): void {
  for (const block of blocks) {
    visit(block);
    if (block.t === 'quote') walk(block.c, visit);
    else if (block.t === 'list') for (const item of block.items) walk(item, visit);
  }
}

function plainText(nodes: readonly Inline[]): string {
  let text = '';
  for (const node of nodes) text += node.t === 'text' ? node.text : node.t === 'br' ? ' ' : plainText(node.c);
  return text;
}
