/** What can be wrong with a field of a request, in plain words. `{limit}`, `{options}` and the like are filled in. */
export const fieldProblems = {
  missing: { en: 'it is missing', ru: 'не указано' },
  text_expected: { en: 'text is expected', ru: 'нужен текст' },
  number_expected: { en: 'a number is expected', ru: 'нужно число' },
  whole_number_expected: { en: 'a whole number is expected', ru: 'нужно целое число' },
  boolean_expected: { en: 'true or false is expected', ru: 'нужно true или false' },
  list_expected: { en: 'a list is expected', ru: 'нужен список' },
  object_expected: { en: 'an object is expected', ru: 'нужен объект' },
  empty: { en: 'it must not be empty', ru: 'не должно быть пустым' },
  too_short: { en: 'at least {limit} characters are needed', ru: 'знаков должно быть не меньше {limit}' },
  too_long: { en: 'no more than {limit} characters are allowed', ru: 'знаков должно быть не больше {limit}' },
  too_few: { en: 'the list must have {limit} or more', ru: 'в списке должно быть не меньше {limit}' },
  too_many: { en: 'the list may have {limit} at most', ru: 'в списке должно быть не больше {limit}' },
  too_small: { en: 'it must be {limit} or more', ru: 'должно быть не меньше {limit}' },
  too_big: { en: 'it must be {limit} or less', ru: 'должно быть не больше {limit}' },
  not_an_option: { en: 'one of these is expected: {options}', ru: 'допустимы только: {options}' },
  wrong_form: { en: 'it is not in the right form', ru: 'неверный вид' },
  unknown_fields: { en: 'there are no such fields: {fields}', ru: 'таких полей нет: {fields}' },
} satisfies Record<string, { en: string; ru: string }>;

export type FieldProblem = keyof typeof fieldProblems;

/** Fields that people fill in; the others are told by their path. */
export const fieldNames: Readonly<Record<string, { en: string; ru: string }>> = {
  '': { en: 'the body', ru: 'тело запроса' },
  name: { en: 'name', ru: 'название' },
  title: { en: 'title', ru: 'название' },
  note: { en: 'description', ru: 'описание' },
  address: { en: 'address', ru: 'адрес' },
  folder: { en: 'folder', ru: 'папка' },
  query: { en: 'query', ru: 'запрос' },
  token: { en: 'token', ru: 'ключ' },
  scope: { en: 'scope', ru: 'право' },
  timezone: { en: 'time zone', ru: 'часовой пояс' },
  retentionDays: { en: 'days to keep posts', ru: 'срок хранения в днях' },
};
