import type { Block, Inline } from '../../contract/blocks.ts';
import { linkAddress } from './addresses.ts';
import { withoutControls } from './line.ts';

/** Plain text as blocks: a blank line parts paragraphs, a line break stays one, bare addresses become links. */
export function textToBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const paragraph of withoutControls(text)
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .split(/\n(?:[ \t]*\n)+/)) {
    const content: Inline[] = [];
    for (const line of paragraph.split('\n')) {
      const trimmed = line.trim();
      if (trimmed === '') continue;
      if (content.length > 0) content.push({ t: 'br' });
      pushLinked(content, trimmed);
    }
    if (content.length > 0) blocks.push({ t: 'p', c: content });
  }
  return blocks;
}

const bareAddress = /https?:\/\/[^\s<>"«»“”]+/gi;

function pushLinked(content: Inline[], line: string): void {
  let end = 0;
  for (const { 0: found, index } of line.matchAll(bareAddress)) {
    const address = withoutTrailing(found);
    const href = linkAddress(address, null);
    if (href === null) continue;
    if (index > end) content.push({ t: 'text', text: line.slice(end, index) });
    content.push({ t: 'a', href, c: [{ t: 'text', text: address }] });
    end = index + address.length;
  }
  if (end < line.length) content.push({ t: 'text', text: line.slice(end) });
}

/** Without the punctuation of the sentence around it; a closing bracket stays when it was opened inside. */
function withoutTrailing(address: string): string {
  let end = address.length;
  let open = 0;
  for (const char of address) open += char === '(' ? 1 : char === ')' ? -1 : 0;
  while (end > 0) {
    const last = address.charAt(end - 1);
    if (last === ')' && open < 0) open += 1;
    else if (!'.,;:!?\'"*_~]}'.includes(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}
