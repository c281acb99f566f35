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
  const { blocks } = parent;
  switch (closed.kind) {
    case 'quote':
      if (closed.blocks.length > 0) blocks.push({ t: 'quote', c: closed.blocks });
      return;
    case 'list':
      if (closed.items.length > 0) blocks.push({ t: 'list', ordered: closed.ordered, items: closed.items });
      return;
    case 'item':
      if (closed.blocks.length > 0) parent.items.push(closed.blocks);
      return;
    case 'cell':
      parent.rows.at(-1)?.cells.push({ header: closed.header, blocks: closed.blocks });
      return;
    case 'table':
      blocks.push(...closed.blocks, ...finishTable(closed.rows));
      return;
    case 'figure':
      finishFigure(blocks, closed);
      return;
    case 'caption':
      if (content !== null && parent.kind === 'figure' && parent.caption === null) parent.caption = content;
      else if (content !== null) blocks.push({ t: 'p', c: content });
      blocks.push(...closed.blocks);
      return;
    case 'heading':
      if (content !== null) blocks.push({ t: 'h', level: closed.level, c: content });
      blocks.push(...closed.blocks);
      return;
    case 'pre':
      finishPre(blocks, closed.text);
      return;
    case 'root':
  }
}

function finishFigure(blocks: Block[], { blocks: inside, caption }: Container): void {
  blocks.push(...inside);
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
