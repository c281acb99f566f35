/** The public preview of a channel (`/s/NAME`), page by page, and the pages that are no preview. */
import { page, redirect, type Answer } from '../answer.ts';
import { escapeXml } from '../escape.ts';
import type { Item, Outlet } from '../outlet.ts';
import { messageHtml, messageText, type MessageView } from './message-html.ts';

export interface PreviewRequest {
  channel: Outlet;
  /** Newest first. */
  items: Item[];
  query: URLSearchParams;
  files: string;
  view: (item: Item) => Omit<MessageView, 'channel' | 'item' | 'files'>;
}

export function previewPage(request: PreviewRequest): Answer {
  const { channel, query } = request;
  const { messages, older, newer } = choose(request);
  const body = messages.map((item) => messageHtml({ channel, item, files: request.files, ...request.view(item) })).join('\n');
  const more = (id: number, way: 'before' | 'after'): string =>
    `<div class="tgme_widget_message_centered js-messages_more_wrap"><a href="/s/${channel.name}?${way}=${id}" class="tme_messages_more js-messages_more" data-${way}="${id}"></a></div>`;
  const first = messages[0];
  const last = messages.at(-1);
  const history =
    first && last
      ? `${older ? more(first.id, 'before') : ''}${body}${newer ? more(last.id, 'after') : ''}`
      : '<div class="tgme_widget_message_centered"><div class="tme_no_messages_found">No posts found</div></div>';
  const links = `${first && older ? `<link rel="prev" href="/s/${channel.name}?before=${first.id}">` : ''}<link rel="canonical" href="/s/${channel.name}?${query.toString()}">`;
  return page(200, shell(request, links, `<section class="tgme_channel_history js-message_history">\n${history}\n</section>`), { 'cache-control': 'no-store' });
}

/** Oldest first, as on the page. 16 to 20 a page, as Telegram does. */
function choose({ items, query }: PreviewRequest): { messages: Item[]; older: boolean; newer: boolean } {
  const pool = matching(items, query.get('q')?.toLowerCase());
  const after = query.get('after');
  const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
  const reach = pool.filter((i) => (after === null ? i.id < before : i.id > Number(after)));
  const size = 16 + ((reach[0]?.id ?? 0) % 5);
  const messages = (after === null ? reach.slice(0, size) : reach.slice(-size)).toSorted((a, b) => a.id - b.id);
  const [low, high] = [messages.at(0), messages.at(-1)].map((i) => i?.id ?? 0) as [number, number];
  return { messages, older: pool.some((i) => i.id < low), newer: pool.some((i) => i.id > high) };
}

function matching(items: Item[], wanted: string | undefined): Item[] {
  return wanted ? items.filter((i) => messageText(i).join(' ').toLowerCase().includes(wanted) || `#${i.beat}` === wanted) : items;
}

function shell({ channel, items, files }: PreviewRequest, links: string, main: string): string {
  const count = (kinds: readonly string[]): number => items.filter((i) => kinds.includes(i.message ?? '')).length;
  const counters: readonly [string, string][] = [
    ['12.3K', 'subscribers'],
    [String(count(['photo', 'album'])), 'photos'],
    [String(count(['video', 'big-video'])), 'videos'],
    [String(count(['link'])), 'links'],
  ];
  const icon = `${files}/file/${channel.name}/icon.png`;
  const info = counters
    .map(
      ([value, type]) => `<div class="tgme_channel_info_counter"><span class="counter_value">${value}</span> <span class="counter_type">${type}</span></div>`,
    )
    .join('');
  return `<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>${escapeXml(channel.title)} – Telegram</title>
<meta property="og:title" content="${escapeXml(channel.title)}">
<meta property="og:image" content="${icon}">
<meta property="og:site_name" content="Telegram">
<meta property="og:description" content="${escapeXml(channel.description)}">
${links}
</head>
<body class="widget_frame_base tgme_webpreview emoji_image">
<header class="tgme_header search_collapsed"><div class="tgme_container"><div class="tgme_header_info"><a class="tgme_channel_header_info" href="/${channel.name}"><i class="tgme_page_photo_image bgcolor4" data-content="${escapeXml(channel.title.slice(0, 1))}"><img src="${icon}"></i><div class="tgme_header_title"><span dir="auto">${escapeXml(channel.title)}</span></div><div class="tgme_header_counter">12.3K subscribers</div></a></div></div></header>
<main class="tgme_main"><div class="tgme_container">
<section class="tgme_right_column"><div class="tgme_channel_info">
<div class="tgme_channel_info_header"><i class="tgme_page_photo_image bgcolor4"><img src="${icon}"></i><div class="tgme_channel_info_header_title_wrap"><div class="tgme_channel_info_header_title"><span dir="auto">${escapeXml(channel.title)}</span></div></div><div class="tgme_channel_info_header_username"><a href="https://t.me/${channel.name}">@${channel.name}</a></div></div>
<div class="tgme_channel_info_counters">${info}</div>
<div class="tgme_channel_info_description">${escapeXml(channel.description)}</div>
<a class="tgme_channel_download_telegram" href="//telegram.example/dl">Download Telegram</a>
</div></section>
${main}
</div></main>
</body>
</html>
`;
}

