import { describe, expect, it } from 'vitest';
import { keyphrases } from './keyphrases.ts';

const bridge = `Мост через залив Лукоморья откроют в мае. Новый мост соединит порт и старый город, сообщил Пётр Сухов.
Проезд по мосту будет бесплатным. Строительство моста заняло пять лет. Пётр Сухов отметил, что порт готов к приёму грузовых машин.`;

describe('keyphrases', () => {
  it('are one to seven lower-case tags', () => {
    const tags = keyphrases('Мост через залив откроют в мае', bridge, 'ru');
    expect(tags.length).toBeGreaterThan(0);
    expect(tags.length).toBeLessThanOrEqual(7);
    for (const tag of tags) expect(tag).toBe(tag.toLowerCase());
    expect(new Set(tags).size).toBe(tags.length);
  });

  it('name what the text is about, in the first form of the word', () => {
    const tags = keyphrases('Мост через залив откроют в мае', bridge, 'ru');
    expect(tags[0]).toBe('мост');
    expect(tags).toContain('пётр сухов');
    expect(keyphrases(null, 'Повышение инфляции беспокоит всех. Инфляцию обсуждали вчера, снижение инфляции обещают к зиме.', 'ru')).toContain('инфляция');
    expect(keyphrases(null, 'Выставка в Москве продлена. Вторую выставку в Москве обещают весной.', 'ru')).toContain('москва');
  });

  it('do not show names and phrases in an oblique case when there is anything else', () => {
    const text = 'Порт Заречинска закрыт. Суда ждут у Заречинска. Цена электричества в районе Вересковой Гавани упала, цена в Вересковой Гавани ниже нуля.';
    const tags = keyphrases(null, text, 'ru');
    expect(tags).toContain('заречинск');
    expect(tags).toContain('цена');
    expect(tags.join(', ')).not.toMatch(/вересковой|заречинска/);
    expect(keyphrases(null, 'Буксир стоит в Тихом Рейде. Буксир ждёт в Тихом Рейде.', 'ru')).toEqual(['буксир']);
    expect(keyphrases('Морской порт открыт', 'Морской порт открыт снова. Морской порт ждёт.', 'ru')).toContain('морской порт');
  });

  it('keep whole phrases and names', () => {
    const text = 'The harbour council met on Friday. Ada Marsh told the harbour council that sea walls come first. "Sea walls protect us," Ada Marsh said.';
    const tags = keyphrases('Harbour council backs sea walls', text, 'en');
    expect(tags).toEqual(expect.arrayContaining(['harbour council', 'ada marsh', 'sea walls']));
    expect(tags).not.toContain('council');
  });

  it('prefer the hashtags of the author, without noise', () => {
    expect(keyphrases(null, `#ЦБ_РФ #новости #инфляция #2026\n${bridge}`, 'ru').slice(0, 2)).toEqual(['цб рф', 'инфляция']);
    expect(
      keyphrases(null, `${Array.from({ length: 30 }, (_, n) => `#tag${'abcdefghij'[n % 10]!}${'xyz'[n % 3]!}`).join(' ')}`, 'en').length,
    ).toBeLessThanOrEqual(7);
  });

  it('leave out links, function words, verbs and words such as "said"', () => {
    const tags = keyphrases(null, 'He said that they said it at https://coast.example/said/said and said so again on coast.example today.', 'en');
    expect(tags).not.toContain('said');
    expect(tags.join(' ')).not.toContain('http');
  });

  it('work for other languages, by the rules of none', () => {
    expect(keyphrases('海辺の町で祭り', '海辺の町で夏の祭りが始まった。町の人々は祭りを楽しんだ。', 'ja')).toContain('祭り');
    expect(keyphrases('Neue Brücke', 'Die Brücke wird im Mai eröffnet. Die Brücke kostet viel.', 'de').length).toBeGreaterThan(0);
    expect(keyphrases(null, bridge, null).length).toBeGreaterThan(0);
  });

  it('are none where there are no words', () => {
    expect(keyphrases(null, '', 'ru')).toEqual([]);
    expect(keyphrases(null, '👍🔥 123 https://coast.example', 'ru')).toEqual([]);
  });

  it('come from the beginning of a giant text', () => {
    for (const piece of ['слово ', 'Имя', '#', '-', "a'", '漢']) {
      const language = piece === '漢' ? 'zh' : 'ru';
      const head = piece.repeat(Math.ceil(3000 / piece.length));
      const tail = ` #паром Паром вернулся в гавань. ${piece.repeat(500_000 / piece.length)}`;
      expect(keyphrases(head + tail, head + tail, language), piece).toEqual(keyphrases(head, head, language));
    }
  });
});
