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
  const startsBlank = text.charCodeAt(0) === 32;
  const empty = line.c.length === 0;
  if (startsBlank && !empty && line.breaks === 0) line.space = true;
  const from = startsBlank ? 1 : 0;
  const endsBlank = text.length > from && text.charCodeAt(text.length - 1) === 32;
  const core = startsBlank || endsBlank ? text.slice(from, text.length - (endsBlank ? 1 : 0)) : text;
  if (core === '') return 0;

  closeUnshared(line, formats);
  let made = 0;
  if (line.breaks > 0) {
    innermost(line).push({ t: 'br' });
    made += 1;
  } else if (line.space) made += append(innermost(line), ' ');
  for (const format of formats.slice(line.open.length)) {
    const c: Inline[] = [];
    innermost(line).push(format.name === 'a' ? { t: 'a', href: format.href, c } : { t: format.name, c });
    line.open.push({ format, c });
    made += 1;
  }
  made += append(innermost(line), core);
  line.space = endsBlank;
  line.breaks = 0;
  if (!line.visible && visible.test(core)) line.visible = true;
  return made;
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
