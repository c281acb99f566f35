/** Makes events, and tells one event in as many wordings as there are outlets. */
import { createRandom, hashText, type Random } from '../random.ts';
import { cityNews } from './city-news.ts';
import { codeNews } from './code-news.ts';
import { energyNews } from './energy-news.ts';
import { fillTemplate, type Facts, type Language } from './fill-template.ts';
import { harbourNews } from './harbour-news.ts';
import { companies, months, people, places, ships, weekdays } from './names.ts';
import type { Beat, NewsKind } from './news-kind.ts';
import { scienceNews } from './science-news.ts';

export const newsKinds: readonly NewsKind[] = [...harbourNews, ...energyNews, ...scienceNews, ...cityNews, ...codeNews];

export interface WorldEvent {
  /** Stable within a world: every telling of the event carries it. */
  id: string;
  kind: NewsKind;
  facts: Facts;
}

export interface Telling {
  title: string;
  paragraphs: string[];
  author: string;
}

export function createEvent(random: Random, beats: readonly Beat[], id: string): WorldEvent {
  const kind = random.pick(newsKinds.filter((k) => beats.includes(k.beat)));
  const [place, other] = random.sample(places, 2);
  const [person, second] = random.sample(people, 2);
  if (!place || !other || !person || !second) throw new Error('the lists of names are too short');
  const common: Facts = {
    place,
    other,
    person,
    second,
    ship: random.pick(ships),
    company: random.pick(companies),
    day: random.pick(weekdays),
    month: random.pick(months),
  };
  return { id, kind, facts: { ...common, ...kind.facts(random) } };
}

/** The same event and teller always give the same words; another teller chooses others. */
export function tellEvent(event: WorldEvent, teller: string, language: Language): Telling {
  const random = createRandom(hashText(`${event.id}|${teller}`));
  const texts = event.kind[language];
  const fill = (template: string): string => fillTemplate(template, event.facts, language);
  const body = random.sample(texts.details, random.int(2, 4)).map(fill);
  body.splice(random.int(1, body.length), 0, fill(random.pick(texts.quotes)));
  return { title: fill(random.pick(texts.headlines)), paragraphs: [fill(random.pick(texts.leads)), ...body], author: random.pick(people)[language] };
}

const signatures: Record<Language, readonly string[]> = {
  ru: ['Подписывайтесь, чтобы не пропустить новое.', 'Источник: лента коллег.', 'Продолжение следует.', 'Прислали читатели.'],
  en: ['Follow us for more.', 'From the wire.', 'More as we get it.', 'Sent in by readers.'],
};

/** A light repost: the same sentences, one dropped at times, a signature added at times. */
export function repost(telling: Telling, teller: string, language: Language): Telling {
  const random = createRandom(`${telling.title}|${teller}`);
  const paragraphs = [...telling.paragraphs];
  if (paragraphs.length > 3 && random.chance(0.4)) paragraphs.splice(random.int(1, paragraphs.length - 1), 1);
  if (random.chance(0.6)) paragraphs.push(random.pick(signatures[language]));
  return { ...telling, paragraphs };
}
