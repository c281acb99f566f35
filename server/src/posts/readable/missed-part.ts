/**
 * Notices when the reader has kept one part of an article and left out the rest, as happens where each
 * paragraph stands in boxes of its own.
 */
import type { Block } from '../../contract/blocks.ts';
import { blocksToText } from '../blocks/blocks-to-text.ts';
import type { LightDocument } from './light-document.ts';
import { LightElement } from './light-element.ts';
import { namesOf } from './element-names.ts';
import { lightToBlocks } from './light-to-blocks.ts';
import { markBoxes, pruneContent } from './prune-content.ts';

interface Paragraph {
  start: string;
  length: number;
  /** Where its container stands among all elements of the page. */
  container: number;
}

const containerName = /(?:^|[\s_-])(?:article|entry|post|story|news|content|page)[_-]*(?:body|content|text|copy|main|detail)(?:$|[\s_-])|articleBody/i;
const asideName = /comment|related|sidebar|footer|newsletter|share|promo|recommend|teaser|cookie|consent|modal|popup|banner|disclaimer|author/i;
const asideTags = new Set('NAV FOOTER ASIDE HEADER FORM DIALOG FIGCAPTION TABLE BLOCKQUOTE'.split(' '));

/** To be called before the reader takes the page apart. */
export function noteParagraphs(page: LightDocument): Paragraph[] {
  const all = page.collect(() => true);
  const order = new Map(all.map((element, index) => [element, index]));
  const paragraphs: Paragraph[] = [];
  for (const element of all) {
    if (element.tagName !== 'P') continue;
    const text = squash(element.textContent.slice(0, 4000));
    const container = text.length < 60 ? null : containerOf(element);
    if (container === null || linkShare(element, text.length) > 0.3) continue;
    paragraphs.push({ start: text.slice(0, 60), length: text.length, container: order.get(container) ?? -1 });
  }
  return paragraphs;
}

/** The place of the element that holds the whole article, when `text` is only part of it; else null. */
export function findMissedPart(paragraphs: readonly Paragraph[], text: string): number | null {
  const found = squash(text);
  const containers = new Map<number, { inside: number; missed: number; count: number }>();
  for (const { start, length, container } of paragraphs) {
    const sums = containers.get(container) ?? { inside: 0, missed: 0, count: 0 };
    if (found.includes(start)) sums.inside += length;
    else {
      sums.missed += length;
      sums.count += 1;
    }
    containers.set(container, sums);
  }
  const cut = [...containers].filter(([, { inside, missed, count }]) => inside > 0 && count >= 1 && missed > inside * 0.15);
  return cut.toSorted(([, one], [, other]) => other.missed - one.missed)[0]?.[0] ?? null;
}

/**
 * The blocks from the first to the last of the noted paragraphs in the element at that place, in a page
 * that nothing was taken from; null when none are left.
 */
export function readContainer(page: LightDocument, place: number, paragraphs: readonly Paragraph[], baseUrl: string): Block[] | null {
  const container = page.collect(() => true)[place];
  if (container === undefined) return null;
  markBoxes(page);
  for (const element of container.collect(isLeftOut)) element.remove();
  pruneContent(container);
  const blocks = lightToBlocks(container, { baseUrl });
  const starts = paragraphs.filter((paragraph) => paragraph.container === place).map((paragraph) => paragraph.start);
  const isNoted = (block: Block) => {
    const text = squash(blocksToText([block]));
    return starts.some((start) => text.includes(start));
  };
  const first = blocks.findIndex(isNoted);
  return first < 0 ? null : blocks.slice(first, blocks.findLastIndex(isNoted) + 1);
}

function isLeftOut(element: LightElement): boolean {
  if (/^(?:NAV|FOOTER|ASIDE|FORM|DIALOG|HEADER|SCRIPT|STYLE|BUTTON|NOSCRIPT)$/.test(element.tagName)) return true;
  if (/^(?:P|H[1-6]|A|SPAN|LI|B|STRONG|EM|I)$/.test(element.tagName)) return false;
  return asideName.test(namesOf(element)) || isLinkList(element);
}

/** Lists and boxes in which nearly every word leads elsewhere. */
function isLinkList(element: LightElement): boolean {
  const length = squash(element.textContent.slice(0, 20_000)).length;
  return /^(?:UL|OL|DIV|SECTION)$/.test(element.tagName) && length > 0 && length < 3000 && linkShare(element, length) > 0.6;
}

/** The outermost element around that is named as the body of an article; null inside what is beside it. */
function containerOf(paragraph: LightElement): LightElement | null {
  let container: LightElement | null = null;
  for (let node = paragraph.parentNode; node instanceof LightElement && node.tagName !== 'BODY'; node = node.parentNode) {
    const names = namesOf(node);
    if (asideTags.has(node.tagName) || node.hasAttribute('hidden') || node.style.display === 'none' || asideName.test(names)) return null;
    if (node.tagName === 'ARTICLE' || containerName.test(`${names} ${node.getAttribute('itemprop') ?? ''}`)) container = node;
  }
  return container;
}

function linkShare(element: LightElement, length: number): number {
  return element.getElementsByTagName('a').reduce((sum, link) => sum + squash(link.textContent).length, 0) / length;
}

const squash = (text: string) => text.replace(/\s+/g, '');
