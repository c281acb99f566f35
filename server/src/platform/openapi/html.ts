/** HTML of our own words: everything that comes from elsewhere is escaped on its way in. */
import { escapeUTF8 as escape } from 'entities/escape';

export { escape };

/** `code`, **strong**, and addresses of our documentation as they are. */
export function inline(text: string): string {
  return escape(text)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .replaceAll(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>');
}

/** Paragraphs and flat lists: the part of Markdown that descriptions use. */
export function prose(text: string): string {
  return text
    .split('\n\n')
    .map((part) => {
      const items = part.split('\n').filter((line) => line.startsWith('- '));
      return items.length > 0 ? `<ul>${items.map((item) => `<li>${inline(item.slice(2))}</li>`).join('')}</ul>` : `<p>${inline(part)}</p>`;
    })
    .join('');
}

/** Names in one colour, values in another; long lists of numbers stay on one line. */
export function json(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll(
    /\[\s+(-?[\d.]+(?:,\s+-?[\d.]+)*)\s+\]/g,
    (_all, numbers: string) => `[${numbers.replaceAll(/\s+/g, ' ')}]`,
  );
  return escape(text).replaceAll(/^(\s*)(&quot;.*?&quot;)(?=:)/gm, '$1<span class="k">$2</span>');
}
