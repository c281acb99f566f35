import type { Block } from '../../contract/blocks.ts';
import { buildBlocks, type HtmlOptions } from '../blocks/html-to-blocks.ts';
import type { TagReader } from '../blocks/read-tags.ts';
import { LightElement } from './light-element.ts';
import type { LightChild, LightParent } from './light-node.ts';

/** What stands below `root` as blocks; without the way over markup. */
export function lightToBlocks(root: LightParent, options: HtmlOptions): Block[] {
  return buildBlocks((reader) => walk(root, reader), options);
}

function walk(root: LightParent, reader: TagReader): void {
  const attributes = new Map<string, string>();
  let node = root.firstChild;
  while (node !== null && !reader.done()) {
    if (node instanceof LightElement) {
      attributes.clear();
      for (const { name, value } of node.attributes) attributes.set(name, value);
      reader.open(node.localName, attributes);
      if (node.firstChild !== null) {
        node = node.firstChild;
        continue;
      }
      reader.close(node.localName);
    } else reader.text(node.textContent);
    node = leave(node, root, reader);
  }
}

/** Closes what ends with `node`; gives the node after it. */
function leave(node: LightChild, root: LightParent, reader: TagReader): LightChild | null {
  let current: LightChild = node;
  while (current.nextSibling === null) {
    const { parentNode } = current;
    if (parentNode === null || parentNode === root || !(parentNode instanceof LightElement)) return null;
    reader.close(parentNode.localName);
    current = parentNode;
  }
  return current.nextSibling;
}
