/**
 * Every error code with its HTTP status and its sentence in both languages. The sentence says what
 * happened and what to do; `{name}` is filled from the error's details.
 */
import { sourceErrors } from './source-errors.ts';

export interface ErrorEntry {
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
  idempotency_answer_lost: {
    status: 409,
    en: 'This request came before and may have been carried out, but its answer is not known. Look whether it was; if not, send it under a new Idempotency-Key.',
    ru: 'Такой запрос уже приходил и мог быть выполнен, но ответ на него неизвестен. Проверьте, выполнен ли он; если нет, пришлите его с новым Idempotency-Key.',
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
  ...sourceErrors,
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
  key_differs: {
    status: 500,
    en: 'The database belongs to another key than {from} has. Every process with the role "api" needs the same: copy the file "key" from the DATA_DIR of the one that runs, or set the same ENCRYPTION_KEY for all. If that key is gone, empty the table "key_check" in the database: the next start takes its own.',
    ru: 'База данных связана с другим ключом, не с тем, что в {from}. Всем процессам с ролью «api» нужен один ключ: скопируйте файл «key» из DATA_DIR работающего или задайте всем один ENCRYPTION_KEY. Если того ключа больше нет, очистите в базе таблицу «key_check»: следующий запуск возьмёт свой.',
  },
} satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCodes;
