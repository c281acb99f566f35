import { describe, expect, it } from 'vitest';
import { parsePreview } from './parse-preview.ts';
import { parseChannelAddress } from './parse-channel-address.ts';
import { chatIdOf, readCount } from './read-message.ts';

const view = Buffer.from(JSON.stringify({ c: -1700000123, p: 5, t: 1, h: 'x' })).toString('base64url');
const footer = (id: number, { edited = false, views = '1.2K', author = '' } = {}) =>
  `<div class="tgme_widget_message_footer compact"><div class="tgme_widget_message_info short"><span class="tgme_widget_message_views">${views}</span><span class="tgme_widget_message_meta">${author === '' ? '' : `<span class="tgme_widget_message_from_author" dir="auto">${author}</span>, `}${edited ? 'edited &nbsp;' : ''}<a class="tgme_widget_message_date" href="https://t.me/elm_harbour/${id}"><time datetime="2031-04-09T08:0${id % 10}:00+00:00" class="time">08:00</time></a></span></div></div>`;
const text = (inner: string) => `<div class="tgme_widget_message_text js-message_text" dir="auto">${inner}</div>`;
const message = (id: number, inner: string, { service = false, foot = footer(id) } = {}) =>
  `<div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap ${service ? 'service_message ' : ''}js-widget_message" data-post="elm_harbour/${id}" data-view="${view}"><div class="tgme_widget_message_user"><a href="https://t.me/elm_harbour"><i class="tgme_widget_message_user_photo"><img src="https://cdn.example/u.jpg"></i></a></div><div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/elm_harbour"><span dir="auto">Elm Harbour</span></a></div>${inner}${foot}</div></div></div>`;
const page = (messages: string, more = '') =>
  `<!doctype html><html><head><meta property="og:title" content="Elm Harbour"><meta property="og:image" content="https://cdn.example/icon.jpg"><meta property="og:description" content="Ships &amp; tides"></head><body><div class="tgme_channel_info"><div class="tgme_channel_info_header_title"><span dir="auto">Elm Harbour ⚓</span></div><div class="tgme_channel_info_description">Ships &amp; tides<br>Every day</div></div><section class="tgme_channel_history js-message_history">${more}${messages}</section></body></html>`;
const read = (messages: string) => parsePreview(page(messages), { name: 'elm_harbour' });

