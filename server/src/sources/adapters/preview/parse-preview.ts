import type { Document, Element } from 'domhandler';
import { textContent } from 'domutils';
import type { RawPost } from '#posts';
import { parsePage } from '../web/parse-page.ts';
import { findAll, firstByClass, hasClass, innerHtml, textOf, webUrl } from './page-nodes.ts';
import { readMessage } from './read-message.ts';

export type PreviewKind = 'posts' | 'empty' | 'no_preview' | 'private' | 'not_channel' | 'not_found' | 'unknown';

export interface PreviewPage {
  kind: PreviewKind;
  title: string | null;
  description: string | null;
  iconUrl: string | null;
  /** As MTProto counts it; null when no message says it. */
  chatId: string | null;
  /** The page before this one holds messages with ids below this; null at the beginning of the channel. */
  before: number | null;
  /** In the order of the page: the oldest first. */
  posts: RawPost[];
}

/**
 * Reads a page of a channel's public preview (`t.me/s/<name>`), or says what the address has led to
 * instead: the status code of the answer does not tell.
 */
export function parsePreview(html: string, { name }: { name: string }): PreviewPage {
  const page = parsePage(html);
  const messages = findAll(page, (element) => hasClass(element, 'tgme_widget_message') && element.attribs['data-post'] !== undefined);
  const posts = messages.map((message) => readMessage(message, html)).filter((post) => post !== null);
  const header = firstByClass(page, 'tgme_channel_info_header_title') ?? firstByClass(page, 'tgme_page_title');
  const about = firstByClass(page, 'tgme_channel_info_description') ?? firstByClass(page, 'tgme_page_description');
  return {
    kind: posts.length > 0 ? 'posts' : kindWithoutPosts(page, messages.length > 0, name),
    title: textOf(header) ?? metaContent(page, 'og:title'),
    description: (about === null ? null : linesOf(innerHtml(about, html))) ?? metaContent(page, 'og:description'),
    iconUrl: iconUrl(page),
    chatId: posts.find((post) => post.telegram?.chatId != null)?.telegram?.chatId ?? null,
    before: readBefore(page),
    posts,
  };
}

const channelPageMarks = ['tgme_channel_history', 'tgme_channel_info', 'tgme_channel_info_counters', 'tme_no_messages_found'];

function kindWithoutPosts(page: Document, hasNotices: boolean, name: string): PreviewKind {
  const isChannelPage = channelPageMarks.some((mark) => firstByClass(page, mark) !== null);
  if (hasNotices || isChannelPage) return 'empty';
  if (firstByClass(page, 'tgme_page') === null && firstByClass(page, 'tgme_page_action') === null) return 'unknown';
  return kindOfCard(page, name);
}

/** The card of `t.me/<name>`: where a visitor ends up when there is no preview. */
function kindOfCard(page: Document, name: string): PreviewKind {
  const extra = findAll(page, (element) => hasClass(element, 'tgme_page_extra'))
    .map((element) => textContent(element))
    .join(' ');
  const body = textOf(firstByClass(page, 'tgme_page')) ?? '';
  const action = findAll(page, (element) => hasClass(element, 'tgme_page_action'))
    .map((element) => textContent(element))
    .join(' ');
  if (/private (?:channel|group)|invited? (?:you )?to|закрыт(?:ый|ого) канал|приглаша/i.test(body)) return 'private';
  if (/subscriber|подписчик/i.test(extra)) return 'no_preview';
  if (/member|online|участник|monthly user/i.test(extra)) return 'not_channel';
  if (/view (?:in telegram|channel)|join channel/i.test(action) && firstByClass(page, 'tgme_page_title') !== null) return 'no_preview';
  const titled = textOf(firstByClass(page, 'tgme_page_title'));
  if (titled === null && new RegExp(`@${escapeName(name)}\\b`, 'i').test(`${body} ${metaContent(page, 'og:title') ?? ''}`)) return 'not_found';
  return titled === null ? 'unknown' : 'not_channel';
}

const escapeName = (name: string) => name.replace(/\W/g, '');

function metaContent(page: Document, property: string): string | null {
  const meta = findAll(page, (element) => element.name === 'meta' && element.attribs['property'] === property)[0];
  const text = meta?.attribs['content']?.trim() ?? '';
  return text === '' ? null : text;
}

function iconUrl(page: Document): string | null {
  const photo = firstByClass(page, 'tgme_page_photo_image');
  const image: Element | undefined = photo === null || photo.name === 'img' ? (photo ?? undefined) : findAll(photo, (element) => element.name === 'img')[0];
  return webUrl(image?.attribs['src']) ?? webUrl(metaContent(page, 'og:image') ?? undefined);
}

function readBefore(page: Document): number | null {
  const more = findAll(page, (element) => hasClass(element, 'tme_messages_more') && element.attribs['data-before'] !== undefined)[0];
  const previous = findAll(page, (element) => element.name === 'link' && element.attribs['rel'] === 'prev')[0];
  const id = Number(more?.attribs['data-before'] ?? /[?&]before=(\d{1,12})/.exec(previous?.attribs['href'] ?? '')?.[1] ?? 0);
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

/** A description keeps its line breaks. */
function linesOf(markup: string): string | null {
  const text = textContent(parsePage(markup.replace(/<br\s*\/?>/gi, '\n')))
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .trim();
  return text === '' ? null : text;
}
