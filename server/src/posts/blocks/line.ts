/**
 * One paragraph while it is being read: text with the formats that are open, whitespace shown as a
 * browser shows it. A space or line break is only remembered, and written when more text follows it.
 */
import type { Inline } from '../../contract/blocks.ts';

export type FormatName = 'b' | 'i' | 'u' | 's' | 'code' | 'sub' | 'sup' | 'mark' | 'spoiler' | 'a';

/** An open format; `depth` counts how often it was opened inside itself. */
export interface Format {
  name: FormatName;
  href: string;
  depth: number;
}

interface OpenFormat {
  format: Format;
  c: Inline[];
}

export interface Line {
  c: Inline[];
  open: OpenFormat[];
  space: boolean;
  breaks: number;
  /** False while there are only spaces that do not collapse, such as U+00A0. */
  visible: boolean;
}

export const newLine = (): Line => ({ c: [], open: [], space: false, breaks: 0, visible: false });

const collapsible = /[ \t\n\f\r]+/g;
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]+/g;
// oxlint-disable-next-line no-control-regex
const unusual = /[\u0000-\u001f\u007f]| {2}/;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** Without the control characters that neither a browser shows nor the database stores. */
export function withoutControls(text: string): string {
  return text.replace(controls, '');
}

/** Adds raw text under `formats`; returns how many inline nodes that made. */
export function addText(line: Line, raw: string, formats: readonly Format[]): number {
  const text = unusual.test(raw) ? withoutControls(raw).replace(collapsible, ' ') : raw;
  if (text.charCodeAt(0) === 32 && line.c.length > 0) line.space = true;
  const core = trimSpace(text);
  if (core === '') return 0;
  const made = addGap(line, formats) + openFormats(line, formats) + append(innermost(line), core.toWellFormed());
  line.space = text.charCodeAt(text.length - 1) === 32;
  line.visible ||= visible.test(core);
  return made;
}

/** Without the one space that may be left at either end. */
function trimSpace(text: string): string {
  const from = text.charCodeAt(0) === 32 ? 1 : 0;
  const to = text.length > from && text.charCodeAt(text.length - 1) === 32 ? text.length - 1 : text.length;
  return from === 0 && to === text.length ? text : text.slice(from, to);
}

/** The break or space between what is there and what comes, outside of formats that only one of them has. */
function addGap(line: Line, formats: readonly Format[]): number {
  closeUnshared(line, formats);
  const isBreak = line.breaks > 0;
  line.breaks = 0;
  if (!isBreak) return line.space ? append(innermost(line), ' ') : 0;
  innermost(line).push({ t: 'br' });
  return 1;
}

function openFormats(line: Line, formats: readonly Format[]): number {
  const missing = formats.slice(line.open.length);
  for (const format of missing) {
    const c: Inline[] = [];
    innermost(line).push(format.name === 'a' ? { t: 'a', href: format.href, c } : { t: format.name, c });
    line.open.push({ format, c });
  }
  return missing.length;
}

/** Leaves open only the formats that the next text shares with the text before it. */
function closeUnshared(line: Line, formats: readonly Format[]): void {
  let shared = 0;
  while (shared < line.open.length && line.open[shared]?.format === formats[shared]) shared += 1;
  line.open.length = shared;
}

function innermost(line: Line): Inline[] {
  return line.open.at(-1)?.c ?? line.c;
}

function append(target: Inline[], text: string): number {
  const last = target.at(-1);
  if (last?.t === 'text') {
    last.text += text;
    return 0;
  }
  target.push({ t: 'text', text });
  return 1;
}

/** The finished paragraph, or null when nothing in it can be seen. */
export function takeContent(line: Line): Inline[] | null {
  return line.visible ? line.c : null;
}
