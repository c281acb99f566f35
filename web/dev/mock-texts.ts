/** What the invented posts say. */
/** Headline, text, source numbers (several make a story), picture or video. */
export const news: [string | null, string, number[], ('photo' | 'video' | null)?][] = [
  [
    'Ночной трамвай через новый мост пойдёт уже в декабре',
    'Первый вагон выйдет в половине первого ночи. Депо обещает интервал двадцать минут и тёплые остановки на обоих берегах.',
    [2, 1, 3],
    'photo',
  ],
  [
    'A compiler that fits in one long train ride',
    'Four thousand lines, no dependencies, and a test for every sentence of the manual. The author wrote most of it between two stations.',
    [5, 4],
    null,
  ],
  [
    'Лаборатория льда открыла камеру для школьников',
    'В камере минус тридцать, и в ней можно смотреть, как растут кристаллы. Запись на январь уже идёт.',
    [8, 10],
    'photo',
  ],
  [null, 'На створе сегодня сменили лампу. Старая горела одиннадцать лет и ни разу не подвела, новая вдвое ярче и ест втрое меньше.', [12], 'photo'],
  [
    'The harbour wall that sings when the tide turns',
    'Engineers left the pipes open on purpose. Twice a day the wall plays four notes, and the town has started to set its clocks by them.',
    [11, 9, 4, 12],
    'photo',
  ],
  [
    'Как одна таблица заменила нам очередь сообщений',
    'Мы полгода держали две системы рядом и считали расхождения. Их не было, поэтому вторую выключили.',
    [6],
    null,
  ],
  [
    'Wind paid the night shift: prices below zero for six hours',
    'Storage operators filled everything they had. Two cement works moved their kilns to the early morning and were paid for it.',
    [13, 11],
    null,
  ],
  [
    'Яркая комета вернётся в феврале, и её будет видно из города',
    'Лучшее время за час до рассвета, невысоко над восточным горизонтом. Бинокль поможет, но не обязателен.',
    [10, 8, 9],
    'video',
  ],
  ['Notes on keeping a paper map in the car', 'Batteries die, signals fade, and the map from the petrol station still knows where the ford is.', [4], 'photo'],
  [
    'Библиотека на колёсах получила третий автобус',
    'Он будет ездить в посёлки за переправой по вторникам и пятницам. Книги можно заказать заранее.',
    [14, 3, 1],
    null,
  ],
  ['Sixteen years of tide gauges, one honest chart', 'The lab has published every reading, with the days when the gauge froze marked as such.', [9], null],
  [
    'Двор на Садовой убрал забор и посадил яблони',
    'Жители считают: деревья стоят дешевле, чем ремонт ограды за пять лет. Первые двенадцать уже прижились.',
    [3, 1],
    'photo',
  ],
  [
    'What the bus depot learned from ten thousand charging cycles',
    'The cells age in the first winter and then hardly at all. The chargers break more often than the buses.',
    [13],
    null,
  ],
  ['Паром «Ольха» встал на ремонт раньше срока', 'Дизель заменят на батареи, рейсы до весны берут на себя два катера.', [12, 1, 11, 2, 13], 'photo'],
  ['Why our build went from nine minutes to forty seconds', 'Nothing clever: we stopped doing things twice, and we stopped asking the network.', [7, 5], null],
];
export const more: [string, string][] = [
  ['Рынок у вокзала переезжает под крышу', 'Прилавки поставят в старом паровозном депо, там сухо и есть свет.'],
  ['Мосты разведут на неделю раньше', 'Лёд в этом году слабый, навигацию продлили.'],
  ['A field guide to quiet error messages', 'Say what happened, say what is safe, say what to do. Then stop.'],
  ['The ferry crew that grows tomatoes', 'It began with one pot on the bridge and a captain who did not mind.'],
  ['Старую обсерваторию откроют по субботам', 'Купол починили, трубу почистили, вход свободный.'],
  ['Measuring sleep without watching anyone', 'A mat, a clock and a great deal of patience.'],
  ['Почему фонари на набережной стали тёплыми', 'Световой поток тот же, а птиц под ними стало вдвое больше.'],
  ['Small boats, large maps', 'The chart office prints again, on paper that survives a wave.'],
];

export const filler: Record<'ru' | 'en', string[]> = {
  ru: [
    'Решение готовили два года: считали пассажиров, мерили шум по ночам и трижды переписывали расписание. В итоге осталось самое простое из пяти.',
    'Подрядчик уверяет, что успеет к сроку. Город на всякий случай оставил запас в три недели и договорился с автобусным парком.',
    'Те, кто живёт рядом, просят одного: чтобы после часа ночи было тихо. Обещают резиновые вставки на стыках и медленный ход на повороте.',
  ],
  en: [
    'The plan took two years: they counted people, measured noise at night and rewrote the timetable three times. What remained was the simplest of five drafts.',
    'Nobody involved calls it a breakthrough. It is a list of small repairs, each of which paid for the next one.',
    'Those who live nearby ask for one thing only, quiet after one in the morning. They were promised rubber joints and a slow turn.',
  ],
};

export const extras: Record<'ru' | 'en', { caption: string; quote: string; heading: string; items: [string, string]; author: string; tags: [string, string] }> =
  {
    ru: {
      caption: 'Рисунок редакции',
      quote: 'Мы не спешим, зато не переделываем.',
      heading: 'Что дальше',
      items: ['проверка в ноябре', 'первый рейс в декабре'],
      author: 'Вера Лугова',
      tags: ['город', 'транспорт'],
    },
    en: {
      caption: 'Drawing by the editors',
      quote: 'We are not fast, but we do it once.',
      heading: 'What comes next',
      items: ['a test in November', 'the first run in December'],
      author: 'Nora Finch',
      tags: ['energy', 'systems'],
    },
  };