describe('a page of the channel preview', () => {
  it('tells the channel and its messages, the oldest first', () => {
    const preview = parsePreview(
      page(message(5, text('one')) + message(6, text('two')), '<a class="tme_messages_more js-messages_more" data-before="5"></a>'),
      { name: 'elm_harbour' },
    );
    expect(preview).toMatchObject({
      kind: 'posts',
      title: 'Elm Harbour ⚓',
      description: 'Ships & tides\nEvery day',
      iconUrl: 'https://cdn.example/icon.jpg',
      chatId: '-1001700000123',
      before: 5,
    });
    expect(preview.posts.map(({ guid, url, html, postedAt }) => [guid, url, html, postedAt?.toISOString()])).toEqual([
      ['-1001700000123_5', 'https://t.me/elm_harbour/5', 'one', '2031-04-09T08:05:00.000Z'],
      ['-1001700000123_6', 'https://t.me/elm_harbour/6', 'two', '2031-04-09T08:06:00.000Z'],
    ]);
  });

  it('reads views, edits and signatures', () => {
    const [post] = read(message(7, text('x'), { foot: footer(7, { edited: true, views: '436.6K', author: 'Ida Moor' }) })).posts;
    expect(post?.telegram).toMatchObject({ chatId: '-1001700000123', messageId: 7, views: 436_600, edited: true });
    expect(post?.author).toBe('Ida Moor');
    expect(read(message(7, text('x'), { foot: footer(7, { author: 'Ida Moor' }) })).posts[0]?.telegram?.edited).toBe(false);
  });

  it('leaves quotes of other messages and link previews out of the text', () => {
    const reply =
      '<a class="tgme_widget_message_reply" href="https://t.me/elm_harbour/3"><div class="tgme_widget_message_author"><span class="tgme_widget_message_author_name">Elm</span></div><div class="tgme_widget_message_text js-message_reply_text">quoted</div></a>';
    const link =
      '<a class="tgme_widget_message_link_preview" href="https://gazette.example/"><div class="link_preview_title">Title</div><i class="link_preview_image" style="background-image:url(\'https://cdn.example/p.jpg\')"></i><div class="tgme_widget_message_text">preview</div></a>';
    const [post] = read(message(8, reply + text('own words') + link)).posts;
    expect(post).toMatchObject({ html: 'own words', media: [], telegram: { replyToId: 3 } });
  });

  it('names the source of a forward, with or without a link', () => {
    const forward = (inner: string) => `<div class="tgme_widget_message_forwarded_from accent_color">Forwarded from&nbsp;${inner}</div>`;
    const linked = forward('<a class="tgme_widget_message_forwarded_from_name" href="https://t.me/tide_desk/44"><span dir="auto">Tide Desk</span></a>');
    const plain = forward('<span class="tgme_widget_message_forwarded_from_name">Jon Vale</span>');
    expect(read(message(1, linked + text('x'))).posts[0]?.telegram?.forwardedFrom).toEqual({ name: 'Tide Desk', url: 'https://t.me/tide_desk/44' });
    expect(read(message(1, plain + text('x'))).posts[0]?.telegram?.forwardedFrom).toEqual({ name: 'Jon Vale', url: null });
  });

  it('takes an album as one post with the inner of its two captions', () => {
    const photo = (url: string) =>
      `<a class="tgme_widget_message_photo_wrap grouped_media_wrap 123_456" style="width:100px;background-image:url(&quot;${url}&quot;)" href="https://t.me/elm_harbour/9?single"></a>`;
    const video =
      '<a class="tgme_widget_message_video_player grouped_media_wrap js-message_video_player"><i class="tgme_widget_message_video_thumb" style="background-image:url(\'https://cdn.example/t.jpg\')"></i><video src="https://cdn.example/v.mp4?token=1" class="tgme_widget_message_video"></video><time class="message_video_duration">1:09</time></a>';
    const album = `<div class="tgme_widget_message_grouped_wrap">${photo('https://cdn.example/a.jpg')}${video}${photo('https://cdn.example/b.jpg')}</div>`;
    const caption = `<div class="tgme_widget_message_text js-message_text" dir="auto">${text('A <b>big</b> day')}<span style="display: inline-block"></span></div>`;
    const { posts } = read(message(9, album + caption));
    expect(posts).toHaveLength(1);
    expect(posts[0]?.html).toBe('A <b>big</b> day');
    expect(posts[0]?.media).toEqual([
      { type: 'photo', url: 'https://cdn.example/a.jpg', mimeType: null, size: null },
      { type: 'video', url: 'https://cdn.example/v.mp4?token=1', mimeType: 'video/mp4', size: null, thumbnailUrl: 'https://cdn.example/t.jpg', duration: 69 },
      { type: 'photo', url: 'https://cdn.example/b.jpg', mimeType: null, size: null },
    ]);
  });

  it('reads every other kind of attachment', () => {
    const parts: [markup: string, media: object][] = [
      [
        '<a class="tgme_widget_message_photo_wrap" style="width:800px;background-image:url(\'//cdn.example/p.jpg\')"><div class="tgme_widget_message_photo" style="padding-top:75%"></div></a>',
        { type: 'photo', url: 'https://cdn.example/p.jpg', width: 800, height: 600 },
      ],
      [
        '<a class="tgme_widget_message_video_player not_supported"><i class="tgme_widget_message_video_thumb" style="background-image:url(\'https://cdn.example/t.jpg\')"></i><time>0:07</time></a>',
        { type: 'video', url: null, thumbnailUrl: 'https://cdn.example/t.jpg', duration: 7 },
      ],
      [
        '<div class="tgme_widget_message_roundvideo_player"><video src="https://cdn.example/r.mp4"></video><time class="tgme_widget_message_roundvideo_duration">0:44</time></div>',
        { type: 'video', url: 'https://cdn.example/r.mp4', duration: 44 },
      ],
      [
        '<a class="tgme_widget_message_document_wrap"><div class="tgme_widget_message_document_title">Tides\n 2031.pdf</div><div class="tgme_widget_message_document_extra">2.5 MB</div></a>',
        { type: 'document', url: null, title: 'Tides 2031.pdf', size: 2_621_440 },
      ],
      [
        '<a class="tgme_widget_message_voice_player"><audio class="tgme_widget_message_voice" src="https://cdn.example/v.ogg"></audio><time class="tgme_widget_message_voice_duration">0:03</time></a>',
        { type: 'audio', url: 'https://cdn.example/v.ogg', duration: 3 },
      ],
      [
        '<div class="tgme_widget_message_poll js-poll"><div class="tgme_widget_message_poll_question">Which pier?</div><a class="tgme_widget_message_poll_options"><div class="tgme_widget_message_poll_option_text">Old</div></a></div>',
        { type: 'poll', title: 'Which pier?' },
      ],
      [
        '<a class="tgme_widget_message_location_wrap" href="https://maps.google.com/maps?q=1.5,2.5&ll=1.5,2.5"></a>',
        { type: 'location', url: 'https://maps.google.com/maps?q=1.5,2.5&ll=1.5,2.5', title: '1.5,2.5' },
      ],
      [
        '<div class="tgme_widget_message_sticker_wrap"><i class="tgme_widget_message_sticker" data-webp="https://cdn.example/s.webp"></i></div>',
        { type: 'sticker', url: 'https://cdn.example/s.webp' },
      ],
    ];
    for (const [markup, media] of parts) {
      const [post] = read(message(2, markup)).posts;
      expect(post?.media).toEqual([expect.objectContaining(media)]);
      expect(post?.html).toBe('');
    }
  });

  it('undoes the double escaping in links, and only there', () => {
    const [post] = read(message(3, text('<a href="https://gazette.example/?a=1&amp;amp;b=2">x</a> &amp;amp;'))).posts;
    expect(post?.html).toBe('<a href="https://gazette.example/?a=1&amp;b=2">x</a> &amp;amp;');
  });

  it('leaves out notices of the channel', () => {
    const notice = message(4, text('Elm Harbour pinned «x»'), { service: true });
    expect(read(notice + message(5, text('news'))).posts.map((post) => post.telegram?.messageId)).toEqual([5]);
    expect(read(notice)).toMatchObject({ kind: 'empty', posts: [] });
  });

  it('goes by the name when a page does not tell the id of the channel', () => {
    const old = message(5, text('x'))
      .replace(/ data-view="[^"]*"/, '')
      .replaceAll('elm_harbour', 'Elm_Harbour');
    expect(read(old)).toMatchObject({ chatId: null, posts: [{ guid: 'elm_harbour_5' }] });
  });
});

