/** Events of the energy market: prices, storage, substations, heat, tides. */
import type { NewsKind } from './news-kind.ts';

export const energyNews: readonly NewsKind[] = [
  {
    name: 'negative-price',
    beat: 'energy',
    facts: (r) => ({ share: r.int(31, 78), below: r.int(1, 46), hours: r.int(2, 9), buyers: r.int(2, 7) }),
    ru: {
      headlines: [
        'Ночью цена электричества в районе {place.gen} ушла ниже нуля',
        'Ветер дал {share} % выработки, и за энергию доплачивали',
        'Рынок перевернулся: {hours:час|часа|часов} с отрицательной ценой',
      ],
      leads: [
        'На балансирующем рынке у {place.gen} цена опускалась до минус {below} за мегаватт-час и держалась там {hours:час|часа|часов}.',
        'В ночь {day.to} ветропарки у {place.gen} закрыли {share} % спроса. Лишнюю энергию отдавали с доплатой.',
        'Отрицательная цена, редкость для этого узла, продержалась {hours:час|часа|часов}: ветер не стихал, а заводы спали.',
      ],
      details: [
        'Воспользовались этим {buyers:покупатель|покупателя|покупателей}, у которых есть, куда девать ток: холодильные склады и электролизёр.',
        'Сетевой диспетчер дважды просил ветропарки убавить и оба раза получал вежливый отказ: договоры этого не требуют.',
        'Розничный счёт от этого не изменится, но переменный тариф за ночь стал дешевле молока.',
        'Накопитель у подстанции заполнили к двум часам, дальше излишек ушёл соседям по перемычке.',
        'Похожая ночь случалась прошлой осенью, тогда провал длился меньше часа.',
        'Компания {company} предлагает платить тем, кто готов включать бойлеры по команде.',
      ],
      quotes: [
        '«Ноль — это не предел, а просто ещё одно число», — шутит {person}, трейдер.',
        '«Нам нужны не новые ветряки, а те, кто умеет потреблять вовремя», — говорит {person} из диспетчерской.',
      ],
    },
    en: {
      headlines: [
        'Power price near {place} drops below zero overnight',
        'Wind covers {share}% of demand and buyers are paid to take it',
        '{hours:hour|hours} below zero on the balancing market',
      ],
      leads: [
        'On the balancing market around {place} the price fell to minus {below} per megawatt-hour and stayed there for {hours:hour|hours}.',
        'Wind farms near {place} met {share}% of demand in the night to {day}. What was left over came with money attached.',
        'Negative prices are rare at this node. This time they lasted {hours:hour|hours}: the wind kept on and the factories slept.',
      ],
      details: [
        'It was used by {buyers:buyer|buyers} with somewhere to put the current: cold stores and an electrolyser.',
        'The grid operator twice asked the wind farms to ease off and was twice politely refused; no contract says they must.',
        'Household bills do not change, though for one night the flexible tariff was cheaper than milk.',
        'The battery by the substation was full at two, after which the surplus crossed the link to the neighbours.',
        'A night like this happened last autumn, when the dip was over within the hour.',
        '{company} proposes to pay customers who let it switch their boilers on.',
      ],
      quotes: [
        '"Zero is not a floor. It is just another number," jokes {person}, a trader.',
        '"We do not need more turbines, we need people who can use power at the right time," says {person} in the control room.',
      ],
    },
  },
  {
    name: 'battery-park',
    beat: 'energy',
    facts: (r) => ({ megawatts: r.int(8, 190), hours: r.int(2, 8), homes: r.int(3, 70) * 1000, containers: r.int(12, 140) }),
    ru: {
      headlines: [
        'У {place.gen} заработал накопитель на {megawatts} мегаватт',
        '{+place.in} включили батарейный парк',
        'Накопитель {place.gen} закроет вечерний пик для {homes:дома|домов|домов}',
      ],
      leads: [
        'Накопитель мощностью {megawatts} мегаватт подключили к сети у {place.gen}. Он отдаёт полную мощность {hours:час|часа|часов}.',
        '{containers:контейнер|контейнера|контейнеров} с батареями, собранные у {place.gen} за лето, {day.on} впервые отдали ток в сеть.',
        'Вечерний пик {place.in} теперь закрывает не газ, а накопитель: {megawatts} мегаватт на {hours:час|часа|часов}.',
      ],
      details: [
        'Этого хватает примерно на {homes:дом|дома|домов} от ужина до полуночи.',
        'Батареи бывшие в употреблении: их сняли с автобусов, где ёмкость упала ниже допустимой.',
        'Пожарные получили отдельный въезд и карту отсеков; учения прошли до пуска, а не после.',
        'Окупаемость считали по разнице дневной и вечерней цены, и на бумаге вышло семь лет.',
        'Площадку выбирали по простому признаку: рядом осталась подстанция закрытого завода.',
        'Проект ведёт компания {company}, вторая очередь намечена на {month.ru}.',
      ],
      quotes: [
        '«Батарея не производит ничего, кроме спокойствия диспетчера», — говорит {person}, инженер проекта.',
        '«Мы купили вечер по цене полудня», — подытоживает {person} из компании {company}.',
      ],
    },
    en: {
      headlines: [
        'A {megawatts}-megawatt battery goes live at {place}',
        '{place} switches on its battery park',
        'Battery at {place} to carry the evening peak for {homes:home|homes}',
      ],
      leads: [
        'A battery of {megawatts} megawatts has joined the grid at {place}. It can hold full output for {hours:hour|hours}.',
        '{containers:container|containers} of cells, put together near {place} over the summer, fed the grid for the first time on {day}.',
        'The evening peak at {place} is now carried by a battery instead of gas: {megawatts} megawatts for {hours:hour|hours}.',
      ],
      details: [
        'That is enough for about {homes:home|homes} from dinner to midnight.',
        'The cells are second-hand, taken out of buses once their capacity fell too far.',
        'Firefighters got a gate of their own and a plan of the bays; the drill came before the launch, not after.',
        'The sums rest on the gap between the noon and the evening price. On paper they close in seven years.',
        'The site was chosen for a plain reason: the substation of a closed factory was still there.',
        '{company} runs the project and plans its second stage for {month}.',
      ],
      quotes: [
        '"A battery makes nothing except a calm control room," says {person}, the project engineer.',
        '"We bought the evening at the price of noon," says {person} of {company}.',
      ],
    },
  },
  {
    name: 'heating-season',
    beat: 'energy',
    facts: (r) => ({ boilers: r.int(3, 28), kilometres: r.int(4, 61), degrees: r.int(2, 9), houses: r.int(40, 900) }),
    ru: {
      headlines: [
        'Тепло {place.in} дадут раньше обычного',
        '{+place.in} сменили {kilometres:километр|километра|километров} теплосетей',
        'Отопительный сезон: {houses:дом|дома|домов} {place.gen} подключат первыми',
      ],
      leads: [
        '{+place.in} отопление включат {day.on}: ночью ждут не выше {degrees:градуса|градусов|градусов}.',
        'За лето у {place.gen} переложили {kilometres:километр|километра|километров} труб и проверили {boilers:котельную|котельные|котельных}.',
        'Первыми тепло получат {houses:дом|дома|домов} на старых улицах {place.gen}: там трубы тоньше и остывают быстрее.',
      ],
      details: [
        'Если батарея холодная на второй день, звонить надо не в управу, а прямо диспетчеру: номер висит в каждом подъезде.',
        'Одна из котельных перешла на щепу с местной лесопилки, ещё две ждут очереди.',
        'Испытания давлением выявили протечки там, где трубы меняли всего шесть лет назад.',
        'Летом дворы раскапывали по очереди, чтобы ни одна школа не осталась без подъезда.',
        'Теплоотдачу новых труб измерили дроном: на снимках они почти не светятся.',
        'Работы обошлись дешевле сметы, остаток пустят на насосы.',
      ],
      quotes: [
        '«Сезон начинается не осенью, а в мае, с лопаты», — говорит {person}, мастер участка.',
        '«Нас вспоминают, когда холодно. Это честно», — улыбается {person} из диспетчерской.',
      ],
    },
    en: {
      headlines: [
        '{place} turns the heating on early',
        '{kilometres:kilometre|kilometres} of heat pipe replaced at {place}',
        'Heating season: {houses:house|houses} in {place} go first',
      ],
      leads: [
        'District heating at {place} starts on {day}, with nights forecast at {degrees:degree|degrees} or less.',
        'Over the summer {place} relaid {kilometres:kilometre|kilometres} of pipe and inspected {boilers:boiler house|boiler houses}.',
        'First to be warm are {houses:house|houses} in the old streets of {place}, where the pipes are thin and lose heat fast.',
      ],
      details: [
        'Anyone with a cold radiator on the second day should ring the dispatcher, not the council; the number hangs by every door.',
        'One boiler house now burns chips from the local sawmill, and two more are waiting their turn.',
        'Pressure tests found leaks in pipes that were replaced only six years ago.',
        'Yards were dug up one at a time, so that no school was ever cut off.',
        'A drone measured what the new pipes lose: on its pictures they hardly glow.',
        'The work came in under budget, and what is left will buy pumps.',
      ],
      quotes: [
        '"The season does not begin in autumn. It begins in May, with a spade," says {person}, the district foreman.',
        '"They think of us when it is cold. Fair enough," smiles {person}, the dispatcher.',
      ],
    },
  },
  {
    name: 'tidal-pilot',
    beat: 'energy',
    facts: (r) => ({ kilowatts: r.int(80, 950), blades: r.int(2, 5), speed: r.int(14, 36) / 10, days: r.int(40, 330) }),
    ru: {
      headlines: [
        'Приливная турбина у {place.gen} отработала {days:день|дня|дней} без остановки',
        'Течение как топливо: опыт {place.gen}',
        'Опытная турбина {place.in}: {kilowatts} киловатт со дна пролива',
      ],
      leads: [
        'Опытная приливная турбина у {place.gen} отработала {days:день|дня|дней} подряд. Её пиковая мощность — {kilowatts} киловатт.',
        'Подводная машина с {blades} лопастями, которую опустили в пролив у {place.gen}, пережила зиму и не остановилась ни разу.',
        'Течение {speed} метра в секунду оказалось достаточным, чтобы у {place.gen} получить {kilowatts} киловатт там, где раньше ловили камбалу.',
      ],
      details: [
        'Турбину поднимают раз в полгода: ракушки растут быстрее, чем думали, и крадут до восьми процентов мощности.',
        'Камера насчитала две встречи с тюленем, оба раза он осмотрел лопасти и уплыл.',
        'Рыбаки согласились обходить площадку за право раз в месяц забирать кабельный катер под свои нужды.',
        'Ток по дну идёт к рыбозаводу, который платит за него меньше сетевой цены.',
        'Вторую машину поставят {month.in}, если страховая примет отчёт о зиме.',
        'Редуктор решили убрать совсем: он один дал половину отказов на стенде.',
      ],
      quotes: [
        '«Ветер обещает, а прилив держит слово», — говорит {person}, автор проекта.',
        '«Расписание на сто лет вперёд — мечта любого диспетчера», — замечает {person} из компании {company}.',
      ],
    },
    en: {
      headlines: [
        'Tidal turbine off {place} runs {days:day|days} without a stop',
        'Current as fuel: what {place} has learned',
        '{kilowatts} kilowatts from the sea bed at {place}',
      ],
      leads: [
        'A pilot tidal turbine off {place} has now run for {days:day|days} on end. At its peak it gives {kilowatts} kilowatts.',
        'The {blades}-bladed machine lowered into the strait off {place} has come through a winter without stopping once.',
        'A current of {speed} metres a second proved enough to draw {kilowatts} kilowatts near {place}, where people used to fish for flounder.',
      ],
      details: [
        'It is lifted twice a year. Mussels grow faster than expected and steal up to eight per cent of the output.',
        'The camera recorded two seals; both inspected the blades and left.',
        'Fishermen agreed to keep clear in exchange for the cable boat one day a month.',
        'The cable runs to a fish plant, which pays less for it than for power from the grid.',
        'A second machine follows in {month}, provided that the insurer accepts the winter report.',
        'The gearbox is to go altogether: it alone caused half of the failures on the test stand.',
      ],
      quotes: [
        '"Wind makes promises, the tide keeps them," says {person}, who designed it.',
        '"A timetable for the next hundred years is what every dispatcher dreams of," says {person} of {company}.',
      ],
    },
  },
];
