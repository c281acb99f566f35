/** What an element leaves behind in the tree of blocks when it ends. */
import type { Block, Inline } from '../../contract/blocks.ts';
import { finishTable, type TableRow } from './finish-table.ts';
import { withoutControls, type Format } from './line.ts';

export type ContainerKind = 'root' | 'quote' | 'list' | 'item' | 'table' | 'cell' | 'figure' | 'caption' | 'heading' | 'pre';

export interface Container {
  kind: ContainerKind;
  /** Finished blocks inside; for a heading and a caption those that come after it. */
  blocks: Block[];
  level: 2 | 3 | 4;
  ordered: boolean;
  /** A list that the page did not open itself: it ends with the first thing that is no item. */
  implied: boolean;
  /** A table cell that is a <th>. */
  header: boolean;
  items: Block[][];
  rows: TableRow[];
  text: string;
  caption: Inline[] | null;
  /** Formats that wait while a table cell is open. */
  outerFormats: Format[];
}

/** `content` is the line of a heading or caption, null when nothing visible stands in it. */
export function finishContainer(parent: Container, closed: Container, content: Inline[] | null): void {
  finishers[closed.kind](parent, closed, content);
}

type Finish = (parent: Container, closed: Container, content: Inline[] | null) => void;

const finishers: Record<ContainerKind, Finish> = {
  root() {},
  quote({ blocks }, closed) {
    if (closed.blocks.length > 0) blocks.push({ t: 'quote', c: closed.blocks });
  },
  list({ blocks }, { items, ordered }) {
    if (items.length > 0) blocks.push({ t: 'list', ordered, items });
  },
  item(parent, { blocks }) {
    if (blocks.length > 0) parent.items.push(blocks);
  },
  cell(parent, { header, blocks }) {
    parent.rows.at(-1)?.cells.push({ header, blocks });
  },
  table({ blocks }, closed) {
    append(blocks, closed.blocks);
    append(blocks, finishTable(closed.rows));
  },
  figure({ blocks }, closed) {
    finishFigure(blocks, closed);
  },
  caption(parent, closed, content) {
    if (content !== null && parent.kind === 'figure' && parent.caption === null) parent.caption = content;
    else if (content !== null) parent.blocks.push({ t: 'p', c: content });
    append(parent.blocks, closed.blocks);
  },
  heading({ blocks }, closed, content) {
    if (content !== null) blocks.push({ t: 'h', level: closed.level, c: content });
    append(blocks, closed.blocks);
  },
  pre({ blocks }, { text }) {
    finishPre(blocks, text);
  },
};

/** A spread into push() would overflow the stack on long pages. */
function append(blocks: Block[], more: readonly Block[]): void {
  for (const block of more) blocks.push(block);
}

function finishFigure(blocks: Block[], { blocks: inside, caption }: Container): void {
  append(blocks, inside);
  if (caption === null) return;
  const last = inside.findLast((block) => block.t === 'image');
  if (last !== undefined && last.caption === undefined) last.caption = caption;
  else blocks.push({ t: 'p', c: caption });
}

function finishPre(blocks: Block[], raw: string): void {
  const text = withoutControls(raw.replace(/\r\n?/g, '\n')).trimEnd();
  const start = /^(?:[ \t]*\n)*/.exec(text)?.[0].length ?? 0;
  if (text !== '') blocks.push({ t: 'pre', text: text.slice(start).toWellFormed() });
}
