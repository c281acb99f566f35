/**
 * Every error code with its HTTP status and its sentence in both languages. The sentence says what
 * happened and what to do; `{name}` is filled from the error's details.
 */
interface ErrorEntry {
  status: number;
  en: string;
  ru: string;
}

export const errorCodes = {
  internal: {
    status: 500,
    en: 'Something broke on our side. It has been logged with this trace id.',
    ru: 'Сбой на нашей стороне. Он записан в журнал под этим номером.',
  },
  invalid_request: {
    status: 400,
    en: 'The request is not in the right form: {reason}.',
    ru: 'Запрос составлен неверно: {reason}.',
  },
  not_found: { status: 404, en: 'There is nothing here.', ru: 'Здесь ничего нет.' },
  unauthenticated: { status: 401, en: 'Sign in first.', ru: 'Сначала войдите.' },
  forbidden: { status: 403, en: 'This is not allowed for you.', ru: 'У вас нет на это прав.' },
  scope_missing: {
    status: 403,
    en: 'This token may not do that: it lacks the scope "{scope}".',
    ru: 'Этому ключу не хватает права «{scope}».',
  },
  sign_in_link_invalid: {
    status: 401,
    en: 'This sign-in link has been used or has expired. Run "npx tidings sign-in" for a new one.',
    ru: 'Эта ссылка для входа уже использована или устарела. Новую даёт команда «npx tidings sign-in».',
  },
  signed_in_as_other: {
    status: 409,
    en: 'You are signed in as "{present}", and this link signs in "{other}".',
    ru: 'Вы вошли как «{present}», а эта ссылка открывает вход для «{other}».',
  },
  cross_site: {
    status: 403,
    en: 'The request came from another site.',
    ru: 'Запрос пришёл с чужого сайта.',
  },
  rate_limited: {
    status: 429,
    en: 'Too many requests: {limit} are allowed. Try again in {seconds} s.',
    ru: 'Слишком много запросов: можно {limit}. Повторите через {seconds} с.',
  },
  conflict: { status: 409, en: 'This has changed meanwhile: {reason}.', ru: 'Тем временем это изменилось: {reason}.' },
  method_not_allowed: {
    status: 405,
    en: 'This address knows other methods only: {allowed}.',
    ru: 'У этого адреса другие методы: {allowed}.',
  },
  upgrade_required: { status: 426, en: 'This address speaks WebSocket only.', ru: 'Этот адрес говорит только по WebSocket.' },
  idempotency_key_invalid: {
    status: 400,
    en: 'An Idempotency-Key has 1 to {most} characters.',
    ru: 'В Idempotency-Key должно быть от 1 до {most} знаков.',
  },
  idempotency_key_unsupported: {
    status: 400,
    en: 'A file that is read while it arrives takes no Idempotency-Key. Send it without one.',
    ru: 'Файл, который читается по мере поступления, не принимает Idempotency-Key. Пришлите его без ключа.',
  },
  idempotency_key_reused: {
    status: 422,
    en: 'This Idempotency-Key was used for another request. Take a new one.',
    ru: 'Этот Idempotency-Key уже был у другого запроса. Возьмите новый.',
  },
  idempotency_in_progress: {
    status: 409,
    en: 'The same request is still at work. Ask again in {seconds} s.',
    ru: 'Такой же запрос ещё выполняется. Повторите через {seconds} с.',
  },
  too_large: {
    status: 413,
    en: 'This is larger than the {limit} that can be read.',
    ru: 'Это больше, чем можно прочитать: предел {limit}.',
  },
  not_ready: { status: 503, en: 'Still starting. Try again in a moment.', ru: 'Ещё запускается. Повторите чуть позже.' },
  database_away: {
    status: 503,
    en: 'The database is being restarted. Try again in {seconds} s.',
    ru: 'База данных перезапускается. Повторите через {seconds} с.',
  },
  disk_full: {
    status: 503,
    en: 'The disk is full, nothing can be saved. Free some space on the server, then try again.',
    ru: 'Диск заполнен, сохранить ничего нельзя. Освободите место на сервере и повторите.',
  },

  // Addresses and sources: shown where a source was added, and in the list of sources.
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
  too_complex: {
    status: 422,
    en: 'Reading this takes too much time or memory, so it was given up.',
    ru: 'На разбор нужно слишком много времени или памяти, поэтому он прекращён.',
  },

  // Search and models
  query_invalid: { status: 400, en: 'The query cannot be read: {reason}.', ru: 'Запрос не разобран: {reason}.' },
  embedder_missing: {
    status: 422,
    en: 'Search by meaning needs an embedding model. Set EMBEDDINGS_URL, or run "npx tidings models pull".',
    ru: 'Для поиска по смыслу нужна модель. Задайте EMBEDDINGS_URL или выполните «npx tidings models pull».',
  },
  model_failed: {
    status: 502,
    en: 'The model "{model}" did not answer: {reason}.',
    ru: 'Модель «{model}» не ответила: {reason}.',
  },

  // Running it
  config_invalid: { status: 500, en: 'The configuration is wrong:\n{problems}', ru: 'Ошибка в настройках:\n{problems}' },
  no_instance: {
    status: 500,
    en: 'There is no Tidings in {dir}. Set DATA_DIR to the folder of yours, or start one there with "npm start".',
    ru: 'В папке {dir} нет Tidings. Задайте в DATA_DIR папку вашего или запустите новый командой «npm start».',
  },
  file_unreadable: { status: 500, en: 'The file {file} cannot be read: {reason}.', ru: 'Файл {file} не читается: {reason}.' },
  file_unwritable: { status: 500, en: 'The file {file} cannot be written: {reason}.', ru: 'Файл {file} не записать: {reason}.' },
  source_not_followed: {
    status: 404,
    en: 'No source with the number {id} is followed. "npx tidings source list" has the numbers.',
    ru: 'Источника с номером {id} среди ваших нет. Номера показывает «npx tidings source list».',
  },
  data_dir_in_use: {
    status: 500,
    en: 'Another Tidings already runs on {dir} (process {pid}). Stop it first, or set DATA_DIR to another folder.',
    ru: 'На папке {dir} уже работает Tidings (процесс {pid}). Остановите его или задайте другую папку в DATA_DIR.',
  },
  database_failed: {
    status: 500,
    en: 'The database did not start: {reason}.',
    ru: 'База данных не запустилась: {reason}.',
  },
  key_broken: {
    status: 500,
    en: 'The key of this instance, {file}, is damaged: it must hold 32 bytes in base64. Put it back from a backup. Without one, delete the file: the next start makes a new key, and what was sealed with the old one is lost.',
    ru: 'Ключ этой установки, {file}, повреждён: в нём должно быть 32 байта в base64. Верните его из резервной копии. Если её нет, удалите файл: следующий запуск создаст новый ключ, а зашифрованное прежним пропадёт.',
  },
} satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCodes;
