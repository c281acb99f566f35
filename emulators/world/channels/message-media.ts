/** Pictures, films, files, polls and places of a channel message, in the structure of Telegram's preview pages. */
import { escapeXml } from '../escape.ts';
import type { MessageKind } from '../outlet.ts';
import type { MessageView } from './message-html.ts';

const makers: Partial<Record<MessageKind, (view: MessageView) => string>> = {
  photo,
  album,
  video,
  'big-video': bigVideo,
  'round-video': roundVideo,
  poll,
  document: file,
  voice,
  audio,
  sticker,
  location,
};

export function messageMedia(view: MessageView): string {
  const make = makers[view.item.message ?? 'text'];
  return make ? `${make(view)}\n` : '';
}

const address = ({ channel, item }: MessageView): string => `https://t.me/${channel.name}/${item.id}`;
const fileOf = ({ channel, item, files }: MessageView, name: string): string => `${files}/file/${channel.name}/${item.id}-${name}`;
const unsupported =
  '<div class="message_media_not_supported_wrap"><div class="message_media_not_supported"><div class="message_media_not_supported_label">This media is not supported in your browser</div><span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div>';

function photo(view: MessageView): string {
  // The class carries tokens that change from message to message.
  const token = 5_400_000_000_000 + view.item.id;
  return `<a class="tgme_widget_message_photo_wrap ${token} ${token}_456" href="${address(view)}" style="width:640px;background-image:url('${fileOf(view, '1.png')}')"><div class="tgme_widget_message_photo" style="padding-top:62.5%"></div></a>`;
}

function album(view: MessageView): string {
  const parts = [1, 2, 3].map((n) => {
    const single = `https://t.me/${view.channel.name}/${view.item.id + n - 1}?single`;
    if (n === 3)
      return `<a class="tgme_widget_message_video_player grouped_media_wrap blured js-message_video_player" style="left:0;top:0;width:140px;height:90px" data-ratio="1.6" href="${single}"><i class="tgme_widget_message_video_thumb" style="background-image:url('${fileOf(view, '3.png')}')"></i><div class="tgme_widget_message_video_wrap grouped_media"><video src="${fileOf(view, '3.mp4')}?token=abc&amp;expires=1" class="tgme_widget_message_video js-message_video" width="100%" height="100%"></video></div><time class="message_video_duration js-message_video_duration">0:07</time>${unsupported}</a>`;
    return `<a class="tgme_widget_message_photo_wrap grouped_media_wrap blured js-message_photo" style="left:0;top:0;width:218px;height:136px;background-image:url('${fileOf(view, `${n}.png`)}')" data-ratio="1.6" href="${single}"><div class="grouped_media_helper"><div class="tgme_widget_message_photo grouped_media"></div></div></a>`;
  });
  return `<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap" data-margin-w="2" data-margin-h="2" style="width:453px;"><div class="tgme_widget_message_grouped js-message_grouped" style="padding-top:80%"><div class="tgme_widget_message_grouped_layer js-message_grouped_layer">\n${parts.join('\n')}\n</div></div></div>`;
}

function video(view: MessageView): string {
  return `<a class="tgme_widget_message_video_player js-message_video_player" href="${address(view)}"><i class="tgme_widget_message_video_thumb" style="background-image:url('${fileOf(view, '1.png')}')"></i>
<div class="tgme_widget_message_video_wrap" style="width:640px;padding-top:62.5%"><video src="${fileOf(view, '1.mp4')}?token=abc&amp;expires=1" class="tgme_widget_message_video js-message_video" width="100%" height="100%"></video></div>
<div class="message_video_play js-message_video_play"></div><time class="message_video_duration js-message_video_duration">0:42</time>${unsupported}</a>`;
}

