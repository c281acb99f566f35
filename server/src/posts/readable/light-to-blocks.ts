import type { Block } from '../../contract/blocks.ts';
import { buildBlocks, type HtmlOptions } from '../blocks/html-to-blocks.ts';
import type { TagReader } from '../blocks/read-tags.ts';
import { LightElement, type LightChild, type LightParent } from './light-dom.ts';

/** What stands below `root` as blocks; without the way over markup. */
export function lightToBlocks(root: LightParent, options: HtmlOptions): Block[] {
  return buildBlocks((reader) => walk(root, reader), options);
}

function walk(root: LightParent, reader: TagReader): void {
  let node: LightParent | LightChild = root;
  const attributes = new Map<string, string>();
  for (;;) {
    if (node !== root) {
      if (node instanceof LightElement) {
        attributes.clear();
        for (const { name, value } of node.attributes) attributes.set(name, value);
        reader.open(node.localName, attributes);
      } else reader.text(node.textContent ?? '');
    }
    if (reader.done()) return;
    const child: LightChild | null = 'firstChild' in node ? node.firstChild : null;
    if (child !== null) {
      node = child;
      continue;
    }
    for (;;) {
      if (node === root) return;
      if (node instanceof LightElement) reader.close(node.localName);
      if (node.nextSibling !== null) {
        node = node.nextSibling;
        break;
      }
      node = node.parentNode as LightParent;
    }
  }
}
