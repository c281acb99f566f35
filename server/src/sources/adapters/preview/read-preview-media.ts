/** Pictures, videos, files and the other things that hang on a message of a preview page. */
import type { Element } from 'domhandler';
import type { RawMedia } from '#posts';
import { backgroundUrl, findAll, firstByClass, hasClass, textOf, webUrl } from './page-nodes.ts';

const readers: [name: string, read: (element: Element) => RawMedia][] = [
  ['tgme_widget_message_photo_wrap', readPhoto],
  ['tgme_widget_message_video_player', (element) => readVideo(element, 'tgme_widget_message_video_thumb')],
  ['tgme_widget_message_roundvideo_player', (element) => readVideo(element, 'tgme_widget_message_roundvideo_thumb')],
  ['tgme_widget_message_document_wrap', readDocument],
  ['tgme_widget_message_voice_player', readVoice],
  ['tgme_widget_message_poll', (element) => plain('poll', null, textOf(firstByClass(element, 'tgme_widget_message_poll_question')))],
  ['tgme_widget_message_location_wrap', readLocation],
  ['tgme_widget_message_sticker_wrap', readSticker],
];

/** What belongs to the message itself, in page order; `closed` names quotes and previews of other things. */
export function readPreviewMedia(message: Element, closed: (element: Element) => boolean): RawMedia[] {
  const media: RawMedia[] = [];
  const readerOf = (element: Element) => readers.find(([name]) => hasClass(element, name));
  for (const element of findAll(message, (node) => readerOf(node) !== undefined, closed)) {
    const read = readerOf(element)?.[1];
    if (read !== undefined) media.push(read(element));
  }
  return media;
}

function plain(type: RawMedia['type'], url: string | null, title: string | null): RawMedia {
  return { type, url, mimeType: null, size: null, ...(title === null ? {} : { title }) };
}

function readPhoto(element: Element): RawMedia {
  const width = Number(/(?:^|;)\s*width:\s*(\d+)(?:\.\d+)?px/.exec(element.attribs['style'] ?? '')?.[1] ?? 0);
  const ratio = Number(/padding-top:\s*([\d.]+)%/.exec(firstByClass(element, 'tgme_widget_message_photo')?.attribs['style'] ?? '')?.[1] ?? 0) / 100;
  const isWhole = !hasClass(element, 'grouped_media_wrap') && width > 0 && ratio > 0;
  return { ...plain('photo', backgroundUrl(element), null), ...(isWhole ? { width, height: Math.round(width * ratio) } : {}) };
}

function readVideo(element: Element, thumbClass: string): RawMedia {
  const url = webUrl(findAll(element, (node) => node.name === 'video')[0]?.attribs['src']);
  const thumbnailUrl = backgroundUrl(firstByClass(element, thumbClass));
  const duration = seconds(textOf(findAll(element, (node) => node.name === 'time')[0]));
  return {
    ...plain('video', url, null),
    mimeType: url === null ? null : 'video/mp4',
    ...(thumbnailUrl === null ? {} : { thumbnailUrl }),
    ...(duration === null ? {} : { duration }),
  };
}

function readDocument(element: Element): RawMedia {
  const size = bytes(textOf(firstByClass(element, 'tgme_widget_message_document_extra')));
  return { ...plain('document', null, textOf(firstByClass(element, 'tgme_widget_message_document_title'))), size };
}

function readVoice(element: Element): RawMedia {
  const audio = findAll(element, (node) => node.name === 'audio')[0];
  const duration = seconds(textOf(firstByClass(element, 'tgme_widget_message_voice_duration')));
  return { ...plain('audio', webUrl(audio?.attribs['src']), null), mimeType: 'audio/ogg', ...(duration === null ? {} : { duration }) };
}

function readLocation(element: Element): RawMedia {
  const url = webUrl(element.attribs['href']);
  const point = url === null ? null : (URL.parse(url)?.searchParams.get('q') ?? null);
  const venue = textOf(firstByClass(element, 'tgme_widget_message_venue_title')) ?? textOf(firstByClass(element, 'tgme_widget_message_location_title'));
  return plain('location', url, venue ?? point);
}

function readSticker(element: Element): RawMedia {
  const drawn = firstByClass(element, 'tgme_widget_message_sticker');
  const video = findAll(element, (node) => node.name === 'video')[0];
  const animated = findAll(element, (node) => node.name === 'img' || node.name === 'source')[0];
  const url =
    webUrl(drawn?.attribs['data-webp']) ??
    backgroundUrl(drawn) ??
    webUrl(video?.attribs['src']) ??
    webUrl(animated?.attribs['src'] ?? animated?.attribs['srcset']);
  return plain('sticker', url, null);
}

/** "1:02:03" or "0:27" in seconds. */
function seconds(text: string | null): number | null {
  if (text === null || !/^\d{1,4}(?::\d{1,2}){1,2}$/.test(text)) return null;
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}

/** "2.1 MB" in bytes. */
function bytes(text: string | null): number | null {
  const found = /^([\d.]{1,8})\s*(B|KB|MB|GB)$/i.exec(text ?? '');
  const unit = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 }[found?.[2]?.toUpperCase() ?? ''];
  return found === null || unit === undefined ? null : Math.round(Number(found[1]) * unit);
}