describe('an address that leads elsewhere', () => {
  const card = (inner: string, head = '') =>
    `<html><head>${head}</head><body><div class="tgme_page_wrap"><div class="tgme_page">${inner}</div></div></body></html>`;
  const titled = (extra: string, more = '') =>
    card(
      `<div class="tgme_page_title"><span dir="auto">Elm</span></div><div class="tgme_page_extra">${extra}</div>${more}<div class="tgme_page_action"><a class="tgme_action_button_new">View in Telegram</a></div>`,
    );

  it.each([
    ['an empty channel', page(''), 'empty'],
    ['a search without results', '<div class="tme_no_messages_found">No posts found</div>', 'empty'],
    ['a channel without preview', titled('12 345 subscribers'), 'no_preview'],
    ['a group', titled('512 members, 20 online'), 'not_channel'],
    ['a person', titled('@elm'), 'no_preview_or_person'],
    ['a bot', titled('1 200 monthly users'), 'not_channel'],
    ['an invitation', titled('', '<div class="tgme_page_description">You are invited to a <strong>private channel</strong></div>'), 'private'],
    [
      'a name that nobody has',
      card(
        '<div class="tgme_page_icon"></div><div class="tgme_page_description">If you have <strong>Telegram</strong>, you can contact <a>@elm_harbour</a> right away.</div>',
        '<meta property="og:title" content="Telegram: Contact @elm_harbour">',
      ),
      'not_found',
    ],
    ['a page of another site', '<html><body><p>Blocked</p></body></html>', 'unknown'],
    ['nothing', '', 'unknown'],
  ])('%s is told apart', (_name, html, kind) => {
    const found = parsePreview(html, { name: 'elm_harbour' }).kind;
    if (kind === 'no_preview_or_person') expect(['no_preview', 'not_channel']).toContain(found);
    else expect(found).toBe(kind);
  });

  it('does not hang on a page that nests without end', () => {
    expect(parsePreview('<div>'.repeat(200_000), { name: 'x' }).kind).toBe('unknown');
  });
});

describe('small facts', () => {
  it('counts in thousands and millions', () => {
    expect(['2', '1.2K', '1.5M', '12 345', '', 'many'].map(readCount)).toEqual([2, 1200, 1_500_000, 12_345, null, null]);
  });

  it('reads the id of the channel out of the view token, whatever stands there', () => {
    expect(chatIdOf(view)).toBe('-1001700000123');
    for (const broken of [undefined, '', '!!!', Buffer.from('{"c":"x"}').toString('base64url'), Buffer.from('null').toString('base64url')])
      expect(chatIdOf(broken)).toBeNull();
  });
});

describe('what people write for a channel', () => {
  it.each([
    '@elm_harbour',
    ' @elm_harbour ',
    't.me/elm_harbour',
    'https://t.me/elm_harbour',
    'http://www.t.me/s/elm_harbour/123?before=5',
    'https://t.me/elm_harbour/123?single',
    'telegram.me/elm_harbour',
    'https://telegram.dog/elm_harbour',
    'elm_harbour.t.me',
    'tg://resolve?domain=elm_harbour&post=12',
    'tg:resolve?domain=elm_harbour',
    'T.ME/elm_harbour',
    '//t.me/elm_harbour',
  ])('%j is its name', (written) => {
    expect(parseChannelAddress(written)).toEqual({ name: 'elm_harbour' });
  });

  it.each(['t.me/+Ab1Cd2Ef3Gh4', 'https://t.me/joinchat/Ab1Cd2Ef3Gh4', 'tg://join?invite=Ab1Cd2Ef3Gh4'])('%j is an invitation', (written) => {
    expect(parseChannelAddress(written)).toEqual({ invite: 'Ab1Cd2Ef3Gh4' });
  });

  it.each([
    '',
    '@',
    '@ab',
    'elm_harbour',
    'https://gazette.example/elm_harbour',
    't.me',
    't.me/',
    't.me/c/1234/5',
    't.me/share/url?url=x',
    't.me/addstickers/Pack',
    'https://t.me.evil.example/elm_harbour',
    'mailto:a@t.me',
    'x'.repeat(600),
  ])('%j is none', (written) => {
    expect(parseChannelAddress(written)).toBeNull();
  });
});
