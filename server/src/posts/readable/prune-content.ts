/** Takes out of an article what its own class names call something else: tag lists, boxes about the author, credits. */
import type { LightDocument } from './light-document.ts';
import type { LightElement } from './light-element.ts';
import { LightText, next } from './light-node.ts';

const boxNames = new RegExp(
  `(?:^|[\\s_-])(?:${[
    'tags?(?:[_-]?(?:list|cloud|links))?',
    'categor(?:y|ies)(?:[_-]list)?',
    '(?:author|autor)[_-]?(?:bio|info|box|card|about|profile)\\S*',
    'about[_-](?:the[_-])?author',
    'news-?letters?(?:[_-](?:box|form|sign-?up|teaser))?',
    'related(?:[_-](?:articles?|posts?|links?|content|stories|news))?',
    '(?:article|post)[_-](?:infobox|footer|tags|share|nav(?:igation)?)\\S*',
    'recommend(?:ed|ations?)',
    'read-?more|read-?also|see-?also|also-?read|more-?(?:articles|stories|news)',
    'share|sharing|social(?:-?(?:share|links|icons|bar))?',
    'breadcrumbs?',
    'slider|carousel|swiper',
    'list-?posts',
    'notice',
    'copyright',
    'disclaimer',
    'advert(?:isement|orial)?|sponsored|promo(?:tion|box)?',
    'pagination|pager|post-?navigation',
    'rating|voting',
  ].join('|')})(?:$|[\\s_-])`,
  'i',
);
const teaserName = /(?:^|[\s_-])teasers?(?:$|[\s_-])/i;
const kept = new Set(['BODY', 'MAIN', 'ARTICLE', 'PRE', 'CODE', 'H1', 'H2', 'H3', 'FIGURE', 'IMG', 'PICTURE', 'VIDEO', 'TABLE', 'TBODY', 'TR', 'TD', 'A']);

/**
 * Notes on every text which such box it stands in. To be called on the whole page: the reader puts texts
 * into new elements, and their classes are lost.
 */
export function markBoxes(page: LightDocument): void {
  for (const box of page.collect((element) => !kept.has(element.tagName) && isBox(element) && !isInCode(element))) {
    for (let node = next(box, box); node !== null; node = next(node, box)) if (node instanceof LightText) node.box = box;
  }
}

/** Nothing goes that holds a good part of the text: then the name means something else here. */
export function pruneContent(content: LightElement): void {
  const boxes = new Map<LightElement, LightText[]>();
  let whole = 0;
  for (let node = next(content, content); node !== null; node = next(node, content)) {
    if (!(node instanceof LightText)) continue;
    whole += visibleLength(node);
    if (node.box !== null) boxes.set(node.box, [...(boxes.get(node.box) ?? []), node]);
  }
  for (const texts of boxes.values()) {
    const length = texts.reduce((sum, text) => sum + visibleLength(text), 0);
    if (length <= Math.max(whole * 0.15, 60) && length < 1500) for (const text of texts) text.remove();
  }
}

const visibleLength = (text: LightText) => text.textContent.replace(/\s+/g, ' ').trim().length;

function isBox(element: LightElement): boolean {
  const names = `${element.className} ${element.id}`;
  if (names === ' ' || names.length > 500) return false;
  // The lead of an article is called a teaser as often as a box that leads elsewhere.
  return boxNames.test(names) || (teaserName.test(names) && isMostlyLinks(element));
}

function isMostlyLinks(element: LightElement): boolean {
  const linked = element.getElementsByTagName('a').reduce((sum, link) => sum + link.textContent.trim().length, 0);
  return linked > 0 && linked >= element.textContent.trim().length * 0.3;
}

function isInCode(element: LightElement): boolean {
  for (let node = element.parentNode; node !== null; node = node.parentNode) if (node.nodeName === 'PRE' || node.nodeName === 'CODE') return true;
  return false;
}