/** Too big for the page: a still picture and no film. */
function bigVideo(view: MessageView): string {
  return `<a class="tgme_widget_message_video_player not_supported js-message_video_player" href="${address(view)}"><i class="tgme_widget_message_video_thumb" style="background-image:url('${fileOf(view, '1.png')}')"></i>
<div class="tgme_widget_message_video_wrap" style="width:1280px;padding-top:56.25%"></div><time class="message_video_duration js-message_video_duration">41:09</time>
<div class="message_media_not_supported_wrap"><div class="message_media_not_supported"><div class="message_media_not_supported_label">Media is too big</div><span class="message_media_view_in_telegram">VIEW IN TELEGRAM</span></div></div></a>`;
}

function roundVideo(view: MessageView): string {
  return `<div class="tgme_widget_message_roundvideo_player js-message_roundvideo_player"><div class="tgme_widget_message_roundvideo_wrap"><i class="tgme_widget_message_roundvideo_thumb" style="background-image:url('${fileOf(view, '1.png')}')"></i>
<video class="tgme_widget_message_roundvideo js-message_roundvideo" src="${fileOf(view, '1.mp4')}?token=abc" width="100%" height="100%" muted autoplay loop playsinline></video></div>
<time class="tgme_widget_message_roundvideo_duration js-message_roundvideo_duration">0:21</time></div>`;
}

function poll(view: MessageView): string {
  const choices =
    view.channel.language === 'ru' ? ['Да, давно пора', 'Нет', 'Посмотрю, что скажет сосед'] : ['Yes, at last', 'No', 'Whatever my neighbour says'];
  const options = choices.map(
    (c, i) =>
      `<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">${[61, 27, 12][i]}%</div><div class="tgme_widget_message_poll_option_value"><div class="tgme_widget_message_poll_option_text">${c}</div><div class="tgme_widget_message_poll_option_bar accent_bg" style="width:${[61, 27, 12][i]}%"></div></div></div>`,
  );
  return `<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">${escapeXml(view.item.title)}?</div><div class="tgme_widget_message_poll_type">Anonymous Poll</div><a class="tgme_widget_message_poll_options" href="${address(view)}">${options.join('')}</a><div class="tgme_widget_message_poll_votes"><span class="tgme_widget_message_voters">${120 + view.item.id}</span> votes</div></div>`;
}

function documentBox(view: MessageView, kind: string, title: string, extra: string): string {
  return `<a class="tgme_widget_message_document_wrap" href="${address(view)}"><div class="tgme_widget_message_document_icon accent_bg ${kind}"></div><div class="tgme_widget_message_document"><div class="tgme_widget_message_document_title accent_color" dir="auto">${escapeXml(title)}</div><div class="tgme_widget_message_document_extra" dir="auto">${escapeXml(extra)}</div></div></a>`;
}

function file(view: MessageView): string {
  return documentBox(view, '', `${view.item.slug.slice(0, 24)}.pdf`, '1.4 MB');
}

function audio(view: MessageView): string {
  return documentBox(view, 'audio', 'Foghorn in F', view.channel.title);
}

function voice(view: MessageView): string {
  return `<a class="tgme_widget_message_voice_player js-message_voice_player" href="${address(view)}"><audio class="tgme_widget_message_voice js-message_voice" src="${fileOf(view, 'voice.ogg')}" data-ogg="${fileOf(view, 'voice.ogg')}" data-waveform="0,3,7,9,4,1"></audio><div class="tgme_widget_message_voice_wrap"><time class="tgme_widget_message_voice_duration js-message_voice_duration">0:58</time></div></a>`;
}

function sticker(view: MessageView): string {
  return `<div class="tgme_widget_message_sticker_wrap media_supported_cont"><a href="${address(view)}"><i class="tgme_widget_message_sticker js-sticker_image" style="background-image:url('${fileOf(view, 'sticker.png')}');width:220px;" data-webp="${fileOf(view, 'sticker.png')}"><div style="padding-top:100%"></div></i></a></div>`;
}

function location(): string {
  return `<a class="tgme_widget_message_location_wrap" href="https://maps.example/?q=59.9386,30.3141&amp;z=16"><div class="tgme_widget_message_location" style="background-image:url('https://maps.example/tile.png')"></div></a>`;
}
