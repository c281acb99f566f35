/**
 * Words that turn a sentence into another fact while the rest of it stays: numbers written out, days
 * and months, opposites. Two texts that differ in them are not copies of each other.
 */
import { hashWord } from './fingerprint-hash.ts';

const numbers: Record<string, string> = {
  '2': 'два две двое two',
  '3': 'три трое three',
  '4': 'четыре четверо four',
  '5': 'пять пятеро five',
  '6': 'шесть six',
  '7': 'семь seven',
  '8': 'восемь eight',
  '9': 'девять nine',
  '10': 'десять ten',
  '11': 'одиннадцать eleven',
  '12': 'двенадцать twelve',
  '20': 'двадцать twenty',
  '30': 'тридцать thirty',
  '40': 'сорок forty',
  '50': 'пятьдесят fifty',
  '100': 'сто hundred',
};

const turns = `
  понедельник понедельника вторник вторника среду среды четверг четверга пятницу пятницы субботу субботы воскресенье воскресенья
  monday tuesday wednesday thursday friday saturday sunday
  января февраля марта апреля мая июня июля августа сентября октября ноября декабря
  january february march april june july august september october november december
  вчера сегодня завтра yesterday today tomorrow
  вырос выросла выросло выросли подорожал подорожала подорожали повысил повысила повысили повысился увеличил увеличила увеличилось увеличились
  упал упала упало упали подешевел подешевела подешевели снизил снизила снизили снизился снизились уменьшил уменьшилось сократил сократилось
  выиграл выиграла выиграли победил победила победили проиграл проиграла проиграли уступил уступила
  разрешил разрешила разрешили запретил запретила запретили принял приняла приняли отклонил отклонила отклонили
  открыл открыла открыли закрыл закрыла закрыли начал начала начали завершил завершила завершили подтвердил подтвердила опроверг опровергла
  rises rose rising risen gains gained up increases increased higher falls fell falling fallen drops dropped down decreases decreased lower
  wins won beats beat loses lost approves approved rejects rejected allows allowed bans banned opens opened closes closed
  confirms confirmed denies denied starts started ends ended
`;

/** Hashes of the words that say "not". */
export const negationWords: ReadonlySet<number> = new Set('не нет ні немає not no never none without без'.split(' ').map(hashWord));

/** Hash of a word → hash of the fact that it states. */
export const turnOfWord: ReadonlyMap<number, number> = makeTurns();

/** Hash of a number word → hash of the same number in digits. */
export const numberOfWord: ReadonlyMap<number, number> = makeNumbers();

function makeTurns(): Map<number, number> {
  const map = new Map<number, number>();
  for (const word of turns.trim().split(/\s+/)) map.set(hashWord(word), hashWord(word));
  return map;
}

function makeNumbers(): Map<number, number> {
  const map = new Map<number, number>();
  for (const [digits, words] of Object.entries(numbers)) for (const word of words.split(' ')) map.set(hashWord(word), hashWord(digits));
  return map;
}
