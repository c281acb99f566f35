/** A few well-known public sources by subject, for those who begin with an empty page. */
import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { starterPack } from '#contract';
import { parseOpml, type ParsedOpml } from './opml/parse-opml.ts';

type Pack = z.output<typeof starterPack>;
type Entry = [title: string, address: string];

const packs: { id: string; en: [string, string]; ru: [string, string]; sources: Entry[] }[] = [
  {
    id: 'technology',
    en: ['Technology', 'Programming, tools and the people who build them.'],
    ru: ['Технологии', 'Программирование, инструменты и те, кто их делает.'],
    sources: [
      ['Hacker News', 'https://news.ycombinator.com/rss'],
      ['Lobsters', 'https://lobste.rs/rss'],
      ['Ars Technica', 'https://feeds.arstechnica.com/arstechnica/index'],
      ['Хабр', 'https://habr.com/ru/rss/articles/'],
      ['LWN.net', 'https://lwn.net/headlines/rss'],
    ],
  },
  {
    id: 'science',
    en: ['Science', 'Research news in plain words.'],
    ru: ['Наука', 'Новости исследований простыми словами.'],
    sources: [
      ['N + 1', 'https://nplus1.ru/rss'],
      ['Quanta Magazine', 'https://www.quantamagazine.org/feed/'],
      ['Nature', 'https://www.nature.com/nature.rss'],
      ['NASA', 'https://www.nasa.gov/feed/'],
    ],
  },
  {
    id: 'ai',
    en: ['Machine learning', 'Papers, models and engineering.'],
    ru: ['Машинное обучение', 'Статьи, модели и практика.'],
    sources: [
      ['arXiv cs.CL', 'https://rss.arxiv.org/rss/cs.CL'],
      ['Hugging Face', 'https://huggingface.co/blog/feed.xml'],
      ['Simon Willison', 'https://simonwillison.net/atom/everything/'],
    ],
  },
  {
    id: 'world',
    en: ['World news', 'Large newsrooms, several points of view.'],
    ru: ['Новости мира', 'Крупные редакции с разных сторон.'],
    sources: [
      ['BBC World', 'https://feeds.bbci.co.uk/news/world/rss.xml'],
      ['The Guardian World', 'https://www.theguardian.com/world/rss'],
      ['DW', 'https://rss.dw.com/rdf/rss-en-all'],
      ['Медуза', 'https://meduza.io/rss/all'],
    ],
  },
];

/** The built-in sets, or those of `file` (OPML), where the operator has given one. */
export async function starterPacks(language: 'en' | 'ru', file?: string): Promise<Pack[]> {
  return file === undefined ? ownPacks(language) : packsOf(parseOpml(await readFile(file)));
}

function packsOf({ sources }: ParsedOpml): Pack[] {
  const byFolder = Map.groupBy(sources, (source) => source.folder);
  return [...byFolder].flatMap(([folder, list], number) =>
    folder === null
      ? []
      : [
          {
            id: `own-${number}`,
            title: folder,
            description: '',
            sources: list.map(({ title, address, kind }) => ({ title: title ?? address, address, kind })),
          },
        ],
  );
}

function ownPacks(language: 'en' | 'ru'): Pack[] {
  return packs.map((pack) => ({
    id: pack.id,
    title: pack[language][0],
    description: pack[language][1],
    sources: pack.sources.map(([title, address]) => ({ title, address, kind: 'rss' as const })),
  }));
}
