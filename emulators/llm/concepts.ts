/** Words of both languages that mean the same, so that a question in one finds texts in the other. */
import { people, places, ships } from '../world/news/names.ts';

/** Beginnings of words, lower case, a concept a line. */
const sameMeaning: readonly string[] = [
  'порт гаван причал harbour harbor port quay berth',
  'буксир tug',
  'батаре накопител аккумулятор batter',
  'паром ferr',
  'шторм ветер порыв storm gale wind gust',
  'груз контейнер перевал cargo container freight',
  'канал фарватер channel fairway',
  'земснаряд дноуглуб dredg',
  'электричеств энерг ток electric power energ',
  'цен price',
  'сет grid network',
  'отоплен теплосет тепл котельн heat boiler',
  'прилив течен tide tidal current',
  'турбин turbin',
  'комет comet',
  'телескоп обсерватор telescop observator',
  'керн ил осад core sediment mud',
  'птиц чаек bird gull',
  'стекл glass',
  'зол ash',
  'трамва рельс tram rail',
  'библиотек чита librar read',
  'книг book',
  'рынок рынк торгов market trader',
  'пруд pond',
  'мост bridge',
  'выпуск версия верси выш releas version',
  'уязвимост дыр vulnerab hole flaw',
  'авари разбор сбой outag post-mortem incident',
  'модел вес параметр model weight parameter',
  'судн корабл ship vessel',
  'лаборатор laborator',
  'экспедиц expedition',
  'город city town',
  'ноч night',
  'дизел diesel',
  'море sea',
];

const prefixes: readonly (readonly [prefix: string, concept: string])[] = sameMeaning
  .flatMap((line, i) => line.split(' ').map((word) => [word, `c${i}`] as const))
  .toSorted((a, b) => b[0].length - a[0].length);

const nameConcepts = new Map<string, string>([...places, ...ships, ...people].flatMap(({ ru, en }) => pairNames(ru, en)));

/** "Вересковая Гавань" and "Heather Haven" share their parts in order. */
function pairNames(ru: string, en: string): [string, string][] {
  const english = en.toLowerCase().split(' ');
  return ru
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[«»]/g, '')
    .split(' ')
    .flatMap((word, i) => {
      const partner = english[i];
      return partner === undefined
        ? []
        : ([
            [word.slice(0, 6), `n:${partner}`],
            [partner.slice(0, 6), `n:${partner}`],
          ] as [string, string][]);
    });
}

/** The concept behind a stem, if it is one of the known; those of names begin with `n:`. */
export function conceptOf(root: string): string | undefined {
  const meant = prefixes.find(([prefix]) => root.startsWith(prefix) && root.length - prefix.length <= (prefix.length <= 3 ? 1 : 4));
  return nameConcepts.get(root.slice(0, 6)) ?? meant?.[1];
}
