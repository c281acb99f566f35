import type { LightDocument } from './light-document.ts';
import { LightElement } from './light-element.ts';

/**
 * Articles told in slides show the first part and hide the others until someone clicks. Parts of one
 * kind beside each other, of which one is shown and at least two hold hidden text, are all shown.
 */
export function revealSlides(page: LightDocument): void {
  const parents = new Set(page.collect(isHiddenPart).map((element) => element.parentNode));
  for (const parent of parents) {
    if (!(parent instanceof LightElement) || !isInArticle(parent)) continue;
    const kinds = new Map<string, LightElement[]>();
    for (const child of parent.children) {
      const kind = `${child.tagName}.${child.className.trim().split(/\s+/)[0] ?? ''}`;
      const alike = kinds.get(kind);
      if (alike === undefined) kinds.set(kind, [child]);
      else alike.push(child);
    }
    for (const [kind, parts] of kinds) {
      const hidden = parts.filter(isHiddenPart);
      if (kind.endsWith('.') || hidden.length < 2 || hidden.length === parts.length) continue;
      for (const part of hidden) show(part);
    }
  }
}

const isHiddenPart = (element: LightElement) =>
  (element.style.display === 'none' || element.hasAttribute('hidden')) &&
  /^(?:DIV|SECTION|LI|ARTICLE)$/.test(element.tagName) &&
  element.textContent.trim().length > 100;

function isInArticle(element: LightElement): boolean {
  for (let node: LightElement | null = element; node !== null; node = node.parentNode instanceof LightElement ? node.parentNode : null) {
    if (node.tagName === 'ARTICLE' || node.tagName === 'MAIN') return true;
  }
  return false;
}

function show(part: LightElement): void {
  part.removeAttribute('hidden');
  part.removeAttribute('style');
  part.className = part.className.replace(/(?:^|\s)(?:hidden|hide|is-hidden)(?=\s|$)/g, ' ');
}
