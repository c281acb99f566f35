/** What classes and ids say about the place of an element in its page. */
import { LightElement } from './light-element.ts';

/** Class and id as one text; a layout "with sidebar" is no sidebar. */
export function namesOf(element: LightElement): string {
  const names = `${element.className} ${element.id}`;
  return names.length > 500 ? '' : names.replace(/(?:with|has|no|w)[-_]*sidebar/gi, '');
}

const besideTags = new Set(['ASIDE', 'NAV', 'FOOTER']);

/** Whether an element, or one around it, is called something else than part of the article. */
export function isBeside(element: LightElement, name: RegExp): boolean {
  for (let node: unknown = element; node instanceof LightElement && node.tagName !== 'BODY'; node = node.parentNode) {
    if (besideTags.has(node.tagName) || name.test(namesOf(node))) return true;
  }
  return false;
}
