/** One message of a preview page. */
import type { Element } from 'domhandler';
import { isText } from 'domhandler';
import type { RawPost } from '#posts';
import { byClass, findAll, firstByClass, hasClass, innerHtml, textOf, webUrl } from './page-nodes.ts';
import { readPreviewMedia } from './read-preview-media.ts';

/** Quotes and previews use the classes of a message for text that is not its own. */
const foreignParts = ['tgme_widget_message_reply', 'tgme_widget_message_link_preview', 'tgme_widget_message_user', 'tgme_widget_message_author'];
const isForeign = (element: Element) => foreignParts.some((name) => hasClass(element, name));

/** Null for notices of the channel itself ("pinned", "name changed") and for what cannot be named. */
export function readMessage(message: Element, html: string): RawPost | null {
  const [, name, id] = /^([\w-]+)\/(\d{1,12})/.exec(message.attribs['data-post'] ?? '') ?? [];
  if (name === undefined || id === undefined || isService(message)) return null;
  const telegram = readFacts(message, Number(id));
  const text = textElement(message);
  return {
    guid: `${telegram.chatId ?? name.toLowerCase()}_${telegram.messageId}`,
    guidIsOpaque: true,
    url: `https://t.me/${name}/${telegram.messageId}`,
    title: null,
    author: textOf(own(message, 'tgme_widget_message_from_author')[0]),
    html: text === null ? '' : unescapeTwice(innerHtml(text, html)),
    baseUrl: `https://t.me/s/${name}`,
    postedAt: postedAt(message),
    updatedAt: null,
    language: null,
    media: readPreviewMedia(message, isForeign),
    categories: [],
    telegram,
  };
}

function readFacts(message: Element, messageId: number): NonNullable<RawPost['telegram']> {
  const forwarded = own(message, 'tgme_widget_message_forwarded_from_name')[0];
  const reply = firstByClass(message, 'tgme_widget_message_reply')?.attribs['href'] ?? '';
  const replyToId = Number(/\/(\d{1,12})(?:\?|$)/.exec(reply)?.[1] ?? 0);
  return {
    chatId: chatIdOf(message.attribs['data-view']),
    messageId,
    views: readCount(textOf(own(message, 'tgme_widget_message_views')[0])),
    edited: isEdited(message),
    ...(forwarded === undefined ? {} : { forwardedFrom: { name: textOf(forwarded) ?? '', url: webUrl(forwarded.attribs['href']) } }),
    ...(replyToId > 0 ? { replyToId } : {}),
  };
}

function own(message: Element, name: string): Element[] {
  return findAll(message, (element) => hasClass(element, name), isForeign);
}

function isService(message: Element): boolean {
  return hasClass(message, 'service_message') || byClass(message, 'service_message').length > 0;
}

/** Captions of albums stand in two nested elements: the inner one counts. */
function textElement(message: Element): Element | null {
  return own(message, 'tgme_widget_message_text').at(-1) ?? null;
}

function postedAt(message: Element): Date | null {
  const times = findAll(message, (element) => element.name === 'time' && element.attribs['datetime'] !== undefined, isForeign);
  const date = new Date(times.at(-1)?.attribs['datetime'] ?? '');
  return Number.isNaN(date.getTime()) ? null : date;
}

/** The page says "edited" in words before the date, in the language of the visitor. */
function isEdited(message: Element): boolean {
  const meta = own(message, 'tgme_widget_message_meta')[0];
  return meta !== undefined && meta.children.some((node) => isText(node) && /\p{L}/u.test(node.data));
}

/** `data-view` holds JSON with the channel's bare id in `c`; MTProto and the bot API put -100 before it. */
export function chatIdOf(view: string | undefined): string | null {
  if (view === undefined || view.length > 2000) return null;
  try {
    const { c } = JSON.parse(Buffer.from(view, 'base64url').toString('utf8')) as { c?: unknown };
    return typeof c === 'number' && Number.isSafeInteger(c) && c !== 0 ? `-100${Math.abs(c)}` : null;
  } catch {
    return null;
  }
}

/** Addresses of links that ask before they open are escaped twice. */
function unescapeTwice(html: string): string {
  return html.replace(/href="[^"]*"/g, (href) => href.replaceAll('&amp;amp;', '&amp;'));
}

/** "1.2K" → 1200; null when it is no number. */
export function readCount(text: string | null): number | null {
  const found = /^([\d.,\s]{1,12})([KMB])?$/i.exec(text ?? '');
  if (found === null) return null;
  const unit = { K: 1e3, M: 1e6, B: 1e9 }[found[2]?.toUpperCase() ?? ''] ?? 1;
  const number = Number((found[1] ?? '').replace(/[\s,]/g, ''));
  return Number.isNaN(number) ? null : Math.round(number * unit);
}
