/** Events of science: skies, cores, birds, materials. */
import type { NewsKind } from './news-kind.ts';

export const scienceNews: readonly NewsKind[] = [
  {
    name: 'comet',
    beat: 'science',
    facts: (r) => ({ magnitude: r.int(11, 58) / 10, nights: r.int(4, 19), degrees: r.int(8, 34), period: r.int(70, 4900), hour: r.int(4, 6) }),
    ru: {
      headlines: [
        'Комету «{second}» увидят без телескопа',
        '{place}, рассвет, комета: где и когда искать',
        'Гостья раз в {period:год|года|лет}: комета проходит рядом',
      ],
      leads: [
        'Комета, которую открыла любительская группа из {place.gen}, достигла блеска {magnitude} и видна невооружённым глазом ещё {nights:ночь|ночи|ночей}.',
        'Около {hour} утра, на высоте {degrees:градус|градуса|градусов} над горизонтом, появляется размытая звезда с хвостом: это комета «{second}».',
        'Следующий раз она вернётся через {period:год|года|лет}. Сейчас комету «{second}» можно найти с любого тёмного двора.',
      ],
      details: [
        'Лучше всего смотреть за час до рассвета, когда Луна уже зашла, а туман ещё не поднялся.',
        'Бинокль с семикратным увеличением покажет зеленоватую голову и прямой хвост длиной в два лунных диска.',
        'Фотографам советуют выдержку не дольше шести секунд, иначе звёзды превратятся в чёрточки.',
        'Обсерватория откроет двор для всех {day.on}, при облачности покажут вчерашние снимки.',
        'По спектру видно, что льда в ней больше, чем пыли; такие кометы живут недолго.',
        'Орбиту уточняют каждую ночь, и прогноз блеска может сдвинуться на половину величины.',
      ],
      quotes: [
        '«Комета похожа на кошку: хвост есть, а придёт или нет, решает сама», — улыбается {person}, астроном.',
        '«Выключите фонарь над крыльцом, это и есть главный прибор», — советует {person}.',
      ],
    },
    en: {
      headlines: [
        'Comet {second} is visible without a telescope',
        'A comet over {place}: where and when to look',
        'Once in {period:year|years}: a comet passes close',
      ],
      leads: [
        'A comet found by amateurs in {place} has reached magnitude {magnitude} and can be seen with the naked eye for {nights:more night|more nights}.',
        'At about {hour} in the morning, {degrees:degree|degrees} above the horizon, a blurred star with a tail comes up. It is comet {second}.',
        'It will be back in {period:year|years}. For now comet {second} can be found from any dark yard.',
      ],
      details: [
        'The best time is an hour before dawn, with the Moon down and the mist not yet up.',
        'Seven-power binoculars show a greenish head and a straight tail two Moons long.',
        'Photographers should stay under six seconds, or the stars turn into dashes.',
        "The observatory opens its yard to everyone on {day}; if it is cloudy, last night's pictures will do.",
        'Its spectrum says more ice than dust, and comets like that do not live long.',
        'The orbit is refined every night, and the forecast brightness may still move by half a magnitude.',
      ],
      quotes: [
        '"A comet is like a cat. It has a tail and it comes when it likes," smiles {person}, an astronomer.',
        '"Turn off the light over your porch, that is the main instrument," advises {person}.',
      ],
    },
  },
  {
    name: 'sediment-cores',
    beat: 'science',
    facts: (r) => ({ metres: r.int(6, 48), millennia: r.int(3, 24), samples: r.int(140, 2600), storms: r.int(5, 38) }),
    ru: {
      headlines: [
        'Ил рассказал о {storms} древних штормах',
        'Керн со дна у {place.gen}: {millennia:тысячелетие|тысячелетия|тысячелетий} в одной трубе',
        'Что помнит дно: экспедиция вернулась {place.to}',
      ],
      leads: [
        'Экспедиция подняла со дна у {place.gen} керн длиной {metres:метр|метра|метров}. В нём записана погода за {millennia:тысячелетие|тысячелетия|тысячелетий}.',
        'В донных отложениях у {place.gen} нашли следы {storms} больших штормов: каждый оставил слой ракушечного песка.',
        'Судно {ship} вернулось {place.to} с грузом грязи, за который геологи готовы драться: {samples:проба|пробы|проб} донного ила.',
      ],
      details: [
        'Возраст слоёв проверили двумя способами, и разошлись они меньше чем на столетие.',
        'Промежутки между сильными штормами оказались неровными: тихие века сменяются плотными сериями.',
        'В верхнем метре нашли сажу пароходов, её используют как готовую отметку времени.',
        'Все {samples:проба|пробы|проб} хранятся при четырёх градусах, и каждую можно запросить для повторного анализа.',
        'Один из цилиндров треснул в шторм, но слои уцелели: помог мороз на палубе.',
        'Данные и код обработки выложены вместе со статьёй.',
      ],
      quotes: [
        '«Дно ведёт дневник честнее людей: оно не выбирает, что записать», — говорит {person}, седиментолог.',
        '«Мы привезли не камни, мы привезли календарь», — шутит {person}, начальник экспедиции.',
      ],
    },
    en: {
      headlines: [
        'Mud tells of {storms} ancient storms',
        'A core from the sea bed off {place}: {millennia} thousand years in one tube',
        'What the bottom remembers: expedition returns to {place}',
      ],
      leads: [
        'An expedition has raised a core of {metres:metre|metres} from the bottom off {place}. It holds {millennia} thousand years of weather.',
        'Traces of {storms} great storms have been found in sediment off {place}; each left a layer of shell sand.',
        '{ship} is back in {place} with a cargo of mud that geologists would fight over: {samples:sample|samples} from the sea floor.',
      ],
      details: [
        'The layers were dated in two ways, which disagree by less than a century.',
        'Gaps between strong storms turn out to be uneven, with quiet centuries followed by dense series.',
        'The top metre contains soot from steamers, a ready-made mark of time.',
        'All {samples:sample|samples} are kept at four degrees, and anyone may ask for one to repeat the analysis.',
        'One cylinder cracked in a gale. The layers survived, thanks to frost on deck.',
        'Data and code are published with the paper.',
      ],
      quotes: [
        '"The bottom keeps a more honest diary than people do. It does not choose what to write," says {person}, a sedimentologist.',
        '"We have not brought stones, we have brought a calendar," jokes {person}, who led the expedition.',
      ],
    },
  },
  {
    name: 'bird-count',
    beat: 'science',
    facts: (r) => ({ birds: r.int(900, 48000), species: r.int(38, 140), volunteers: r.int(24, 420), change: r.int(3, 37) }),
    ru: {
      headlines: [
        'Учёт птиц у {place.gen}: {species:вид|вида|видов}, и один новый',
        '{volunteers:доброволец пересчитал|добровольца пересчитали|добровольцев пересчитали} птиц {place.in}',
        'Чаек стало меньше, крохалей больше: итоги учёта',
      ],
      leads: [
        'Осенний учёт у {place.gen} дал {birds:птицу|птицы|птиц} {species:вида|видов|видов}. Это на {change} % больше, чем год назад.',
        'За одно утро {volunteers:доброволец|добровольца|добровольцев} насчитали у {place.gen} {birds:птицу|птицы|птиц}.',
        'На отмелях у {place.gen} впервые отметили вид, которого здесь не ждали; всего в списке {species:вид|вида|видов}.',
      ],
      details: [
        'Считали по квадратам и с двух сторон: расхождение больше десяти процентов означало пересчёт.',
        'Утки переместились к тёплому стоку котельной, там вода не замерзает.',
        'Больше всего споров вызвала одна птица: три определителя назвали её по-разному.',
        'Школьники вели отдельный журнал, и их числа легли в общий разброс.',
        'Снижение у чаек связывают с закрытием старой свалки: еды стало меньше, а гнёзд пока нет.',
        'Протоколы с координатами опубликуют после проверки, в конце {month.gen}.',
      ],
      quotes: [
        '«Мы считаем не птиц, а терпение», — признаётся {person}, орнитолог.',
        '«Лучший инструмент учёта — термос», — говорит {person}, координатор добровольцев.',
      ],
    },
    en: {
      headlines: [
        'Bird count at {place}: {species} species and one newcomer',
        '{volunteers:volunteer counts|volunteers count} the birds of {place}',
        'Fewer gulls, more mergansers: the count is in',
      ],
      leads: [
        'The autumn count at {place} found {birds:bird|birds} of {species} species, {change}% more than a year ago.',
        'In a single morning {volunteers:volunteer|volunteers} counted {birds:bird|birds} around {place}.',
        'A species that nobody expected has turned up on the flats off {place}, which brings the list to {species}.',
      ],
      details: [
        'Every square was counted from two sides; a gap above ten per cent meant counting again.',
        'Ducks have moved to the warm outflow of the boiler house, where the water never freezes.',
        'One bird caused most of the arguing: three field guides gave it three names.',
        'Schoolchildren kept a log of their own, and their figures fell within the spread.',
        'The decline in gulls is put down to the closed tip: less to eat, and no nests elsewhere yet.',
        'Sheets with coordinates will be published after checking, at the end of {month}.',
      ],
      quotes: [
        '"It is not birds that we count, it is patience," admits {person}, an ornithologist.',
        '"The best instrument is a thermos flask," says {person}, who organised the volunteers.',
      ],
    },
  },
  {
    name: 'ash-glass',
    beat: 'science',
    facts: (r) => ({ percent: r.int(18, 82), degrees: r.int(640, 1180), months: r.int(5, 40), samples: r.int(60, 900) }),
    ru: {
      headlines: ['Стекло из золы держит удар лучше обычного', '{+place.in} варят стекло на треть холоднее', 'Новый состав: {percent} % золы и никакой соды'],
      leads: [
        'Лаборатория {place.in} получила стекло, в котором {percent} % сырья — зола котельных. Варят его при {degrees} градусах.',
        'Группа, которую ведёт {person}, {months:месяц|месяца|месяцев} подбирала состав стекла из отходов. Прочность оказалась выше заводской.',
        'Зола, за вывоз которой платили, стала сырьём: из неё {place.in} сварили {samples:пластину|пластины|пластин} для испытаний.',
      ],
      details: [
        'Цвет пока бутылочный; осветлить его удаётся, но тогда теряется половина экономии.',
        'На изгиб испытали {samples:образец|образца|образцов}, разброс оказался меньше, чем у покупного стекла.',
        'Печь работает на {degrees} градусах, и этого достаточно, чтобы обойтись без кислородного дутья.',
        'Подвели края: при резке по ним идут короткие трещины, и причину ещё ищут.',
        'Первой опытную партию возьмёт компания {company}: ей нужны плиты для теплиц.',
        'Рецепт не патентуют, он описан в приложении к статье.',
      ],
      quotes: [
        '«Мы искали дешёвое, а нашли крепкое. Бывает и так», — говорит {person}.',
        '«В стекле главное — не торопиться остывать», — замечает {second}, технолог.',
      ],
    },
    en: {
      headlines: ['Glass made of ash takes a harder knock', '{place} melts glass a third cooler', 'A new recipe: {percent}% ash and no soda'],
      leads: [
        'A laboratory in {place} has made glass in which {percent}% of the raw material is boiler ash. It melts at {degrees} degrees.',
        'The group led by {person} spent {months:month|months} on a glass made of waste, and it came out stronger than the factory kind.',
        'Ash that used to cost money to remove has become raw material: {place} has cast {samples:plate|plates} of it for testing.',
      ],
      details: [
        'The colour is bottle green so far. Clearing it works, but eats half of the savings.',
        'In bending tests {samples:sample|samples} showed less spread than glass from the shop.',
        'At {degrees} degrees the furnace can do without oxygen.',
        'The edges are the weak point: cutting leaves short cracks, and the cause is still being looked for.',
        '{company} takes the first batch, for greenhouse panes.',
        'The recipe is not patented; the supplement of the paper has it.',
      ],
      quotes: [
        '"We looked for cheap and found strong. It happens," says {person}.',
        '"With glass the thing is not to cool in a hurry," remarks {second}, the technologist.',
      ],
    },
  },
];
