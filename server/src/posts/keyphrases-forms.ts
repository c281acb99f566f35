/** Word forms for tags: which words can stand as a tag, and which form of a word looks like its first one. */

/** Words of news that say nothing about their subject. */
const generic: Record<string, string> = {
  ru: `сообщил сообщила сообщили сообщает сообщается сообщению сообщении заявил заявила заявили заявление рассказал рассказала рассказали отметил
    отметила отметили отмечается добавил добавила уточнил уточнила пояснил подчеркнул передает передаёт пишет пишут говорится словам данным данные
    информации информация результате помощью время времени год года году годов лет день дня дней дни сутки неделя неделю недели месяц месяца месяцев
    час часа часов минут минуты человек людей люди раз раза случае случай часть части ранее сегодня вчера завтра утром вечером ночью накануне
    тысяч тысячи млн млрд миллион миллиона миллионов миллиарда миллиардов процент процента процентов руб рублей рубля долларов доллара евро очередной
    первый первая первое первые второй вторая новый новая новое новые новых последний последние последних большой большая большие главный главная
    главное другие других многие несколько каждый каждая число числа числе итоги итогам связи ходе рамках сайт сайте канал канале новости новость
    фото видео источник подробнее подписаться читать место месте вопрос вопросы вопросу является являются стало будут началось начал начала начали
    понедельник вторник среду среда четверг пятницу пятница субботу суббота воскресенье января февраля марта апреля мая июня июля августа сентября
    октября ноября декабря то т.е др пр именно вновь снова лично якобы почему теперь`,
  uk: `повідомив повідомила повідомили повідомляє повідомляється заявив заявила заявили розповів розповіла зазначив зазначила додав додала уточнив
    даними інформації інформація час часу рік року році років день дня днів тиждень місяць годин людей людина люди раз випадку частина раніше сьогодні
    вчора завтра тисяч млн млрд мільйонів мільярдів відсотків гривень доларів перший перша новий нова нове нові останній останні великий головний інші
    кілька число зв'язку сайт сайті канал новини фото відео джерело понеділок вівторок середу четвер п'ятницю суботу неділю січня лютого березня квітня
    травня червня липня серпня вересня жовтня листопада грудня`,
  en: `said says say told tells according reported reports report announced added noted stated year years day days week weeks month months time times
    people man men woman way part number million billion thousand percent today yesterday tomorrow monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december new first last next latest one two three four five
    many several including like make made making take took get got going come came see seen use used using set back still well around another photo
    video source news read click subscribe thing things lot good great big best better long high old early late however although among whether
    mr mrs ms dr really want need know think look help let put keep`,
};

const genericSets = new Map(Object.entries(generic).map(([language, list]) => [language, new Set(list.split(/\s+/))]));
const noWords: ReadonlySet<string> = new Set();

export function genericWords(language: string): ReadonlySet<string> {
  return genericSets.get(language) ?? noWords;
}

const slavicOther =
  /(?:ть|ться|тись|чь|ла|ло|ли|лся|лась|лось|лись|ает|яет|еет|ует|ит|ают|яют|еют|уют|ят|ется|ится|ются|ятся|ый|ий|ая|яя|ое|ее|ые|ие(?<!ние|тие|вие|сие|бие|дие|мие|рие|чие)|ого|его|ому|ему|ым|им|ых|их|ую|юю|ыми|ими|вший|вшая|вшие|щий|щая|щие|енно|ально|ески|ется|но)$/;
const slavicPast = /(?:[аяеиоуы]л|[аяеиу]в)$/;
const slavicVerb = /(?:ть|ться|ла|ло|ли|лся|лась|лось|лись|ает|яет|еет|ует|ют|ат|ят|ется|ится|ются|ано|ено|ято|ыто|нет|нут|дет|дут)$/;
const englishOther = /(?:ly|ous|ful|able|ible|ive|less)$|^(?:has|had|was|were|did|does)$/;

/** True when a single lower-case word may stand as a tag: by its ending it is a noun rather than a verb, an adjective or an adverb. */
export function looksLikeNoun(word: string, language: string): boolean {
  if (/[\u3040-\u30ff\u3400-\u9fff]/.test(word)) return word.length > 1 && !/^[\u3040-\u309f]+$/.test(word);
  if (word.length < 4) return false;
  if (language === 'ru' || language === 'uk') return !slavicOther.test(word) && !(word.length > 5 && slavicPast.test(word));
  if (language === 'en') return !englishOther.test(word) && !/(?:ing|ed)$/.test(word);
  return true;
}

/** True when a word may start a phrase: an adjective may, a verb may not. */
export function mayStartPhrase(word: string, language: string): boolean {
  if (language === 'ru' || language === 'uk') return !slavicVerb.test(word) && !(word.length > 5 && slavicPast.test(word));
  return language !== 'en' || !/(?:ly|ed)$/.test(word);
}

/** "Одесской" alone is half of a name; "Зеленский" is one. */
export function isObliqueAdjective(word: string, language: string): boolean {
  return (language === 'ru' || language === 'uk') && /[сц](?:кой|ком|ких|кую|кое|кая|кие|ким|кими|ької|ькому|ька|ькі|ьких)$/.test(word);
}

