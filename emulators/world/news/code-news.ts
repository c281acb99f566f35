/** Events of software: releases, holes, outages, weights. */
import type { NewsKind } from './news-kind.ts';
import { libraries, programs } from './names.ts';

export const codeNews: readonly NewsKind[] = [
  {
    name: 'release',
    beat: 'code',
    facts: (r) => ({
      program: r.pick(programs),
      version: `${r.int(1, 9)}.${r.int(0, 24)}`,
      percent: r.int(8, 74),
      months: r.int(3, 22),
      patches: r.int(120, 2400),
    }),
    ru: {
      headlines: [
        'Вышел {program} {version}: запись быстрее на {percent} %',
        '{program} {version}: что изменилось и что сломается',
        'Разработчики {program} выпустили версию {version}',
      ],
      leads: [
        'Вышел {program} {version}. На обычной нагрузке запись ускорилась на {percent} %, а формат файлов остался прежним.',
        'После {months:месяца|месяцев|месяцев} работы команда {program} выпустила версию {version}: {patches:правка|правки|правок} от сорока авторов.',
        'Версия {version} проекта {program} удаляет три устаревшие настройки и добавляет одну, которую просили с самого начала.',
      ],
      details: [
        'Обновляться можно без остановки: старые и новые узлы понимают друг друга в пределах одной старшей версии.',
        'Самое заметное изменение — план запроса теперь печатается с реальными числами, а не с оценками.',
        'Сборку под старые ядра прекратили: поддерживать её было больше некому.',
        'Проверка контрольных сумм включена по умолчанию, она стоит около двух процентов скорости.',
        'Известная ошибка: на дисках с блоком 16 КиБ журнал растёт быстрее, исправление обещают в первой заплатке.',
        'Документацию переписали с нуля, старые ссылки перенаправляются.',
      ],
      quotes: [
        '«Мы выбросили больше кода, чем написали, и это лучший выпуск», — пишет {person}, ведущий разработчик.',
        '«Скорость — побочный эффект: мы просто перестали дважды копировать буфер», — поясняет {person}.',
      ],
    },
    en: {
      headlines: [
        '{program} {version} is out, writes are {percent}% faster',
        '{program} {version}: what changes and what breaks',
        'The {program} team releases version {version}',
      ],
      leads: [
        '{program} {version} is out. Writes are {percent}% faster under ordinary load and the file format has not changed.',
        'After {months:month|months} of work the {program} team has released {version}, with {patches:patch|patches} by forty authors.',
        'Version {version} of {program} removes three old settings and adds the one that people had asked for from the start.',
      ],
      details: [
        'It can be rolled out without downtime: old and new nodes talk to each other within a major version.',
        'What you notice first is that query plans now print real figures next to the estimates.',
        'Builds for old kernels are gone, since nobody was left to look after them.',
        'Checksums are on by default and cost about two per cent of speed.',
        'Known bug: on disks with 16 KiB blocks the log grows faster; the first patch release should fix it.',
        'The documentation was rewritten from scratch, and old links redirect.',
      ],
      quotes: [
        '"We threw away more code than we wrote, and it is our best release," writes {person}, the lead developer.',
        '"Speed is a side effect. We stopped copying the buffer twice," explains {person}.',
      ],
    },
  },
  {
    name: 'vulnerability',
    beat: 'code',
    facts: (r) => ({
      library: r.pick(libraries),
      fixed: `${r.int(1, 6)}.${r.int(0, 18)}.${r.int(1, 9)}`,
      years: r.int(2, 9),
      packages: r.int(40, 6200),
      score: r.int(61, 98) / 10,
    }),
    ru: {
      headlines: [
        'Дыра в {library}: обновитесь до {fixed}',
        'В {library} нашли уязвимость, которой {years:год|года|лет}',
        'Уязвимость {library} задела {packages:пакет|пакета|пакетов}',
      ],
      leads: [
        'В библиотеке {library} закрыли уязвимость с оценкой {score}. Исправление — в версии {fixed}.',
        'Ошибка в разборе входных данных прожила в {library} {years:год|года|лет}. От библиотеки зависят {packages:пакет|пакета|пакетов}.',
        'Сопровождающие {library} выпустили {fixed} вне расписания: длинный заголовок позволял читать чужую память.',
      ],
      details: [
        'Достаточно одного запроса, но только если включён старый режим совместимости.',
        'Обходной путь: ограничить длину заголовка на прокси; производительность от этого не страдает.',
        'Нашли случайно, когда фаззер оставили работать на выходные.',
        'Следов атак пока не видели, однако пример уже лежит в открытом доступе.',
        'Ветка двухлетней давности исправления не получит, её пользователям советуют переехать.',
        'Сканеры зависимостей начали отмечать {library} только через сутки после выпуска.',
      ],
      quotes: [
        '«Код был правильным, пока размер поля был шестнадцать бит», — пишет {person} в разборе.',
        '«Спасибо тем, кто читает скучные места», — говорит {person}, сопровождающий проекта.',
      ],
    },
    en: {
      headlines: [
        'Hole in {library}: update to {fixed}',
        'A flaw in {library} went unseen for {years:year|years}',
        '{library} vulnerability reaches {packages:package|packages}',
      ],
      leads: [
        'A vulnerability scored {score} has been closed in {library}. Version {fixed} has the fix.',
        'A parsing mistake lived in {library} for {years:year|years}. {packages:package depends|packages depend} on it.',
        'The maintainers of {library} released {fixed} out of turn: a long header let a caller read memory that was not theirs.',
      ],
      details: [
        'A single request is enough, though only with the old compatibility mode switched on.',
        'As a workaround, cap the header length at the proxy; it costs nothing.',
        'It was found by accident, after somebody left a fuzzer running over the weekend.',
        'No attacks have been seen, but an example is already public.',
        'The branch of two years ago will not be fixed, and its users are told to move.',
        'Dependency scanners took a day to start flagging {library}.',
      ],
      quotes: [
        '"The code was right as long as the field was sixteen bits," writes {person} in the analysis.',
        '"Thanks to those who read the boring parts," says {person}, a maintainer.',
      ],
    },
  },
  {
    name: 'outage',
    beat: 'code',
    facts: (r) => ({ program: r.pick(programs), minutes: r.int(12, 340), percent: r.int(3, 88), deploys: r.int(2, 9), clients: r.int(400, 90000) }),
    ru: {
      headlines: [
        'Разбор аварии: как {program} лежал {minutes:минуту|минуты|минут}',
        'Почему не работал {program}',
        'Одна строка настроек остановила {program}',
      ],
      leads: [
        'Сервис {program} не отвечал {minutes:минуту|минуты|минут}. Причина — срок действия сертификата, который никто не считал своим.',
        'Авторы {program} опубликовали разбор аварии: {percent} % запросов получали ошибку, пока откатывали {deploys} выката подряд.',
        'Ночью у {program} кончилось место под журнал, и запись встала у {clients:клиента|клиентов|клиентов}.',
      ],
      details: [
        'Мониторинг молчал: он ходил через тот же шлюз и считал себя здоровым.',
        'Первый откат не помог, потому что вернул и старую ошибку тоже.',
        'Данные не потеряны, но часть писем ушла дважды, и за это извинились отдельно.',
        'Дежурный заметил беду раньше датчиков: перестал открываться собственный дневник.',
        'Теперь сроки сертификатов лежат в одном списке, и список будит людей за месяц.',
        'Очередь разбирали ещё полдня, ограничив скорость, чтобы не уронить базу второй раз.',
      ],
      quotes: [
        '«Мы проверяли всё, кроме того, чем проверяем», — признаёт {person}.',
        '«Хороший разбор — это когда хочется починить у себя», — говорит {person}, инженер надёжности.',
      ],
    },
    en: {
      headlines: [
        'Post-mortem: how {program} was down for {minutes:minute|minutes}',
        'Why {program} stopped answering',
        'One line of configuration took {program} down',
      ],
      leads: [
        '{program} did not answer for {minutes:minute|minutes}. The cause was a certificate that nobody thought of as theirs.',
        'The people behind {program} have published their post-mortem: {percent}% of requests failed while {deploys} deployments were rolled back one by one.',
        'Overnight {program} ran out of room for its log, and writes stopped for {clients:customer|customers}.',
      ],
      details: [
        'Monitoring said nothing, because it used the same gateway and felt fine.',
        'The first rollback did not help, since it brought an older bug back as well.',
        'No data was lost, though some mail went out twice, for which there is a separate apology.',
        'The engineer on call noticed before the alarms did: their own diary would not load.',
        'Expiry dates now live in one list, and the list wakes people a month ahead.',
        'The backlog took half a day, at a throttled rate, so as not to knock the database over again.',
      ],
      quotes: [
        '"We checked everything except what we check with," admits {person}.',
        '"A good post-mortem makes you want to fix your own house," says {person}, a reliability engineer.',
      ],
    },
  },
  {
    name: 'weights',
    beat: 'code',
    facts: (r) => ({ program: r.pick(programs), billions: r.int(2, 34), tokens: r.int(1, 15), memory: r.int(3, 22), languages: r.int(4, 60) }),
    ru: {
      headlines: [
        'Модель {program}-{billions}B выложили с журналом обучения',
        '{program} открыл веса: хватит ноутбука',
        'Открытая модель {program} знает {languages:язык|языка|языков}',
      ],
      leads: [
        'Проект {program} выложил веса модели на {billions:миллиард|миллиарда|миллиардов} параметров и список всех наборов данных.',
        'Малая модель {program} помещается в {memory:гигабайт|гигабайта|гигабайт} памяти и отвечает на обычном ноутбуке.',
        'Открытая модель {program}: {billions:миллиард|миллиарда|миллиардов} параметров, {tokens:триллион|триллиона|триллионов} токенов, разрешительная лицензия.',
      ],
      details: [
        'Журнал обучения открыт целиком, вместе с двумя неудачными запусками.',
        'На русских текстах модель ошибается заметно реже прежней, на длинных документах — так же.',
        'Авторы сами перечислили, чего делать не стоит: счёт, даты и юридические советы.',
        'Квантованную версию собрали в тот же день, потери — около процента.',
        'Лицензия разрешает всё, кроме использования названия.',
        'Обучение шло на списанных ускорителях, и треть времени ушла на их замену.',
      ],
      quotes: [
        '«Мы хотели, чтобы опыт можно было повторить, а не только похвалить», — пишет {person}.',
        '«Самая полезная страница — список ошибок», — считает {person}, автор оценки.',
      ],
    },
    en: {
      headlines: [
        '{program}-{billions}B is out, training log included',
        '{program} opens its weights, and a laptop will do',
        'Open model {program} speaks {languages:language|languages}',
      ],
      leads: [
        'The {program} project has published a model with {billions} billion parameters and the list of every data set in it.',
        'The small {program} model fits into {memory:gigabyte|gigabytes} of memory and answers on an ordinary laptop.',
        'Open model {program}: {billions} billion parameters, {tokens} trillion tokens, a permissive licence.',
      ],
      details: [
        'The whole training log is open, two failed runs included.',
        'It makes fewer mistakes than its predecessor on Russian, and as many on long documents.',
        'The authors say themselves what not to use it for: sums, dates and legal advice.',
        'A quantised version appeared the same day and loses about one per cent.',
        'The licence allows everything except use of the name.',
        'It was trained on discarded accelerators, and a third of the time went into replacing them.',
      ],
      quotes: [
        '"We wanted an experiment that can be repeated, not only praised," writes {person}.',
        '"The most useful page is the list of mistakes," says {person}, who did the evaluation.',
      ],
    },
  },
];
