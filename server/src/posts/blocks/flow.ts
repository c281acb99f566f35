/**
 * The tree of blocks while it is being read. Only elements that leave a trace (lists, quotes, tables,
 * figures, headings, preformatted text) are on its stack; a <div> just ends the line, so nesting is free.
 */
import type { Block, Inline } from '../../contract/blocks.ts';
import { addText, newLine, takeContent, type Format, type FormatName, type Line } from './line.ts';
import { finishContainer, type Container, type ContainerKind } from './containers.ts';

export interface Flow {
  baseUrl: string | null;
  maxDepth: number;
  /** Characters that may still be added; a node costs as much as a short word. */
  budget: number;
  containers: Container[];
  line: Line | null;
  formats: Format[];
}

const NODE_COST = 16;

export function newFlow(baseUrl: string | null, maxDepth: number, budget: number): Flow {
  return { baseUrl, maxDepth, budget, containers: [newContainer('root')], line: null, formats: [] };
}

function newContainer(kind: ContainerKind): Container {
  return {
    kind,
    blocks: [],
    level: 2,
    ordered: false,
    implied: false,
    header: false,
    items: [],
    rows: [],
    text: '',
    caption: null,
    outerFormats: [],
  };
}

export function top(flow: Flow): Container {
  return flow.containers.at(-1) as Container;
}

/** Pushes a container; null when it may not stand there or the page nests too deep: its content then stays, flat. */
export function openContainer(flow: Flow, kind: ContainerKind): Container | null {
  breakLine(flow);
  const isPart = kind === 'item' || kind === 'cell';
  if (!isPart && flow.containers.length >= flow.maxDepth) return null;
  if (top(flow).kind === 'pre' || top(flow).kind === 'caption') return null;
  if (top(flow).kind === 'heading') closeFrom(flow, flow.containers.length - 1);
  if (!isPart) ensureFlow(flow);
  const container = newContainer(kind);
  flow.containers.push(container);
  flow.budget -= NODE_COST;
  return container;
}

/** Makes the innermost container one that text and blocks may stand in. */
function ensureFlow(flow: Flow): void {
  const { kind, implied } = top(flow);
  if (kind === 'list') {
    if (!implied) openContainer(flow, 'item');
    else {
      closeFrom(flow, flow.containers.length - 1);
      ensureFlow(flow);
    }
  } else if (kind === 'table') openCell(flow, false);
}

export function openCell(flow: Flow, header: boolean): void {
  const table = top(flow);
  if (table.rows.length === 0) table.rows.push({ header: false, cells: [] });
  const cell = openContainer(flow, 'cell');
  if (cell === null) return;
  cell.header = header;
  cell.outerFormats = flow.formats;
  flow.formats = [];
}

/** Index of the nearest open container of one of `kinds`, not looking out of one of `borders`; -1 if none. */
export function findOpen(flow: Flow, kinds: readonly ContainerKind[], borders: readonly ContainerKind[]): number {
  for (let index = flow.containers.length - 1; index > 0; index -= 1) {
    const { kind } = flow.containers[index] as Container;
    if (kinds.includes(kind)) return index;
    if (borders.includes(kind)) return -1;
  }
  return -1;
}

/** Closes every container from the innermost down to the one at `index`. */
export function closeFrom(flow: Flow, index: number): void {
  while (flow.containers.length > Math.max(index, 1)) {
    breakLine(flow);
    const closed = flow.containers.pop() as Container;
    if (closed.kind === 'cell') flow.formats = closed.outerFormats;
    finishContainer(top(flow), closed, takeLine(flow));
  }
}

/** Ends the paragraph; inside a heading, a caption or preformatted text, only the line. */
export function breakLine(flow: Flow): void {
  const container = top(flow);
  if (container.kind === 'pre') {
    if (container.text !== '' && !container.text.endsWith('\n')) container.text += '\n';
  } else if (container.kind === 'heading' || container.kind === 'caption') {
    if (flow.line !== null && flow.line.c.length > 0) flow.line.breaks = 1;
  } else {
    const content = takeLine(flow);
    if (content !== null) pushBlock(flow, { t: 'p', c: content });
  }
}

function takeLine(flow: Flow): Inline[] | null {
  const { line } = flow;
  flow.line = null;
  return line === null ? null : takeContent(line);
}

function pushBlock(flow: Flow, block: Block): void {
  const { kind, blocks } = top(flow);
  const last = blocks.at(-1);
  const repeated = (block.t === 'image' && last?.t === 'image' && last.src === block.src) || (block.t === 'hr' && last?.t === 'hr');
  if (kind === 'pre' || repeated) return;
  blocks.push(block);
  flow.budget -= NODE_COST;
}

/** A block that stands on its own: picture, player, rule. In a heading or caption it comes after it. */
export function addBlock(flow: Flow, block: Block): void {
  const { kind } = top(flow);
  if (kind !== 'heading' && kind !== 'caption') {
    breakLine(flow);
    ensureFlow(flow);
  }
  pushBlock(flow, block);
}

export function addRawText(flow: Flow, raw: string): void {
  const text = raw.length > flow.budget ? raw.slice(0, Math.max(flow.budget, 0)) : raw;
  const container = top(flow);
  if (container.kind === 'pre') {
    container.text += text;
    flow.budget -= text.length;
    return;
  }
  if (flow.line === null || container.kind === 'list' || container.kind === 'table') {
    if (!/[^ \t\n\f\r]/.test(text)) return;
    ensureFlow(flow);
  }
  if (flow.line !== null && flow.line.breaks > 1 && /[^ \t\n\f\r]/.test(text)) breakLine(flow);
  flow.line ??= newLine();
  flow.budget -= text.length + addText(flow.line, text, flow.formats) * NODE_COST;
}

export function addBreak(flow: Flow): void {
  const container = top(flow);
  if (container.kind === 'pre') container.text += '\n';
  else if (flow.line !== null && flow.line.c.length > 0) {
    const single = container.kind === 'heading' || container.kind === 'caption';
    flow.line.breaks = single ? 1 : flow.line.breaks + 1;
  }
  flow.budget -= 1;
}

export function openFormat(flow: Flow, name: FormatName, href = ''): void {
  const same = flow.formats.find((format) => format.name === name);
  if (same === undefined) flow.formats = [...flow.formats, { name, href, depth: 1 }];
  else if (name !== 'a') same.depth += 1;
  else flow.formats = [...flow.formats.filter((format) => format !== same), { name, href, depth: 1 }];
}

export function closeFormat(flow: Flow, name: FormatName): void {
  const open = flow.formats.find((format) => format.name === name);
  if (open === undefined) return;
  open.depth -= 1;
  if (open.depth <= 0) flow.formats = flow.formats.filter((format) => format !== open);
}