const obliqueWord = /(?:ого|его|ому|ему|ых|их|ыми|ими|ую|юю|ами|ями|ах|ях)$/;
const obliqueFirst = /(?:ого|его|ому|ему|ых|их|ыми|ими|ым|им|ую|юю|ой|ей)$/;

/**
 * True when a Russian tag surely stands in an oblique case, and no rule says what its first form is.
 * "морской порт" and "морской" end alike: an adjective in -ой is oblique only before a word that ends in a vowel.
 */
export function looksOblique(tag: string, language: string): boolean {
  if (language !== 'ru') return false;
  const [first = '', ...rest] = tag.split(' ');
  const last = rest.at(-1);
  if (last === undefined) return first.length > 5 && obliqueWord.test(first);
  // "тихом рейде"
  if (/[ое]м$/.test(first) && /[еиуюы]$/.test(last)) return true;
  if (!obliqueFirst.test(first) || first.length < 5) return false;
  return !/[ое]й$/.test(first) || /[аяуюыиео]$/.test(last);
}

/** Higher for forms that look like the first one, so that of "инфляции" and "инфляция" the second is taken. */
export function formRank(word: string, language: string): number {
  if (language !== 'ru' && language !== 'uk') return 0;
  if (/(?:ция|сия|ость|ность|ние|тие|ство|изм|ист|тор|ант|ент|ка|ия|ый|ский|ий|ая|ое|ые|ть)$/.test(word)) return 2;
  if (/(?:ами|ями|ах|ях|ов|ев|ей|ом|ем|ем|ой|ою|ам|ям|у|ю|ого|его|ому|ему|ых|их|ым|им|ую|ии|ости)$/.test(word)) return 0;
  return 1;
}

const firstForms: readonly (readonly [RegExp, string])[] = [
  [/ц(?:ии|ию|ией|иям|иями|иях)$/, 'ция'],
  [/ост(?:и|ью)$/, 'ость'],
  [/([ае])н(?:ия|ию|ием|ии)$/, '$1ние'],
  [/ств(?:а|у|ом|е)$/, 'ство'],
  [/изм(?:а|у|ом|е)$/, 'изм'],
  [/([сц])кого$/, '$1кий'],
  // Names of towns: no other word of such an ending has a first form in -ска.
  [/((?:ин|ан|ян|ен|ов|ев|ор|ич)ск)(?:а|у|е|ом)$/, '$1'],
];

/** Endings of Slavic words by their last letter, the longest first. */
const endings = new Map<string, string[]>();
for (const ending of (
  'иями ями ами ией ого его ому ему ыми ими иях ях ах ов ев ей ой ом ем ам ям ый ий ая яя ое ее ые ие ых их ым им ую юю ия ии ию ью ' + 'а я о е ы и у ю ь'
).split(' ')) {
  const last = ending.at(-1)!;
  endings.set(last, [...(endings.get(last) ?? []), ending]);
}

const places = new Map(
  `россия украина беларусь казахстан грузия армения азербайджан москва петербург санкт-петербург киев минск казань самара воронеж краснодар сочи европа
    америка германия франция италия испания британия польша турция китай япония индия иран израиль сирия латвия литва эстония финляндия швеция норвегия
    вашингтон лондон париж берлин варшава прага пекин токио тбилиси ереван баку вильнюс рига таллин одесса харьков львов днепр донбасс донецк луганск
    крым севастополь сибирь урал якутия татарстан башкирия чечня дагестан екатеринбург новосибирск омск томск челябинск уфа пермь волгоград саратов
    тула тверь рязань ярославль иркутск владивосток хабаровск мурманск архангельск калининград кремль госдума верховная рада телеграм яндекс сбербанк
    газпром роскосмос минздрав минобороны госсовет евросоюз коронавирус пандемия вакцина биткоин доллар рубль бюджет инфляция нефть газ`
    .split(/\s+/)
    .map((word) => [stemOf(word, 'ru'), word]),
);

/** The first form of a Russian noun where its ending leaves no doubt; else the word as it is. */
export function toFirstForm(word: string, language: string): string {
  if (language !== 'ru') return word;
  const place = places.get(stemOf(word, language));
  if (place !== undefined) return place;
  if (word.length < 7) return word;
  for (const [ending, first] of firstForms) if (ending.test(word)) return word.replace(ending, first);
  return word;
}

/** What forms of one word have in common. */
export function stemOf(word: string, language: string): string {
  if (language === 'en') return stemOfEnglish(word);
  if ((language !== 'ru' && language !== 'uk') || word.length <= 4) return word;
  const ending = endings.get(word[word.length - 1]!)?.find((one) => word.endsWith(one));
  if (ending === undefined) return word;
  return word.length - ending.length < 3 ? word.slice(0, 4) : word.slice(0, -ending.length);
}

function stemOfEnglish(word: string): string {
  if (!word.endsWith('s')) return word;
  const end = word.endsWith('ies') ? 3 : word.endsWith("'s") || word.endsWith('es') ? 2 : 1;
  if (word.length - end < 3) return word;
  return end === 3 ? `${word.slice(0, -3)}y` : word.slice(0, -end);
}
