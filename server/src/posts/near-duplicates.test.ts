import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.ts';
import { createDuplicateIndex, type DuplicateIndex } from './near-duplicates.ts';

const noon = new Date('2026-03-01T12:00:00Z');
const hours = (n: number) => new Date(noon.getTime() + n * 3_600_000);

function filled(texts: readonly string[], sourceId = 0): DuplicateIndex {
  const index = createDuplicateIndex();
  texts.forEach((text, n) => index.add({ postId: n + 1, storyId: n + 1, sourceId: sourceId || n + 1, postedAt: noon, print: fingerprint(null, text) }));
  return index;
}

const find = (index: DuplicateIndex, text: string, over: { sourceId?: number; postedAt?: Date } = {}) =>
  index.find({ sourceId: 999, postedAt: hours(1), print: fingerprint(null, text), ...over });

/** Whether the second text is taken for a copy of the first. */
const joins = (a: string, b: string) => find(filled([a]), b) !== null;

const ferry =
  'Паром «Северянка» снова ходит между Лукоморьем и островом Буян. Первый рейс встречали триста человек и духовой оркестр. ' +
  'Перевозчик обещает отправлять судно каждое утро в 7:30, билет стоит 450 рублей, детям до шести лет проезд бесплатный.';

describe('copies', () => {
  it.each([
    ['the same text', ferry],
    ['other emoji, links and signature', `❗️❗️ ${ferry} 👉 https://coast.example/17\n\nПодписаться на канал | @coast`],
    ['three words replaced', ferry.replace('встречали', 'приветствовали').replace('обещает', 'планирует').replace('судно', 'паром')],
    ['the end cut off', `${ferry.slice(0, 150)}…`],
    ['a comment in front', `Наконец-то дождались хороших новостей с переправы!\n\n${ferry}`],
    ['other quotation marks, dashes and spaces', ferry.replace('«', '"').replace('»', '"').replaceAll('. ', '.\n\n')],
  ])('are found: %s', (_, text) => {
    expect(find(filled(['Совсем другая новость о ремонте маяка на мысе Дальнем.', ferry]), text)).toMatchObject({ postId: 2, storyId: 2, relation: 'repost' });
  });

  it.each([
    [
      'a price',
      'BTC торгуется по 64k долларов, за сутки изменение составило два процента',
      'BTC торгуется по 65k долларов, за сутки изменение составило два процента',
    ],
    ['a score', 'Клуб «Прибой» обыграл гостей со счётом 2:1 в первом матче сезона', 'Клуб «Прибой» обыграл гостей со счётом 3:1 в первом матче сезона'],
    ['a name', 'Новым смотрителем маяка назначен Пётр Сухов, сообщает порт Лукоморья', 'Новым смотрителем маяка назначен Иван Зорин, сообщает порт Лукоморья'],
    [
      'a name in front',
      'Сухов назначен новым смотрителем маяка в порту Лукоморья с первого апреля',
      'Зорин назначен новым смотрителем маяка в порту Лукоморья с первого апреля',
    ],
    [
      'a title in front',
      '«Прибой» подписал контракт с новым вратарём на три сезона вперёд',
      '«Чайка» подписала контракт с новым вратарём на три сезона вперёд',
    ],
    ['a date', 'Фестиваль ухи пройдёт на набережной 12 июля, вход для всех свободный', 'Фестиваль ухи пройдёт на набережной 19 июля, вход для всех свободный'],
    [
      'a month',
      'Фестиваль ухи пройдёт на набережной в конце июля, вход для всех свободный',
      'Фестиваль ухи пройдёт на набережной в конце августа, вход для всех свободный',
    ],
    ['a number in words', 'Шторм повредил пять рыбацких лодок у причала', 'Шторм повредил девять рыбацких лодок у причала'],
    ['a direction', 'Цена трески выросла на рынке Лукоморья третью неделю подряд', 'Цена трески упала на рынке Лукоморья третью неделю подряд'],
    ['a denial', 'Мэрия подтвердила закрытие старого пирса на ремонт', 'Мэрия не подтвердила закрытие старого пирса на ремонт'],
    ['one of many numbers', `${ferry} В планах 12 рейсов.`, `${ferry.replace('450', '550')} В планах 12 рейсов.`],
    ['an English name', 'Harbour town elects Ada Marsh as mayor after a long count', 'Harbour town elects Ben Hollow as mayor after a long count'],
    ['a temperature', 'Погода на завтра: в Лукоморье -5 градусов, ветер слабый, ясно', 'Погода на завтра: в Лукоморье 5 градусов, ветер слабый, ясно'],
  ])('are not what differs in %s', (_, a, b) => {
    expect(joins(a, b)).toBe(false);
    expect(joins(b, a)).toBe(false);
  });

  it('are not two events told by one template', () => {
    expect(
      joins('В Лукоморье открылась новая школа на 500 мест, сообщила пресс-служба', 'В Белогорске открылась новая школа на 300 мест, сообщила пресс-служба'),
    ).toBe(false);
  });

  it('are not a short note and a digest that also carries it', () => {
    const note = 'Порт закрыт из-за тумана до утра, суда ждут на рейде';
    const digest = `${note}. ${Array.from({ length: 12 }, (_, n) => `Отдельная новость номер ${String(n)} про рынок, школу, музей, концерт и погоду на побережье залива.`).join(' ')} ${ferry} ${ferry.replace('паром', 'катер')} Ещё были выставка кошек, забег в парке, ярмарка мёда, открытие библиотеки, субботник у реки, премьера спектакля, турнир по шахматам.`;
    expect(joins(digest, note)).toBe(false);
  });
});

