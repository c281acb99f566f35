/** Events of the city: trams, libraries, markets, yards. */
import type { NewsKind } from './news-kind.ts';

export const cityNews: readonly NewsKind[] = [
  {
    name: 'tram-returns',
    beat: 'city',
    facts: (r) => ({ line: r.int(2, 27), stops: r.int(4, 19), years: r.int(2, 11), interval: r.int(6, 22), cars: r.int(3, 17) }),
    ru: {
      headlines: [
        'Трамвай № {line} возвращается на улицы {place.gen}',
        '{+place.in} снова пойдёт трамвай через мост',
        'После {years:года|лет|лет} перерыва: трамвай № {line} выходит на линию',
      ],
      leads: [
        'Линию № {line} {place.in} откроют {day.on}: {stops:остановка|остановки|остановок}, интервал — {interval:минута|минуты|минут}.',
        'Рельсы через мост уложили заново, и трамвай № {line} вернётся на маршрут, которого {place.in} не было {years:год|года|лет}.',
        'Пробный вагон прошёл по мосту ночью, чтобы никого не будить. {+day.on} по линии № {line} поедут пассажиры.',
      ],
      details: [
        'Первую неделю проезд бесплатный: кассы ещё не научили новым зонам.',
        'На линию вышли {cars:вагон|вагона|вагонов}, половина — с низким полом.',
        'Под рельсы положили резиновые маты, и в домах у поворота больше не дрожит посуда.',
        'Остановку у рынка перенесли на сорок шагов: прежняя мешала разгрузке.',
        'Велодорожку сделали с другой стороны моста, спор о ней занял больше времени, чем стройка.',
        'Светофоры теперь видят трамвай за квартал и пропускают его, если он опаздывает.',
      ],
      quotes: [
        '«Последний вагон был мой, и первый тоже будет мой», — говорит {person}, водитель с большим стажем.',
        '«Город без трамвая — как дом без лестницы: жить можно, ходить неудобно», — считает {person}.',
      ],
    },
    en: {
      headlines: [
        'Tram {line} returns to the streets of {place}',
        'Trams cross the bridge at {place} again',
        'After {years:year|years} away, tram {line} is back',
      ],
      leads: [
        'Line {line} opens in {place} on {day}: {stops:stop|stops}, a tram every {interval:minute|minutes}.',
        'The rails over the bridge are new, and tram {line} goes back to a route that {place} has been without for {years:year|years}.',
        'A test car crossed the bridge at night so as to wake nobody. Passengers follow on {day}.',
      ],
      details: [
        'Rides are free for the first week, since the ticket machines have not learned the new zones.',
        'The line has {cars:car|cars}, half of them with low floors.',
        'There are rubber mats under the rails, and the crockery in the corner houses no longer rattles.',
        'The stop at the market has moved forty paces; the old one was in the way of deliveries.',
        'The cycle path went to the other side of the bridge after an argument that took longer than building it.',
        'Traffic lights now see a tram a block away and let it through when it is late.',
      ],
      quotes: [
        '"I drove the last car, and I shall drive the first," says {person}, who has been at the controls for decades.',
        '"A city without a tram is a house without stairs. You can live in it, you cannot get about," says {person}.',
      ],
    },
  },
  {
    name: 'night-library',
    beat: 'city',
    facts: (r) => ({ closing: r.int(1, 4), seats: r.int(30, 240), visitors: r.int(40, 380), books: r.int(12, 190) * 1000 }),
    ru: {
      headlines: [
        'Библиотека {place.gen} не закроется до {closing} ночи',
        'Читать ночью: опыт библиотеки {place.in}',
        'Ночной зал: {seats:место|места|мест} и один чайник',
      ],
      leads: [
        'Городская библиотека {place.in} будет работать до {closing} ночи. За первую ночь пришли {visitors:человек|человека|человек}.',
        '{+place.in} открыли ночной читальный зал на {seats:место|места|мест}. Правило одно: телефон без звука.',
        'Ночной зал, о котором просили студенты, заработал {day.on}. В фонде {books:книга|книги|книг}, и все можно взять прямо со стеллажа.',
      ],
      details: [
        'Пришли не только студенты: половину столов заняли те, у кого дома маленькие дети.',
        'Дежурят двое, оба прошли курс первой помощи и умеют чинить принтер.',
        'Автобус сдвинул последний рейс на сорок минут, и это решило главный вопрос.',
        'Отопление ночью не убавляют: посчитали, что утренний прогрев дороже.',
        'Если за месяц наберётся меньше сорока посетителей за ночь, зал вернут к прежним часам.',
        'Кофе не продают, но кипяток бесплатный.',
      ],
      quotes: [
        '«Тишина — это тоже услуга, просто её никто не рекламирует», — говорит {person}, директор библиотеки.',
        '«Дома у меня стол, кот и брат. Здесь — только стол», — объясняет {person} со второго курса.',
      ],
    },
    en: {
      headlines: [
        'Library in {place} to stay open until {closing} in the morning',
        'Reading at night: how it went in {place}',
        'The night room: {seats:seat|seats} and one kettle',
      ],
      leads: [
        'The city library of {place} will now close at {closing} in the morning. On its first night {visitors:person|people} came.',
        'A night reading room with {seats:seat|seats} has opened in {place}. There is one rule, silent phones.',
        'The night room that students had asked for opened on {day}. It holds {books:book|books}, all on open shelves.',
      ],
      details: [
        'Not only students came. Half of the tables went to people with small children at home.',
        'Two people are on duty, both trained in first aid and in mending the printer.',
        'The last bus now leaves forty minutes later, which settled the main question.',
        'The heating stays on at night, because warming up in the morning turned out to cost more.',
        'Should fewer than forty people a night come within a month, the old hours return.',
        'There is no coffee for sale, but hot water is free.',
      ],
      quotes: [
        '"Silence is a service too. It is just that nobody advertises it," says {person}, who runs the library.',
        '"At home I have a desk, a cat and a brother. Here only the desk," explains {person}, a second-year student.',
      ],
    },
  },
  {
    name: 'market-hall',
    beat: 'city',
    facts: (r) => ({ stalls: r.int(24, 190), area: r.int(900, 7200), cost: r.int(12, 240), vendors: r.int(12, 120) }),
    ru: {
      headlines: [
        'Рынок {place.gen} откроют под новой крышей',
        'Крытый рынок {place.in}: {stalls:прилавок|прилавка|прилавков} и никаких сквозняков',
        'Старый рынок {place.gen} переживёт ещё сто зим',
      ],
      leads: [
        'Крытый рынок {place.in} откроется {day.on} после ремонта, который обошёлся в {cost:миллион|миллиона|миллионов} рублей. Под крышей {stalls:прилавок|прилавка|прилавков}.',
        'Деревянные фермы рынка {place.gen} разобрали, вылечили и собрали снова; площадь зала — {area:квадратный метр|квадратных метра|квадратных метров}.',
        'На рынок {place.gen} возвращаются {vendors:торговец|торговца|торговцев}, которые два года стояли на парковке.',
      ],
      details: [
        'Рыбный ряд переехал к северной стене: там прохладнее и ближе слив.',
        'Аренду на первый год заморозили, взамен торговцы обещали работать и по понедельникам.',
        'Весы теперь показывают цену и покупателю: табло повернули лицом к проходу.',
        'В полу нашли брусчатку прежней площади, кусок оставили под стеклом.',
        'Лишнее к вечеру отдают столовой при приюте, холодильник для этого стоит у выхода.',
        'Голуби протестуют, но новая крыша им не по размеру.',
      ],
      quotes: [
        '«Своё место узнаю по запаху укропа», — смеётся {person}: за прилавком тридцать лет.',
        '«Рынок живой, пока на нём торгуются», — говорит {person}, архитектор ремонта.',
      ],
    },
    en: {
      headlines: [
        'Market in {place} reopens under a new roof',
        '{place} gets its covered market back: {stalls:stall|stalls}, no draughts',
        'The old market of {place} is good for a hundred winters more',
      ],
      leads: [
        'The covered market in {place} opens on {day} after repairs that cost {cost} million. There are {stalls:stall|stalls} under the roof.',
        'The timber trusses of the market in {place} were taken down, treated and put back; the hall has {area:square metre|square metres}.',
        '{vendors:trader is|traders are} going back to the market in {place} after two years in a car park.',
      ],
      details: [
        'Fish has moved to the north wall, where it is cooler and nearer the drain.',
        'Rents are frozen for a year, and traders have promised to open on Mondays in return.',
        'The scales now show the price to the customer too.',
        'Cobbles of the former square were found under the floor, and a piece stays visible under glass.',
        'What is left in the evening goes to a shelter kitchen; the fridge for it stands by the exit.',
        'Pigeons object, but the new roof has no gaps their size.',
      ],
      quotes: [
        '"I found my place by the smell of dill," laughs {person}, thirty years behind a stall.',
        '"A market is alive as long as people haggle," says {person}, the architect.',
      ],
    },
  },
  {
    name: 'pond-cleaning',
    beat: 'city',
    facts: (r) => ({ tonnes: r.int(2, 64), people: r.int(30, 600), depth: r.int(12, 41) / 10, trees: r.int(20, 360) }),
    ru: {
      headlines: [
        'Из пруда {place.in} вывезли {tonnes:тонну|тонны|тонн} мусора',
        'Пруд {place.gen} очистили своими руками',
        '{people:человек вышел|человека вышли|человек вышли} чистить пруд {place.in}',
      ],
      leads: [
        'На уборку старого пруда {place.in} вышли {people:человек|человека|человек}. За день вывезли {tonnes:тонну|тонны|тонн} мусора.',
        'Дно городского пруда {place.gen} очистили впервые за поколение: глубина снова {depth} метра.',
        'Пруд, который {place.in} считали болотом, оказался прудом: внизу бьёт ключ.',
      ],
      details: [
        'Среди находок — чугунная скамья, два самоката и вывеска булочной, закрытой полвека назад.',
        'По берегу посадили {trees:иву|ивы|ив}: корни удержат откос лучше бетона.',
        'Карасей на время уборки отселили в бочки, потери — одна упрямая рыба.',
        'Воду проверит лаборатория, до ответа купаться не советуют.',
        'Ил увезли на поля у Старобокова, где его давно просили.',
        'Следующая очередь — ручей, который питает пруд и пахнет краской.',
      ],
      quotes: [
        '«Мы не герои, мы соседи», — говорит {person} из дома напротив.',
        '«Труднее всего было договориться, кто принесёт грабли», — вспоминает {person}.',
      ],
    },
    en: {
      headlines: [
        '{tonnes:tonne|tonnes} of rubbish taken from the pond in {place}',
        '{place} cleans its pond by hand',
        '{people:person turns|people turn} out to clean the pond in {place}',
      ],
      leads: [
        '{people:person|people} came to clean the old pond in {place}, and {tonnes:tonne|tonnes} of rubbish left it in a day.',
        'The bottom of the town pond in {place} has been cleared for the first time in a generation; it is {depth} metres deep again.',
        'What {place} took for a bog turns out to be a pond after all: there is a spring at the bottom.',
      ],
      details: [
        'Finds include a cast-iron bench, two scooters and the sign of a bakery that closed half a century ago.',
        'The bank now has {trees:willow|willows}, whose roots hold a slope better than concrete.',
        'The carp spent the day in barrels; losses amount to one stubborn fish.',
        'A laboratory is testing the water. Until it answers, bathing is not advised.',
        'The mud went to fields near Starobokovo that had long been asking for it.',
        'Next comes the stream that feeds the pond and smells of paint.',
      ],
      quotes: [
        '"We are not heroes, we are neighbours," says {person}, who helped to start it.',
        '"The hardest part was agreeing who would bring the rakes," recalls {person}.',
      ],
    },
  },
];
