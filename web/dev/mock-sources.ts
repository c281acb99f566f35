/** The invented sources and folders. */
import type { Source, SourceKind } from '../src/lib/contract-types.ts';

export interface MockSource extends Source {
  language: string;
}
type Seed = [title: string, kind: SourceKind, address: string, language: 'ru' | 'en', folder: number | null, perDay: number];

const seeds: Seed[] = [
  ['Вестник залива', 'rss', 'https://zaliv.example/rss.xml', 'ru', 1, 14],
  ['Трамвайное депо', 'telegram', '@depo_demo', 'ru', 1, 6],
  ['Квартал', 'web', 'https://kvartal.example/', 'ru', 1, 4],
  ['Ridge & Valley', 'rss', 'https://ridge.example/feed.json', 'en', 2, 3],
  ['Tiny Compilers', 'rss', 'https://tinycompilers.example/atom.xml', 'en', 2, 0.4],
  ['Хранилище', 'telegram', '@hranilishe_demo', 'ru', 2, 9],
  ['Under the Hood', 'web', 'https://underhood.example/', 'en', 2, 1.1],
  ['Полевой дневник', 'telegram', '@polevoy_demo', 'ru', 3, 5],
  ['The Slow Lab', 'rss', 'https://slowlab.example/rss', 'en', 3, 2],
  ['Ночное небо', 'rss', 'https://nebo.example/feed', 'ru', 3, 1.7],
  ['Breakwater', 'rss', 'https://breakwater.example/index.xml', 'en', 4, 8],
  ['Маяк и створ', 'telegram', '@mayak_demo', 'ru', 4, 11],
  ['Grid Hours', 'rss', 'https://gridhours.example/rss', 'en', null, 7],
  ['Книжный шкаф', 'web', 'https://shkaf.example/', 'ru', null, 0.6],
];
const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

function makeSource([title, kind, address, language, folderId, perDay]: Seed, index: number): MockSource {
  const activity = Array.from({ length: 14 }, (_, day) =>
    Math.max(0, Math.round(perDay * (1 + Math.sin(day * 1.3 + index)) * (perDay < 1 ? ((day * 7 + index) % 3 === 0 ? 2 : 0) : 1))),
  );
  return {
    id: index + 1,
    kind,
    address,
    title,
    originalTitle: title,
    note: null,
    siteUrl: kind === 'telegram' ? `https://t.me/${address.slice(1)}` : new URL('/', address).href,
    icon: null,
    language,
    folderId,
    paused: false,
    tier: perDay > 8 ? 'FAST' : perDay > 2 ? 'REGULAR' : 'SLOW',
    interval: perDay > 8 ? 60 : perDay > 2 ? 600 : 3600,
    postsPerDay: perDay,
    activity,
    lastPostAt: ago(5 + index * 31),
    lastGoodAt: ago(2 + index),
    nextPollAt: ago(-4 - index),
    health: { state: perDay < 0.5 ? 'quiet' : 'ok', problem: null, failingSince: null },
    gaps: [],
    backfill: { state: 'done', done: 50 },
  };
}

export const sources: MockSource[] = seeds.map(makeSource);
function sicken(index: number, change: Partial<MockSource>): void {
  const source = sources[index];
  if (source) Object.assign(source, change);
}
sicken(6, {
  lastGoodAt: ago(60 * 40),
  nextPollAt: ago(-340),
  health: { state: 'failing', failingSince: ago(60 * 39), problem: { code: 'http_error', message: 'The site answers "403".', details: { status: 403 } } },
});
sicken(11, { gaps: [{ after: ago(60 * 24 * 6), before: ago(60 * 24 * 5), missing: 27, filled: 11, reason: null }], backfill: { state: 'running', done: 340 } });
sicken(13, { paused: true, health: { state: 'paused', problem: null, failingSince: null } });

export const folders = ['Город', 'Technology', 'Наука', 'Sea'].map((name, position) => ({ id: position + 1, name, position }));
