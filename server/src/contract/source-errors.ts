/** The errors of adding, importing and reading sources. */
import type { ErrorEntry } from './errors.ts';

export const sourceErrors = {
  address_invalid: {
    status: 422,
    en: 'This is not an address that Tidings can follow. Paste a site, a feed, or a channel such as @name.',
    ru: 'Этот адрес не распознан. Вставьте сайт, ленту RSS или канал, например @name.',
  },
  address_port: {
    status: 422,
    en: 'Port {port} belongs to a service that is not the web, so Tidings does not open it. The operator can allow it with ALLOW_PRIVATE_NETWORKS.',
    ru: 'Порт {port} принадлежит не сайтам, а другой службе, Tidings его не открывает. Разрешить может владелец сервера: ALLOW_PRIVATE_NETWORKS.',
  },
  address_credentials: {
    status: 422,
    en: 'There is a name or a password in this address. They would be shown in lists, so take them out.',
    ru: 'В адресе есть имя или пароль. Они были бы видны в списках, уберите их.',
  },
  follows_full: {
    status: 422,
    en: 'You follow {limit} sources already, and more are not possible. Unfollow some first.',
    ru: 'Источников уже {limit}, больше нельзя. Сначала откажитесь от каких-нибудь.',
  },
  folders_full: {
    status: 422,
    en: 'There are {limit} folders already, and more are not possible. Delete some first.',
    ru: 'Папок уже {limit}, больше нельзя. Сначала удалите лишние.',
  },
  address_too_long: {
    status: 422,
    en: 'This address is longer than {limit} characters, so it cannot be followed.',
    ru: 'Адрес длиннее {limit} знаков, следить за ним нельзя.',
  },
  already_followed: {
    status: 409,
    en: 'You already follow this as “{title}”. Nothing has been changed.',
    ru: 'Вы уже следите за этим: «{title}». Ничего не изменено.',
  },
  address_blocked: {
    status: 422,
    en: 'This address leads into a private network, which Tidings does not read. The operator can allow it with ALLOW_PRIVATE_NETWORKS.',
    ru: 'Этот адрес ведёт в закрытую сеть, такие Tidings не читает. Разрешить может владелец сервера: ALLOW_PRIVATE_NETWORKS.',
  },
  host_not_found: {
    status: 422,
    en: 'No server answers to the name {host}. Check the spelling.',
    ru: 'Сервера с именем {host} нет. Проверьте, нет ли опечатки.',
  },
  connection_failed: {
    status: 422,
    en: 'The server {host} does not accept connections.',
    ru: 'Сервер {host} не отвечает на подключение.',
  },
  tls_failed: {
    status: 422,
    en: 'The secure connection to {host} failed: {reason}.',
    ru: 'Защищённое соединение с {host} не удалось: {reason}.',
  },
  timeout: { status: 422, en: 'The server did not answer in {seconds} s.', ru: 'Сервер не ответил за {seconds} с.' },
  too_many_redirects: {
    status: 422,
    en: 'The address redirects more than {limit} times.',
    ru: 'Адрес перенаправляет больше {limit} раз.',
  },
  http_error: { status: 422, en: 'The site answers "{status}".', ru: 'Сайт отвечает «{status}».' },
  http_not_found: {
    status: 422,
    en: 'There is no page at this address (404).',
    ru: 'По этому адресу ничего нет (404).',
  },
  gone: {
    status: 422,
    en: 'The site says that this is gone for good (410). Tidings has stopped asking.',
    ru: 'Сайт сообщает, что этого больше нет (410). Tidings больше не спрашивает.',
  },
  needs_login: {
    status: 422,
    en: 'The site asks for a sign-in ({status}), so it cannot be followed.',
    ru: 'Сайт требует входа ({status}), следить за ним нельзя.',
  },
  source_rate_limited: {
    status: 422,
    en: 'The site asks to wait. Next try in {seconds} s.',
    ru: 'Сайт просит подождать. Следующая попытка через {seconds} с.',
  },
  source_floods: {
    status: 422,
    en: 'It brings more than {limit} new posts a day. The rest is left out, and it is read once an hour at most.',
    ru: 'За день здесь больше {limit} новых постов. Остальные не сохраняются, а читаем мы его не чаще раза в час.',
  },
  body_too_large: {
    status: 422,
    en: 'The answer is larger than {limit}, so it was not read.',
    ru: 'Ответ больше {limit}, поэтому не прочитан.',
  },
  body_undecodable: {
    status: 422,
    en: 'The answer is damaged: {reason}.',
    ru: 'Ответ повреждён: {reason}.',
  },
  not_a_feed: {
    status: 422,
    en: 'This is not a feed, and no feed was found on the page.',
    ru: 'Это не лента RSS, и на странице её тоже не нашлось.',
  },
  feed_malformed: {
    status: 422,
    en: 'The feed is broken and could not be read: {reason}.',
    ru: 'Лента повреждена и не читается: {reason}.',
  },
  no_articles: {
    status: 422,
    en: 'No feed and no list of articles was found on this page.',
    ru: 'На этой странице нет ни ленты RSS, ни списка статей.',
  },
  not_an_article: {
    status: 422,
    en: 'No readable text was found on this page.',
    ru: 'На этой странице не нашлось текста для чтения.',
  },
  channel_not_found: {
    status: 422,
    en: 'There is no public channel @{name}.',
    ru: 'Открытого канала @{name} нет.',
  },
  channel_private: {
    status: 422,
    en: 'A private channel. Only your own Telegram can read it.',
    ru: 'Закрытый канал. Его видно только из вашего Telegram.',
  },
  channel_no_preview: {
    status: 422,
    en: 'The channel @{name} has no public preview. Reading it needs your own Telegram.',
    ru: 'У канала @{name} нет открытого просмотра. Прочитать его можно через ваш Telegram.',
  },
  channel_unrecognised: {
    status: 422,
    en: 'Telegram answered with something else than the page of @{name}. Try again later.',
    ru: 'Telegram показал не страницу канала @{name}. Попробуйте позже.',
  },
  not_a_channel: {
    status: 422,
    en: '@{name} is a person, a bot or a group, not a channel.',
    ru: '@{name} — это человек, бот или группа, а не канал.',
  },
  opml_malformed: {
    status: 422,
    en: 'This is not an OPML file that can be read: {reason}.',
    ru: 'Этот файл OPML не читается: {reason}.',
  },
  import_broken: {
    status: 500,
    en: 'The import broke off after {done} of {total} entries. What was added stays; import it again for the rest.',
    ru: 'Загрузка оборвалась на записи {done} из {total}. Добавленное осталось; остальное появится, если загрузить ещё раз.',
  },
  opml_address: {
    status: 422,
    en: 'This is a list of many sources (OPML), not a feed. Import it: add its address in the web app, or send it to POST /api/opml/address.',
    ru: 'Это список источников (OPML), а не лента. Загрузите его: добавьте этот адрес на странице или отправьте его в POST /api/opml/address.',
  },
  opml_duplicate: { status: 422, en: 'It is in the list more than once.', ru: 'В списке встречается повторно.' },
  opml_address_missing: { status: 422, en: 'The list gives no address for it.', ru: 'В списке нет адреса.' },
  opml_truncated: {
    status: 422,
    en: 'The list ends in the middle of an entry. What stands before was read.',
    ru: 'Список обрывается посреди записи. Прочитано то, что до неё.',
  },
  opml_misnested: {
    status: 422,
    en: 'End tags are missing in the list, so folders may be wrong.',
    ru: 'В списке не хватает закрывающих тегов, папки могут быть неверны.',
  },
  opml_too_many: {
    status: 422,
    en: 'Only the first {limit} entries of the list were read.',
    ru: 'Из списка прочитаны только первые записи: {limit}.',
  },
  robots_denied: {
    status: 422,
    en: 'The site asks programs not to read this page (robots.txt).',
    ru: 'Сайт просит программы не читать эту страницу (robots.txt).',
  },
} satisfies Record<string, ErrorEntry>;
