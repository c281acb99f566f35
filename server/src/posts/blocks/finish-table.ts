/**
 * Tells tables of data from tables that only lay out a page (newsletters, old sites). The first stay
 * tables, the second become what stands in their cells, one after another.
 */
import type { Block, Inline } from '../../contract/blocks.ts';

export interface TableCell {
  header: boolean;
  blocks: Block[];
}

export interface TableRow {
  /** True inside <thead>. */
  header: boolean;
  cells: TableCell[];
}

const LONGEST_CELL = 1000;

export function finishTable(all: readonly TableRow[]): Block[] {
  const rows = all.filter((row) => row.cells.some((cell) => cell.blocks.length > 0));
  if (!isData(rows)) return rows.flatMap((row) => row.cells.flatMap((cell) => cell.blocks));
  const after: Block[] = [];
  const table = rows.map((row) => ({
    header: row.header || row.cells.every((cell) => cell.header),
    cells: row.cells.map((cell) => cellContent(cell.blocks, after)),
  }));
  return [{ t: 'table', rows: table }, ...after];
}

function isData(rows: readonly TableRow[]): boolean {
  if (rows.length < 2 || rows.every((row) => row.cells.length < 2)) return false;
  let words = 0;
  for (const row of rows) {
    for (const cell of row.cells) {
      if (!isPlain(cell.blocks)) return false;
      if (cell.blocks.some((block) => block.t !== 'image')) words += 1;
    }
  }
  return words > 1;
}

function isPlain(blocks: readonly Block[]): boolean {
  if (blocks.length > 4) return false;
  let length = 0;
  for (const block of blocks) {
    if (block.t === 'p' || block.t === 'h') length += lengthOf(block.c);
    else if (block.t !== 'image') return false;
  }
  return length <= LONGEST_CELL;
}

function lengthOf(content: readonly Inline[]): number {
  let length = 0;
  for (const node of content) length += node.t === 'text' ? node.text.length : node.t === 'br' ? 1 : lengthOf(node.c);
  return length;
}

function cellContent(blocks: readonly Block[], after: Block[]): Inline[] {
  const content: Inline[] = [];
  for (const block of blocks) {
    if (block.t === 'p' || block.t === 'h') {
      if (content.length > 0) content.push({ t: 'br' });
      content.push(...block.c);
    } else after.push(block);
  }
  return content;
}
