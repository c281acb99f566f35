/** One message of a channel's public preview, with the class names that Telegram's pages have. */
import { escapeXml } from '../escape.ts';
import type { Item, Outlet } from '../outlet.ts';
import { hashText } from '../random.ts';
import { messageMedia } from './message-media.ts';

export interface MessageView {
  channel: Outlet;
  item: Item;
  /** Where pictures and files are, without a final slash. */
  files: string;
  /** The message that this one answers, the channel it was forwarded from, the article it links to. */
  replyTo: Item | undefined;
  forwardedFrom: { channel: Outlet; id: number } | undefined;
  linked: { url: string; siteTitle: string; item: Item } | undefined;
}

/** As MTProto writes it, without the -100 prefix: -1234567890. */
export function channelId(name: string): number {
  return -(1_000_000_000 + (hashText(`channel ${name}`) % 900_000_000));
}

export function messageHtml(view: MessageView): string {
  const { channel, item } = view;
  const post = `${channel.name}/${item.id}`;
  const service = item.message === 'service' ? ' service_message' : '';
  const seen = Buffer.from(
    JSON.stringify({
      c: channelId(channel.name),
      p: item.id,
      t: Math.floor(item.at.getTime() / 1000),
      h: hashText(post).toString(16).padStart(8, '0').repeat(2),
    }),
  ).toString('base64url');
  return `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap${service} js-widget_message" data-post="${post}" data-view="${seen}">
<div class="tgme_widget_message_user"><a href="https://t.me/${channel.name}"><i class="tgme_widget_message_user_photo bgcolor4" data-content="${escapeXml(channel.title.slice(0, 1))}"><img src="${view.files}/file/${channel.name}/icon.png"></i></a></div>
<div class="tgme_widget_message_bubble">
<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/${channel.name}"><span dir="auto">${escapeXml(channel.title)}</span></a></div>
${forwarded(view)}${reply(view)}${item.message === 'service' ? serviceText(view) : messageMedia(view) + text(view) + linkPreview(view)}
${footer(view)}
</div>
</div></div>`;
}

function forwarded({ item, forwardedFrom }: MessageView): string {
  // A person who hides his account is named without a link.
  if (item.message === 'hidden-forward')
    return '<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<span class="tgme_widget_message_forwarded_from_name" dir="auto">Старый боцман</span></div>\n';
  if (!forwardedFrom) return '';
  const { channel, id } = forwardedFrom;
  return `<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/${channel.name}/${id}"><span dir="auto">${escapeXml(channel.title)}</span></a></div>\n`;
}

function reply({ channel, replyTo }: MessageView): string {
  if (!replyTo) return '';
  return `<a class="tgme_widget_message_reply user-color-4" href="https://t.me/${channel.name}/${replyTo.id}">
<div class="tgme_widget_message_author accent_color"><span class="tgme_widget_message_author_name" dir="auto">${escapeXml(channel.title)}</span></div>
<div class="tgme_widget_message_text js-message_reply_text" dir="auto">${escapeXml(replyTo.title.slice(0, 60))}…</div>
</a>\n`;
}

const marks: Record<Item['beat'], string> = { harbour: '⚓', energy: '⚡', science: '🔭', city: '🚋', code: '🛠' };

/** The words of a message: what `world.publish` was given, or a headline and the first paragraphs. */
export function messageText(item: Item): string[] {
  return item.eventId === null ? item.paragraphs : [item.title, ...item.paragraphs.slice(0, 2)];
}

function text({ item, linked, channel }: MessageView): string {
  if (item.message === 'sticker' || item.message === 'round-video' || item.message === 'location' || item.message === 'poll') return '';
  const [first = '', ...rest] = messageText(item).map(escapeXml);
  const mark =
    item.id % 3 === 0 ? `<i class="emoji" style="background-image:url('//telegram.example/emoji/40/${item.beat}.png')"><b>${marks[item.beat]}</b></i> ` : '';
  const head = item.eventId === null ? first : `<b>${first}</b>`;
  // Telegram escapes the ampersands of such links twice.
  const link = linked
    ? [
        `<a href="${escapeXml(linked.url)}" target="_blank" rel="noopener" onclick="return confirm('Open this link?\\n\\n${escapeXml(escapeXml(linked.url))}');">${escapeXml(linked.url)}</a>`,
      ]
    : [];
  const tag = item.id % 4 === 0 ? [`<a href="?q=%23${item.beat}">#${item.beat}</a>`] : [];
  const handle = item.id % 5 === 0 ? [`<a href="https://t.me/${channel.name}" target="_blank">@${channel.name}</a>`] : [];
  const inner = [mark + head, ...rest, ...link, ...tag, ...handle].join('<br/><br/>');
  const block = (content: string): string => `<div class="tgme_widget_message_text js-message_text" dir="auto">${content}</div>`;
  // The caption of an album stands in two such blocks, one inside the other.
  return item.message === 'album' ? `${block(block(inner))}\n` : `${block(inner)}\n`;
}

function linkPreview({ linked, files }: MessageView): string {
  if (!linked) return '';
  const image = linked.item.picture
    ? `<i class="link_preview_right_image" style="background-image:url('${files}/file/preview/${linked.item.id}.png')"></i>`
    : '';
  return `<a class="tgme_widget_message_link_preview" href="${escapeXml(linked.url)}">
${image}<div class="link_preview_site_name accent_color" dir="auto">${escapeXml(linked.siteTitle)}</div>
<div class="link_preview_title" dir="auto">${escapeXml(linked.item.title)}</div>
<div class="link_preview_description" dir="auto">${escapeXml(linked.item.paragraphs[0] ?? '')}</div>
</a>\n`;
}

function serviceText({ channel, item }: MessageView): string {
  const name = `<a class="tgme_widget_message_author_name" href="https://t.me/${channel.name}"><span dir="auto">${escapeXml(channel.title)}</span></a>`;
  const what =
    item.id % 2 === 0
      ? `${name} pinned «<span class="tgme_widget_service_strong_text" dir="auto">${escapeXml(item.title.slice(0, 30))}…</span>»`
      : 'Channel photo updated';
  return `<div class="tgme_widget_message_text js-message_text" dir="auto">${what}</div>`;
}

function footer({ channel, item }: MessageView): string {
  const views =
    item.message === 'service'
      ? ''
      : `<span class="tgme_widget_message_views">${shortNumber(hashText(`${channel.name} views ${item.id}`) % 90_000)}</span><span class="copyonly"> views</span>`;
  const edited = item.editedAt ? 'edited &nbsp;' : '';
  const signed = item.id % 6 === 0 ? `<span class="tgme_widget_message_from_author" dir="auto">${escapeXml(item.author)}</span>, ` : '';
  const iso = `${item.at.toISOString().slice(0, 19)}+00:00`;
  return `<div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info">${views}<span class="tgme_widget_message_meta">${signed}${edited}<a class="tgme_widget_message_date" href="https://t.me/${channel.name}/${item.id}"><time datetime="${iso}" class="time">${iso.slice(11, 16)}</time></a></span></div></div>`;
}

/** 950, 1.5K, 23.4K. */
function shortNumber(value: number): string {
  return value < 1000 ? String(value) : `${(value / 1000).toFixed(1).replace('.0', '')}K`;
}
