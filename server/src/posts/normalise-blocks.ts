/** Cuts a tree of blocks to a length of text, so that a giant body is stored truncated instead of refused. */
import type { Block, Inline } from '../contract/blocks.ts';
import { cutHard } from './normalise-text.ts';

/** The first blocks that hold at most `limit` characters of text; the block at the limit is cut inside. */
export function cutBlocks(blocks: Block[], limit: number): Block[] {
  const room = { left: limit };
  return cutList(blocks, room);
}

interface Room {
  left: number;
}

function cutList(blocks: Block[], room: Room): Block[] {
  const kept: Block[] = [];
  for (const block of blocks) {
    if (room.left <= 0) break;
    kept.push(cutBlock(block, room));
  }
  return kept;
}

function cutBlock(block: Block, room: Room): Block {
  switch (block.t) {
    case 'p':
    case 'h':
      return { ...block, c: cutInlines(block.c, room) };
    case 'pre':
      return { ...block, text: take(block.text, room) };
    case 'quote':
      return { ...block, c: cutList(block.c, room) };
    case 'list':
      return { ...block, items: takeWhileRoom(block.items, room, (item) => cutList(item, room)) };
    case 'table':
      return {
        ...block,
        rows: takeWhileRoom(block.rows, room, (row) => ({ ...row, cells: takeWhileRoom(row.cells, room, (cell) => cutInlines(cell, room)) })),
      };
    case 'image':
    case 'media':
    case 'embed':
    case 'hr':
      // No text, but not free either: a body of a million rules must end too.
      room.left -= 1;
      return block;
  }
}

function takeWhileRoom<T>(items: T[], room: Room, cut: (item: T) => T): T[] {
  const kept: T[] = [];
  for (const item of items) {
    if (room.left <= 0) break;
    kept.push(cut(item));
  }
  return kept;
}

function cutInlines(inlines: Inline[], room: Room): Inline[] {
  return takeWhileRoom(inlines, room, (inline) => {
    if (inline.t === 'text') return { t: 'text', text: take(inline.text, room) };
    if (inline.t === 'br') {
      room.left -= 1;
      return inline;
    }
    return { ...inline, c: cutInlines(inline.c, room) };
  });
}

function take(text: string, room: Room): string {
  const kept = cutHard(text, room.left);
  room.left -= Math.max(kept.length, 1);
  return kept;
}
