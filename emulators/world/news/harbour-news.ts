/** Events of the harbour: tugs, fairways, ferries, storms, cargo. */
import type { NewsKind } from './news-kind.ts';

export const harbourNews: readonly NewsKind[] = [
  {
    name: 'electric-tugs',
    beat: 'harbour',
    facts: (r) => ({ tugs: r.int(3, 14), hours: r.int(3, 9), charge: r.int(25, 95), percent: r.int(12, 48), years: r.int(2, 6) }),
    ru: {
      headlines: [
        'Порт {place.gen} переводит {tugs:буксир|буксира|буксиров} на электричество',
        '{+place.in} буксиры отказываются от дизеля',
        'Батареи вместо дизеля: {+place.in} закончили переделку буксиров',
      ],
      leads: [
        'Порт {place.gen} завершил программу, по которой {tugs:портовый буксир|портовых буксира|портовых буксиров} получили батареи вместо дизельных машин. На работы ушло {years:год|года|лет}.',
        '{+day.on} у причала {place.gen} встал на зарядку буксир {ship} — последний в серии из {tugs} буксиров, которые лишились дизеля.',
        'Буксирный флот {place.gen} стал электрическим: переделано {tugs:судно|судна|судов}, и ни одного нового корпуса для этого строить не пришлось.',
      ],
      details: [
        'Полной зарядки хватает примерно на {hours:час|часа|часов} обычной смены. Если буксир ведёт тяжёлый балкер против течения, запас тает вдвое быстрее.',
        'У колонки на причале буксир стоит {charge:минуту|минуты|минут}: этого достаточно, чтобы вернуться к работе с почти полной батареей.',
        'По расчётам порта, расходы на топливо и смазку упадут на {percent} %. Экономию обещают направить на второй зарядный пирс.',
        'Капитаны просили об одном: оставить прежние рукоятки хода. Их и оставили, поменяв только то, что под палубой.',
        'Шум у жилой набережной снизился заметно: ночью буксир выдаёт только шорох воды под кормой.',
        'На буксире {ship} дизель всё же сохранили как резерв на случай зимних штормов.',
        'Подрядчиком выступила компания {company}, которая раньше занималась только паромами.',
      ],
      quotes: [
        '«Мы боялись мороза, а подвела обычная вилка: её пришлось переделывать трижды», — рассказывает {person}, главный механик порта.',
        '«Экипаж быстро привыкает к тишине. Труднее привыкнуть, что отклик мгновенный», — говорит {person} из службы буксировки.',
      ],
    },
    en: {
      headlines: [
        '{place} moves {tugs:tug|tugs} from diesel to batteries',
        'Harbour tugs go electric at {place}',
        'No more diesel under the deck: {place} finishes its tug refit',
      ],
      leads: [
        'The port of {place} has completed the conversion of {tugs:harbour tug|harbour tugs} to battery power, a programme that took {years:year|years} from the first drawing to the last cable.',
        '{ship}, the last of {tugs} converted tugs, plugged in at {place} on {day} and went back to work the same afternoon.',
        'Every tug in the working fleet of {place}, {tugs} hulls in all, now runs on batteries. None of them is new.',
      ],
      details: [
        'A full battery lasts about {hours:hour|hours} of ordinary work. Towing a loaded bulk carrier against the ebb halves that.',
        'Between jobs a tug spends {charge:minute|minutes} at the shore charger, enough to leave with the battery nearly full.',
        'The port expects to spend {percent}% less on fuel and oil, and wants to put the difference into a second charging pier.',
        'Skippers asked for one thing only, the old throttle levers. They kept them; everything below the deck has changed.',
        'People on the waterfront noticed first: at night all that is left of a passing tug is the wash under its stern.',
        'One diesel stays aboard {ship} as a reserve for winter gales.',
        'The refit was done by {company}, until now known for ferries.',
      ],
      quotes: [
        '"We worried about frost, and what let us down was an ordinary plug. We redesigned it three times," says {person}, chief engineer of the port.',
        '"Crews get used to the quiet quickly. The instant response takes longer," says {person} of the towage service.',
      ],
    },
  },
  {
    name: 'dredging',
    beat: 'harbour',
    facts: (r) => ({ depth: r.int(9, 17) + r.int(1, 9) / 10, metres: r.int(400, 3900), cubic: r.int(80, 760) * 1000, weeks: r.int(3, 14) }),
    ru: {
      headlines: [
        'Подходной канал {place.gen} углубят до {depth} метра',
        'Земснаряд {ship} начал работу у входа {place.to}',
        'Порт {place.gen} готовится к судам с большей осадкой',
      ],
      leads: [
        'У входа {place.to} начались дноуглубительные работы: фарватер длиной {metres:метр|метра|метров} доведут до отметки {depth} метра.',
        'Земснаряд {ship} {day.on} занял место на подходном канале. За {weeks:неделю|недели|недель} он должен поднять {cubic:кубометр|кубометра|кубометров} грунта.',
        '{+place.in} больше не хотят разгружать балкеры на рейде: канал решено углубить до {depth} метра.',
      ],
      details: [
        'Поднятый песок не повезут в море: {cubic:кубометр|кубометра|кубометров} пойдут на отсыпку размытого пляжа.',
        'На время работ движение на участке в {metres:метр|метра|метров} сделают односторонним, караваны пойдут по расписанию.',
        'Экологи добились перерыва на нерест: с середины весны земснаряд отойдёт на восемь дней.',
        'Лоцманы советуют капитанам закладывать лишний час, пока буи стоят на временных местах.',
        'Последний раз дно здесь чистили так давно, что промеры пришлось делать заново.',
        'Работы ведёт компания {company}; гарантия на откосы канала — {weeks:неделя|недели|недель} после сдачи.',
      ],
      quotes: [
        '«Каждые десять сантиметров осадки — это ещё один вагон зерна на борту», — объясняет {person}, начальник грузового района.',
        '«Грунт оказался плотнее, чем на картах. Мы идём медленнее, но ровно», — говорит {person}, капитан земснаряда.',
      ],
    },
    en: {
      headlines: [
        '{place} to deepen its approach channel to {depth} metres',
        'Dredger {ship} starts work off {place}',
        'Deeper water for bigger ships at {place}',
      ],
      leads: [
        'Dredging has begun at the entrance to {place}: {metres:metre|metres} of fairway will be taken down to {depth} metres.',
        'The dredger {ship} anchored in the approach channel on {day}. It has {weeks:week|weeks} to lift {cubic:cubic metre|cubic metres} of silt and sand.',
        'Bulk carriers will no longer have to unload in the roads off {place}: the channel is to be deepened to {depth} metres.',
      ],
      details: [
        'The sand is not going to sea. All {cubic:cubic metre|cubic metres} of it will rebuild a beach that last winter took away.',
        'While the work lasts, {metres:metre|metres} of the fairway are one-way, and convoys run to a timetable.',
        'Biologists won a pause for the spawning season: the dredger will stand off for eight days in spring.',
        'Pilots advise masters to allow an extra hour as long as the buoys are in temporary positions.',
        'Nobody had cleared the bottom for so long that the soundings had to be taken again from scratch.',
        '{company} is doing the work and guarantees the slopes of the channel for {weeks:week|weeks} after handover.',
      ],
      quotes: [
        '"Ten centimetres of draught is another wagon of grain aboard," says {person}, who runs the cargo terminal.',
        '"The bottom is harder than the charts say. We are slower than planned, but steady," says {person}, master of the dredger.',
      ],
    },
  },
  {
    name: 'ferry-line',
    beat: 'harbour',
    facts: (r) => ({ trips: r.int(2, 11), price: r.int(9, 58) * 10, minutes: r.int(35, 170), seats: r.int(90, 620) }),
    ru: {
      headlines: [
        'Паром свяжет {place} и {other}',
        '{place} — {other}: новая паромная линия откроется {month.in}',
        'Из {place.gen} {other.to} — {minutes:минута|минуты|минут} по воде',
      ],
      leads: [
        'Паромная линия между причалами {place.gen} и {other.gen} откроется {month.in}. В день обещают {trips:рейс|рейса|рейсов} в каждую сторону.',
        'Судно {ship} начнёт возить пассажиров из {place.gen} {other.to}: {minutes:минута|минуты|минут} пути и {trips:рейс|рейса|рейсов} ежедневно.',
        'Компания {company} получила причал для регулярной линии {place} — {other}. Первый рейс назначен на {month.ru}.',
      ],
      details: [
        'Билет обойдётся в {price:рубль|рубля|рублей}, велосипед перевезут бесплатно, собаку — по детскому тарифу.',
        'На борту {seats:место|места|мест}, из них сорок — на открытой палубе.',
        'В туман рейсы не отменят, а сдвинут: расписание будет видно на табло у кассы и в канале перевозчика.',
        'Автобус от вокзала подстроят под утренний рейс, чтобы пересадка занимала не больше десяти минут.',
        'Прежняя линия закрылась, когда подорожало топливо; с тех пор объезд по берегу занимал почти два часа.',
        'Зимой судно {ship} пойдёт с усиленным носом: лёд в проливе обычно стоит три недели.',
      ],
      quotes: [
        '«Паром — это не аттракцион. Людям надо на работу», — говорит {person}, инициатор петиции о линии.',
        '«Мы считали по худшему февралю, и линия всё равно сходится», — уверяет {person} из компании {company}.',
      ],
    },
    en: {
      headlines: [
        'A ferry will link {place} and {other}',
        'New ferry line between {place} and {other} opens in {month}',
        '{place} to {other} by water in {minutes:minute|minutes}',
      ],
      leads: [
        'A ferry between the quays of {place} and {other} will open in {month}, with {trips:sailing|sailings} a day each way.',
        '{ship} is to carry passengers from {place} to {other}: {minutes:minute|minutes} on the water, {trips:sailing|sailings} daily.',
        '{company} has been given a berth for a regular line from {place} to {other}. The first sailing is set for {month}.',
      ],
      details: [
        'A ticket will cost {price:crown|crowns}; bicycles travel free, dogs at the price of a child.',
        'There are {seats:seat|seats} aboard, forty of them on the open deck.',
        'Fog will delay sailings, not cancel them, and the board by the ticket office will say by how much.',
        'The station bus will be timed to the first boat, so that nobody waits longer than ten minutes.',
        'The old line closed when fuel became dear, and the drive around the bay has taken two hours ever since.',
        'In winter {ship} sails with a strengthened bow: ice usually holds the strait for three weeks.',
      ],
      quotes: [
        '"A ferry is not an attraction. People have to get to work," says {person}, who wrote the petition for the line.',
        '"We did the sums on the worst February we had, and the line still pays," says {person} of {company}.',
      ],
    },
  },
  {
    name: 'storm-closure',
    beat: 'harbour',
    facts: (r) => ({ hours: r.int(6, 52), waiting: r.int(5, 39), gusts: r.int(22, 39), level: r.int(60, 210) }),
    ru: {
      headlines: [
        'Шторм закрыл порт {place.gen} на {hours:час|часа|часов}',
        'Порывы до {gusts} метров в секунду: {place.in} остановили швартовки',
        'На рейде {place.gen} ждут погоды {waiting:судно|судна|судов}',
      ],
      leads: [
        'Порт {place.gen} не принимал суда {hours:час|часа|часов}: ветер на молу доходил до {gusts} метров в секунду.',
        'Из-за шторма {day.on} швартовки {place.in} прекратили, и на рейде собралось {waiting:судно|судна|судов}.',
        'Циклон прошёл севернее, чем ждали, но {place.to} всё же дотянулся: порывы до {gusts} метров в секунду, работа остановлена.',
      ],
      details: [
        'Вода поднялась на {level:сантиметр|сантиметра|сантиметров} и залила нижний ярус складов; груз успели убрать.',
        'Судно {ship} сорвало с якоря, но буксиры удержали его в двух кабельтовых от мели.',
        'Паромы стояли у причалов, пассажирам предлагали чай и автобус по берегу.',
        'Первыми заведут танкеры с топливом для котельных, за ними — контейнеровозы с просроченным окном.',
        'Метеостанция на маяке дважды теряла связь, и прогноз давали по барометру дежурного.',
        'За последние десять лет порт закрывали так надолго только трижды.',
      ],
      quotes: [
        '«Мы не соревнуемся с морем. Закрыться вовремя — это тоже работа», — говорит {person}, капитан порта.',
        '«Якорь держал, а цепь пела», — вспоминает {person}, старший помощник на судне {ship}.',
      ],
    },
    en: {
      headlines: [
        'Storm shuts the port of {place} for {hours:hour|hours}',
        'Gusts of {gusts} metres a second stop berthing at {place}',
        '{waiting:ship waits|ships wait} for better weather off {place}',
      ],
      leads: [
        'The port of {place} took no ships for {hours:hour|hours} while gusts on the breakwater reached {gusts} metres a second.',
        'Berthing at {place} stopped on {day} because of the storm, and {waiting:ship is|ships are} riding it out in the roads.',
        'The low passed further north than forecast and still reached {place}: gusts of {gusts} metres a second, all work halted.',
      ],
      details: [
        'The water rose {level:centimetre|centimetres} and flooded the lower warehouses, which had been emptied in time.',
        '{ship} dragged her anchor, and tugs held her two cables from the shoal.',
        'Ferries stayed alongside; passengers were offered tea and a bus along the coast.',
        'Tankers with heating oil go in first, then the container ships that missed their window.',
        'The weather station on the lighthouse lost its link twice, and the forecast was read off a barometer.',
        'Only three closures in ten years lasted as long.',
      ],
      quotes: [
        '"We do not race the sea. Closing in time is part of the job," says {person}, the harbour master.',
        '"The anchor held and the chain sang," recalls {person}, first mate of {ship}.',
      ],
    },
  },
  {
    name: 'cargo-figures',
    beat: 'harbour',
    facts: (r) => ({ tonnes: r.int(4, 93) + r.int(1, 9) / 10, growth: r.int(2, 31), boxes: r.int(11, 240) * 1000, cranes: r.int(2, 6) }),
    ru: {
      headlines: [
        'Грузооборот порта {place.gen} вырос на {growth} %',
        '{+place.in} перевалили {tonnes} миллиона тонн за год',
        'Порт {place.gen} ставит {cranes:новый кран|новых крана|новых кранов} под растущий поток',
      ],
      leads: [
        'Порт {place.gen} отчитался за год: {tonnes} миллиона тонн груза, на {growth} % больше прежнего.',
        'Через причалы {place.gen} прошло {boxes:контейнер|контейнера|контейнеров}. Рост — {growth} %, и почти весь он пришёлся на вторую половину года.',
        'Рекорд, которого не ждали: грузооборот {place.gen} достиг {tonnes} миллиона тонн.',
      ],
      details: [
        'Больше всего прибавило зерно, уголь впервые ушёл на третье место.',
        'К навигации на восьмом причале поставят {cranes:кран|крана|кранов}; первый уже собирают у ворот.',
        'Железная дорога не успевает: вагоны ждут разгрузки в среднем девятнадцать часов.',
        'Порт просит город пустить грузовики в объезд старого моста, который закрыт для тяжёлых машин.',
        'Компания {company} забрала пятую часть потока и просит ещё один склад.',
        'Доля порожних контейнеров снизилась: обратно теперь везут фанеру и минеральную вату.',
      ],
      quotes: [
        '«Рекорды хороши, когда под них есть рельсы», — замечает {person}, начальник станции.',
        '«Мы считали, что упрёмся в причалы, а упёрлись в ворота», — признаёт {person}, директор порта.',
      ],
    },
    en: {
      headlines: [
        'Cargo at {place} grows by {growth}%',
        '{place} handles {tonnes} million tonnes in a year',
        '{place} orders {cranes:new crane|new cranes} as traffic grows',
      ],
      leads: [
        'The port of {place} has published its year: {tonnes} million tonnes, {growth}% more than before.',
        '{boxes:container|containers} crossed the quays of {place}. Growth was {growth}%, nearly all of it in the second half.',
        'A record that nobody had forecast: {place} reached {tonnes} million tonnes of cargo.',
      ],
      details: [
        'Grain grew most; coal slipped to third place for the first time.',
        'Berth eight gets {cranes:crane|cranes} before the season, and the first is being assembled by the gate.',
        'The railway is behind: wagons wait nineteen hours on average to be unloaded.',
        'The port asks the city to route lorries around the old bridge, which is closed to heavy traffic.',
        '{company} took a fifth of the flow and wants another warehouse.',
        'Fewer boxes leave empty now; plywood and mineral wool fill them on the way back.',
      ],
      quotes: [
        '"Records are fine as long as there are rails to match," remarks {person}, the stationmaster.',
        '"We thought the berths would be our limit. It turned out to be the gate," admits {person}, director of the port.',
      ],
    },
  },
];
