import { escapeAttribute, escapeText } from 'entities/escape';
import type { Block, Inline } from '../../contract/blocks.ts';

/** HTML for feeds that we publish. Reading it back with `htmlToBlocks` gives HTML that is equal to it. */
export function blocksToHtml(blocks: readonly Block[]): string {
  let html = '';
  for (const block of blocks) html += blockHtml(block);
  return html;
}

function blockHtml(block: Block): string {
  switch (block.t) {
    case 'p':
      return `<p>${inlineHtml(block.c)}</p>`;
    case 'h':
      return `<h${block.level}>${inlineHtml(block.c)}</h${block.level}>`;
    case 'quote':
      return `<blockquote>${blocksToHtml(block.c)}</blockquote>`;
    case 'pre':
      return `<pre>${escapeText(block.text)}</pre>`;
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${itemHtml(item)}</li>`).join('')}</${tag}>`;
    }
    case 'image':
      return imageHtml(block);
    case 'media':
      return mediaHtml(block);
    case 'embed':
      return `<p><a href="${escapeAttribute(block.url)}">${escapeText(block.title)}</a></p>`;
    case 'table':
      return tableHtml(block);
    case 'hr':
      return '<hr>';
  }
}

function itemHtml(item: readonly Block[]): string {
  const [first] = item;
  return item.length === 1 && first?.t === 'p' ? inlineHtml(first.c) : blocksToHtml(item);
}

function imageHtml(image: Extract<Block, { t: 'image' }>): string {
  const width = image.width === undefined ? '' : ` width="${image.width}"`;
  const height = image.height === undefined ? '' : ` height="${image.height}"`;
  const tag = `<img src="${escapeAttribute(image.src)}" alt="${escapeAttribute(image.alt)}"${width}${height}>`;
  return image.caption === undefined ? tag : `<figure>${tag}<figcaption>${inlineHtml(image.caption)}</figcaption></figure>`;
}

function mediaHtml(media: Extract<Block, { t: 'media' }>): string {
  const poster = media.poster === undefined ? '' : ` poster="${escapeAttribute(media.poster)}"`;
  return `<${media.kind} src="${escapeAttribute(media.src)}"${poster} controls=""></${media.kind}>`;
}

function tableHtml(table: Extract<Block, { t: 'table' }>): string {
  const rows = table.rows.map(({ header, cells }) => {
    const tag = header ? 'th' : 'td';
    return `<tr>${cells.map((cell) => `<${tag}>${inlineHtml(cell)}</${tag}>`).join('')}</tr>`;
  });
  return `<table><tbody>${rows.join('')}</tbody></table>`;
}

function inlineHtml(content: readonly Inline[]): string {
  let html = '';
  for (const node of content) {
    if (node.t === 'text') html += escapeText(node.text);
    else if (node.t === 'br') html += '<br>';
    else if (node.t === 'a') html += `<a href="${escapeAttribute(node.href)}">${inlineHtml(node.c)}</a>`;
    else if (node.t === 'spoiler') html += `<tg-spoiler>${inlineHtml(node.c)}</tg-spoiler>`;
    else html += `<${node.t}>${inlineHtml(node.c)}</${node.t}>`;
  }
  return html;
}