/** Names that are no channel with a preview: what stands behind each. */
export const otherNames = {
  closed_circle: { title: 'Закрытый кружок', extra: '2 340 subscribers', action: 'View in Telegram', about: 'Канал без открытого просмотра' },
  gleb_osokor: { title: 'Gleb Osokor', extra: '@gleb_osokor', action: 'Send Message', about: 'Sails on Saturdays' },
  harbour_chatter: { title: 'Harbour chatter', extra: '812 members, 40 online', action: 'View in Telegram', about: 'A group where the quay talks' },
  tide_table_bot: { title: 'Tide tables', extra: '@tide_table_bot', action: 'Start Bot', about: 'Asks for your port, tells the tide' },
} as const;

const isOther = (name: string): name is keyof typeof otherNames => Object.hasOwn(otherNames, name);

/** `/s/NAME` of a name without preview leads to `/NAME`, whatever the reason. */
export function noPreview(name: string): Answer {
  return redirect(302, `/${name}`);
}

/** `/NAME`: the "contact" page. An unknown name gets the same page without a title, and status 200. */
export function contactPage(name: string, channel: Outlet | undefined): Answer {
  const known = channel
    ? { title: channel.title, extra: '12.3K subscribers', action: 'View in Telegram', about: channel.description }
    : isOther(name)
      ? otherNames[name]
      : undefined;
  const preview = channel ? `<div class="tgme_page_context_link_wrap"><a class="tgme_page_context_link" href="/s/${name}">Preview channel</a></div>` : '';
  const main = known
    ? `<div class="tgme_page_title" dir="auto"><span dir="auto">${escapeXml(known.title)}</span></div><div class="tgme_page_extra">${escapeXml(known.extra)}</div><div class="tgme_page_description" dir="auto">${escapeXml(known.about)}</div><div class="tgme_page_action"><a class="tgme_action_button_new" href="tg://resolve?domain=${name}">${known.action}</a></div>${preview}`
    : `<div class="tgme_page_description">With <strong>Telegram</strong> on this device you can write to <a class="tgme_username_link" href="tg://resolve?domain=${name}">@${escapeXml(name)}</a>.</div>`;
  const title = known ? `Telegram: View @${name}` : `Telegram: Contact @${escapeXml(name)}`;
  return page(
    200,
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title><meta property="og:title" content="${escapeXml(known?.title ?? title)}"><meta name="robots" content="noindex, nofollow"></head><body class="no_transition"><div class="tgme_page_wrap"><div class="tgme_body_wrap"><div class="tgme_page">${main}</div></div></div></body></html>`,
  );
}

/** `/+HASH` and `/joinchat/HASH`: an invitation to a private channel. */
export function invitePage(hash: string): Answer {
  return page(
    200,
    `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Telegram: Join Group Chat</title><meta name="robots" content="noindex, nofollow"></head><body class="no_transition"><div class="tgme_page_wrap"><div class="tgme_page"><div class="tgme_page_title" dir="auto"><span dir="auto">Кают-компания</span></div><div class="tgme_page_extra">48 subscribers</div><div class="tgme_page_description"><strong dir="auto">Кают-компания</strong> is a private channel. Join to read it.</div><div class="tgme_page_action"><a class="tgme_action_button_new" href="tg://join?invite=${encodeURIComponent(hash)}">Join Channel</a></div></div></div></body></html>`,
  );
}
