/**
 * What stands for `{reason}` in the sentence of an error: the error carries the name, whoever reads it
 * gets the words in their language. `{name}` is filled from the error's details.
 */
export const reasons = {
  // Requests
  body_empty: { en: 'nothing was sent', ru: 'ничего не прислано' },
  not_json: { en: 'what was sent is not JSON', ru: 'прислан не JSON' },
  content_type: { en: 'this content type is not read here', ru: 'этот Content-Type здесь не читается' },
  malformed: { en: 'it cannot be read', ru: 'его не удалось прочитать' },
  cursor_foreign: { en: 'the cursor is not one of ours', ru: 'курсор выдан не здесь' },
  event_foreign: { en: 'upToEventId is not one of ours', ru: 'upToEventId выдан не здесь' },
  value_unstorable: { en: 'a value is out of range, or not in a form that can be stored', ru: 'значение вне границ или не может быть сохранено' },
  time_zone_unknown: { en: 'there is no time zone "{timezone}"', ru: 'часового пояса «{timezone}» нет' },
  send_file: { en: 'send the file itself with the content type {type}', ru: 'пришлите сам файл с Content-Type {type}' },
  line_unreadable: { en: 'line {line} cannot be read', ru: 'строка {line} не читается' },
  line_too_long: { en: 'line {line} is longer than {limit}', ru: 'строка {line} длиннее {limit}' },
  too_many_lines: { en: 'it has more than {limit} lines', ru: 'в нём больше {limit} строк' },
  too_many_of_type: { en: 'it has more than {limit} lines with "type":"{type}"', ru: 'в нём больше {limit} строк с "type":"{type}"' },
  not_account_file: { en: 'the first line does not say that it is an export of Tidings', ru: 'первая строка не говорит, что это выгрузка Tidings' },
  folder_exists: { en: 'there is a folder "{name}" already', ru: 'папка «{name}» уже есть' },
  not_a_date: { en: '"{written}" is no date', ru: '«{written}» — не дата' },
  session_renewed: { en: 'the session was renewed by another request', ru: 'сеанс уже обновил другой запрос' },

  // Files of the command line
  file_missing: { en: 'there is no such file', ru: 'такого файла нет' },
  folder_missing: { en: 'there is no such folder', ru: 'такой папки нет' },
  file_is_folder: { en: 'it is a folder', ru: 'это папка' },
  no_room: { en: 'there is no room left on the disk', ru: 'на диске не осталось места' },
  file_not_allowed: { en: 'it is not allowed', ru: 'нет прав' },

  // OPML files
  opml_empty: { en: 'it is empty', ru: 'он пуст' },
  opml_missing: { en: 'there is no <opml> in it', ru: 'в нём нет <opml>' },
  opml_cut: { en: 'it ends inside a tag', ru: 'он обрывается внутри тега' },
  opml_no_sources: { en: 'it names no sources', ru: 'в нём нет источников' },

  // What sites answer
  json_damaged: { en: 'the JSON is damaged', ru: 'JSON повреждён' },
  no_whole_item: { en: 'it ends before its first item does', ru: 'она обрывается на первой же записи' },
  not_http: { en: 'it is not HTTP', ru: 'это не HTTP' },
  cut_off: { en: 'it was cut off', ru: 'он оборвался' },
  packed_too_often: { en: 'packed too many times', ru: 'он сжат слишком много раз' },
  encoding_unknown: { en: 'unknown encoding "{encoding}"', ru: 'неизвестное сжатие «{encoding}»' },
  compression_broken: { en: 'the compressed data is broken or cut off', ru: 'сжатые данные испорчены или оборваны' },
  not_a_picture: { en: 'it is not a picture that can be shown', ru: 'это не картинка, которую можно показать' },
  certificate_expired: { en: 'its certificate has expired', ru: 'сертификат истёк' },
  certificate_early: { en: 'its certificate is not valid yet', ru: 'сертификат ещё не действует' },
  certificate_self_signed: { en: 'its certificate is self-signed', ru: 'сертификат подписан им самим' },
  certificate_incomplete: { en: 'its certificate chain is incomplete', ru: 'цепочка сертификатов неполна' },
  certificate_revoked: { en: 'its certificate has been revoked', ru: 'сертификат отозван' },
  certificate_other_name: { en: 'its certificate belongs to another name', ru: 'сертификат выдан на другое имя' },
  no_common_protocol: { en: 'it has no protocol in common with us', ru: 'нет общего протокола' },
} satisfies Record<string, { en: string; ru: string }>;

export type Reason = keyof typeof reasons;
