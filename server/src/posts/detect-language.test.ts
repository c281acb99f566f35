import { describe, expect, it } from 'vitest';
import { detectLanguage } from './detect-language.ts';

describe('the language of a text', () => {
  it.each([
    ['ru', 'Паром вернулся в гавань до темноты, пассажиры не пострадали.'],
    ['ru', 'Директор музея рад гостям'],
    ['uk', 'Пором повернувся до гавані ще завидна, ніхто не постраждав.'],
    ['uk', 'Мешканці міста обрали нового мера та членів ради'],
    ['be', 'Паром вярнуўся ў гавань да цемры, пасажыры не пацярпелі.'],
    ['bg', 'Фериботът се върна в пристанището преди да се стъмни, няма пострадали.'],
    ['sr', 'Трајект се вратио у луку пре мрака, путници нису повређени.'],
    ['mk', 'Траектот се врати во пристаништето пред да се стемни, нема повредени.'],
    ['kk', 'Паром қараңғы түскенге дейін айлаққа оралды, жолаушылар аман.'],
    ['en', 'The ferry was back in the harbour before dark, and nobody was hurt.'],
    ['de', 'Die Fähre war vor Einbruch der Dunkelheit wieder im Hafen, verletzt wurde niemand.'],
    ['fr', "Le ferry est rentré au port avant la nuit et personne n'a été blessé."],
    ['es', 'El transbordador volvió al puerto antes del anochecer y nadie resultó herido.'],
    ['it', 'Il traghetto è rientrato in porto prima di sera e nessuno è rimasto ferito.'],
    ['pt', 'O barco voltou ao porto antes de anoitecer e não houve feridos.'],
    ['nl', 'De veerboot was voor het donker weer in de haven en niemand raakte gewond.'],
    ['pl', 'Prom wrócił do portu przed zmrokiem i nikt nie został ranny.'],
    ['tr', 'Feribot karanlık çökmeden limana döndü ve kimse yaralanmadı.'],
    ['cs', 'Trajekt se vrátil do přístavu před setměním a nikdo nebyl zraněn.'],
    ['sv', 'Färjan var tillbaka i hamnen innan det blev mörkt och ingen skadades.'],
    ['fi', 'Lautta palasi satamaan ennen pimeää, eikä kukaan loukkaantunut.'],
    ['hu', 'A komp még sötétedés előtt visszatért a kikötőbe, senki sem sérült meg.'],
    ['ro', 'Feribotul s-a întors în port înainte de lăsarea întunericului și nimeni nu a fost rănit.'],
    ['vi', 'Chiếc phà đã trở về cảng trước khi trời tối và không ai bị thương.'],
    ['id', 'Kapal feri itu kembali ke pelabuhan sebelum gelap dan tidak ada yang terluka.'],
    ['zh', '渡轮在天黑前回到了港口,没有人受伤。'],
    ['ja', 'フェリーは日没前に港に戻り、けが人はいなかった。'],
    ['ko', '여객선은 어두워지기 전에 항구로 돌아왔고 다친 사람은 없었다.'],
    ['ar', 'عادت العبارة إلى الميناء قبل حلول الظلام ولم يصب أحد بأذى.'],
    ['fa', 'کشتی پیش از تاریکی به بندر بازگشت و کسی آسیب ندید.'],
    ['he', 'המעבורת חזרה לנמל לפני רדת החשכה ואיש לא נפגע.'],
    ['el', 'Το πλοίο επέστρεψε στο λιμάνι πριν νυχτώσει.'],
    ['th', 'เรือเฟอร์รี่กลับถึงท่าเรือก่อนมืด'],
    ['hi', 'नौका अंधेरा होने से पहले बंदरगाह लौट आई।'],
    ['ka', 'ბორანი დაღამებამდე დაბრუნდა ნავსადგურში.'],
  ])('is %s: %s', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });

  it('is not decided by names, links and codes in other letters', () => {
    expect(detectLanguage('Компания Harbour Lights Software представила новый iPhone-чехол https://coast.example/some/english/words/in/a/link')).toBe('ru');
    expect(detectLanguage('新型 Harbour Lights Pro 发布,售价不变')).toBe('zh');
    expect(detectLanguage('The word "паром" means ferry, and the islanders use it every day.')).toBe('en');
  });

  it('is null without words', () => {
    for (const text of ['', '👍🔥', '12:45 — 64 000', 'https://coast.example/words/in/a/link', '!', 'a']) expect(detectLanguage(text), text).toBeNull();
  });

  it('follows the source where the words leave it open, not where they are clear', () => {
    expect(detectLanguage('сфера впливу', { sourceMajority: 'uk' })).toBe('uk');
    expect(detectLanguage('Автомобил мазда', { sourceMajority: 'bg' })).toBe('bg');
    expect(detectLanguage('Паром вернулся в гавань до темноты, объявили в порту.', { sourceMajority: 'uk' })).toBe('ru');
    expect(detectLanguage('The ferry was back in the harbour before dark.', { sourceMajority: 'ru' })).toBe('en');
    expect(detectLanguage('मुंबई', { sourceMajority: 'mr' })).toBe('mr');
  });

  it('does not believe a declaration that is plainly wrong', () => {
    expect(detectLanguage('Паром вернулся в гавань до темноты.', { declared: 'en-US' })).toBe('ru');
    expect(detectLanguage('Die Fähre war vor Einbruch der Dunkelheit wieder im Hafen.', { declared: 'en' })).toBe('de');
    expect(detectLanguage('Menu del giorno', { declared: 'it-IT' })).toBe('it');
  });

  it('reads only the beginning of a giant text', () => {
    const tail = ' Паром вернулся в гавань до темноты.'.repeat(50_000);
    for (const [head, language] of [
      ['The ferry was back in the harbour before dark. '.repeat(50), 'en'],
      ['@'.repeat(2000), null],
      ['a.'.repeat(1000), detectLanguage('a.'.repeat(1000))],
      ['https://'.repeat(300), null],
    ] as const)
      expect(detectLanguage(head + tail), head.slice(0, 20)).toBe(language);
  });
});