describe('one source', () => {
  const price = (n: number) => `Курс ракушки на сегодня: покупка ${String(n)}, продажа ${String(n + 2)}, обменник работает до вечера`;

  it('may repeat the same text shortly after: that is a copy', () => {
    expect(find(filled([ferry], 7), ferry, { sourceId: 7 })).toMatchObject({ postId: 1 });
    expect(find(filled([ferry], 7), ferry, { sourceId: 7, postedAt: hours(72) })).toBeNull();
  });

  it('that reuses its texts is never joined with itself', () => {
    const feed = filled([price(90), price(91), price(92)], 7);
    expect(find(feed, price(93), { sourceId: 7 })).toBeNull();
    expect(find(feed, price(92), { sourceId: 7 })).toBeNull();
    expect(find(filled([ferry, ferry], 7), ferry, { sourceId: 7 })).toBeNull();
    expect(find(filled([ferry], 7), ferry.replace('встречали', 'ждали'), { sourceId: 7 })).toBeNull();
  });
});

describe('the index', () => {
  it('answers with the story of the copy, and prefers the earliest of equals', () => {
    const index = createDuplicateIndex();
    const print = fingerprint(null, ferry);
    index.add({ postId: 11, storyId: 11, sourceId: 1, postedAt: hours(2), print });
    index.add({ postId: 12, storyId: 5, sourceId: 2, postedAt: hours(1), print });
    index.add({ postId: 13, storyId: 11, sourceId: 3, postedAt: hours(3), print });
    expect(find(index, ferry)).toMatchObject({ postId: 12, storyId: 5, distance: 0, overlap: 1 });
  });

  it('says how much longer or shorter the copy is', () => {
    const part = ferry.slice(0, 150);
    expect(find(filled([ferry]), part)!.lengthRatio).toBeLessThan(0.8);
    expect(find(filled([part]), ferry)!.lengthRatio).toBeGreaterThan(1.2);
    expect(find(filled([ferry]), ferry)!.lengthRatio).toBe(1);
  });

  it('looks seven days back and no further', () => {
    const index = filled([ferry]);
    expect(find(index, ferry, { postedAt: hours(6.9 * 24) })).not.toBeNull();
    expect(find(index, ferry, { postedAt: hours(7.1 * 24) })).toBeNull();
  });

  it('forgets what was removed', () => {
    const index = filled([ferry]);
    index.remove(1);
    index.remove(404);
    expect(find(index, ferry)).toBeNull();
    expect(index.size).toBe(0);
  });

  it('passes over texts too short to compare', () => {
    const index = filled(['Доброе утро!']);
    expect(index.size).toBe(0);
    expect(find(index, 'Доброе утро!')).toBeNull();
  });

  it('lets go of old chunks and keeps finding the rest', () => {
    const index = createDuplicateIndex();
    for (let n = 1; n <= 20_000; n++) {
      const text = `Заметка ${String(n)}: рыбак${String(n)} поймал рыбу${String(n * 7)} возле мыса${String(n % 113)} и отпустил обратно`;
      index.add({ postId: n, storyId: n, sourceId: n, postedAt: hours(n / 100), print: fingerprint(null, text) });
    }
    const before = index.bytes;
    index.prune(hours(150));
    expect(index.size).toBeGreaterThanOrEqual(5000);
    expect(index.size).toBeLessThan(16_000);
    expect(index.bytes).toBeLessThan(before);
    const last = 'Заметка 20000: рыбак20000 поймал рыбу140000 возле мыса112 и отпустил обратно';
    expect(find(index, last, { postedAt: hours(200) })).toMatchObject({ postId: 20_000 });
    expect(find(index, 'Заметка 5: рыбак5 поймал рыбу35 возле мыса5 и отпустил обратно', { postedAt: hours(1) })).toBeNull();
  });

  it('looks at the newest only when one text floods it', () => {
    const index = createDuplicateIndex();
    for (let n = 1; n <= 20_000; n++)
      index.add({ postId: n, storyId: n, sourceId: n, postedAt: hours(n / 3600), print: fingerprint(null, `${ferry} ${String(n)}`) });
    // The earliest copy is the one to answer: that it is not the first of all shows where the walk ended.
    expect(find(index, ferry)!.postId).toBeGreaterThan(19_000);
  });
});
