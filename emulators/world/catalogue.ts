/** Every outlet of the emulated world. */
import type { Beat } from './news/news-kind.ts';
import type { FeedPlan, Outlet, PagePlan } from './outlet.ts';

type SiteSketch = Pick<Outlet, 'name' | 'title' | 'description' | 'language' | 'beats'> & {
  feed?: Partial<FeedPlan>;
  page?: Partial<PagePlan>;
  stock?: number;
  rate?: number;
  repostEvery?: number;
};

const allBeats: readonly Beat[] = ['harbour', 'energy', 'science', 'city', 'code'];

function site({ feed, page, ...sketch }: SiteSketch): Outlet {
  return {
    kind: 'site',
    host: `${sketch.name}.example`,
    stock: 40,
    rate: 8,
    repostEvery: 0,
    ...sketch,
    feed: { format: 'rss2', path: '/feed.xml', window: 30, charset: 'utf-8', compression: 'gzip', body: 'full', validators: true, ...feed },
    page: { discovery: 'absolute', pictures: true, ...page },
  };
}

function channel(sketch: Omit<SiteSketch, 'feed' | 'page'>): Outlet {
  return {
    kind: 'channel',
    host: 't.me',
    stock: 60,
    rate: 12,
    repostEvery: 7,
    ...sketch,
    feed: { format: 'none', path: '', window: 0, charset: 'utf-8', compression: 'gzip', body: 'full', validators: false },
    page: { discovery: 'none', pictures: true },
  };
}

const wellBehavedSites: readonly Outlet[] = [
  site({
    name: 'harbour-times',
    title: 'Harbour Times',
    description: 'Ships, quays and the people who work on them.',
    language: 'en',
    beats: ['harbour', 'energy'],
  }),
  site({
    name: 'prichal',
    title: 'Причал и рейд',
    description: 'Новости портов и судоходства.',
    language: 'ru',
    beats: ['harbour'],
    feed: { ttl: 15, compression: 'br' },
  }),
  site({
    name: 'veter-i-set',
    title: 'Ветер и сеть',
    description: 'Энергорынок без лишних слов.',
    language: 'ru',
    beats: ['energy'],
    feed: { format: 'atom', path: '/atom.xml', compression: 'br', body: 'both' },
  }),
  site({
    name: 'grid-ledger',
    title: 'The Grid Ledger',
    description: 'Prices, plants and the wires between them.',
    language: 'en',
    beats: ['energy'],
    feed: { format: 'atom', path: '/feed.atom', compression: 'zstd', maxAge: 300 },
  }),
  site({
    name: 'tihaya-laboratoriya',
    title: 'Тихая лаборатория',
    description: 'Наука, которую можно пересказать за ужином.',
    language: 'ru',
    beats: ['science'],
    feed: { charset: 'windows-1251', path: '/rss.php' },
  }),
  site({
    name: 'lantern-science',
    title: 'Lantern Science',
    description: 'Findings, explained slowly.',
    language: 'en',
    beats: ['science'],
    feed: { format: 'json', path: '/feed.json', body: 'both' },
    page: { discovery: 'relative' },
  }),
  site({
    name: 'olkhovets-vestnik',
    title: 'Ольховецкий вестник',
    description: 'Город день за днём.',
    language: 'ru',
    beats: ['city', 'harbour'],
    feed: { charset: 'koi8-r', path: '/news.rss', body: 'summary' },
  }),
  site({
    name: 'tram-and-lane',
    title: 'Tram & Lane',
    description: 'Streets, tracks and markets.',
    language: 'en',
    beats: ['city'],
    feed: { format: 'rss091', path: '/rss091.xml', body: 'summary', compression: 'none' },
  }),
  site({
    name: 'otladka',
    title: 'Отладка',
    description: 'Код и те, кто его чинит.',
    language: 'ru',
    beats: ['code'],
    feed: { format: 'atom', path: '/index.xml' },
    page: { discovery: 'relative' },
  }),
  site({
    name: 'semicolon-weekly',
    title: 'Semicolon Weekly',
    description: 'Releases, outages, licences.',
    language: 'en',
    beats: ['code'],
    feed: { format: 'rdf', path: '/index.rdf', body: 'both' },
  }),
  site({
    name: 'nochnoy-reis',
    title: 'Ночной рейс',
    description: 'Подкаст о море и городах на нём.',
    language: 'ru',
    beats: ['harbour', 'city'],
    rate: 1,
    feed: { quirk: 'podcast', path: '/podcast.xml', body: 'summary' },
  }),
  site({
    name: 'north-spit-radio',
    title: 'North Spit Radio',
    description: 'Half an hour of science, on tape.',
    language: 'en',
    beats: ['science'],
    rate: 1,
    feed: { quirk: 'podcast', path: '/podcast.xml', body: 'both' },
  }),
  site({
    name: 'beacon-digest',
    title: 'The Beacon Digest',
    description: 'A little of everything.',
    language: 'en',
    beats: allBeats,
    repostEvery: 3,
    feed: { path: '/feed' },
    page: { discovery: 'none' },
  }),
];

const oddSites: readonly Outlet[] = [
  site({
    name: 'vesti-kosy',
    title: 'Вести Косы',
    description: 'Северная Коса и окрестности.',
    language: 'ru',
    beats: ['harbour', 'city', 'energy'],
    feed: { format: 'none', path: '' },
    page: { discovery: 'none' },
  }),
  site({
    name: 'quayside-board',
    title: 'Quayside Board',
    description: 'What they say at the market.',
    language: 'en',
    beats: ['harbour', 'city'],
    feed: { format: 'none', path: '' },
    page: { discovery: 'none' },
  }),
  site({
    name: 'closed-gate',
    title: 'Closed Gate',
    description: 'Its robots.txt asks programs to stay out.',
    language: 'en',
    beats: ['city'],
    feed: { format: 'none', path: '' },
    page: { discovery: 'none' },
  }),
  site({
    name: 'pereskaz',
    title: 'Пересказ',
    description: 'Чужие новости коротко.',
    language: 'ru',
    beats: allBeats,
    repostEvery: 2,
    feed: { quirk: 'one-link' },
  }),
  site({
    name: 'wire-copy',
    title: 'Wire Copy',
    description: 'As received.',
    language: 'en',
    beats: allBeats,
    repostEvery: 2,
    feed: { quirk: 'numbered-guids' },
  }),
  site({
    name: 'tangled-wire',
    title: 'Tangled Wire',
    description: 'Energy news, typed in a hurry.',
    language: 'en',
    beats: ['energy', 'code'],
    feed: { quirk: 'broken-xml' },
  }),
  site({
    name: 'bez-daty',
    title: 'Без даты',
    description: 'Заметки без календаря.',
    language: 'ru',
    beats: ['science', 'city'],
    feed: { quirk: 'no-dates', validators: false },
  }),
  site({
    name: 'long-archive',
    title: 'The Long Archive',
    description: 'Nothing is ever thrown away.',
    language: 'en',
    beats: allBeats,
    stock: 2000,
    rate: 2,
    feed: { window: 2000 },
  }),
  site({
    name: 'short-window',
    title: 'Короткое окно',
    description: 'Только самое последнее.',
    language: 'ru',
    beats: allBeats,
    rate: 40,
    feed: { window: 5 },
  }),
];

const channels: readonly Outlet[] = [
  channel({ name: 'reid_i_bereg', title: 'Рейд и берег', description: 'Порт глазами диспетчера', language: 'ru', beats: ['harbour'] }),
  channel({ name: 'seti_i_veter', title: 'Сети и ветер', description: 'Цены, пики, провалы', language: 'ru', beats: ['energy'] }),
  channel({ name: 'laboratoriya_tiho', title: 'Лаборатория вслух', description: 'Наука за две минуты', language: 'ru', beats: ['science'] }),
  channel({ name: 'olkhovets_segodnya', title: 'Ольховец сегодня', description: 'Трамваи, рынки, погода', language: 'ru', beats: ['city'], rate: 30 }),
  channel({ name: 'otladka_live', title: 'Отладка на связи', description: 'Релизы и аварии', language: 'ru', beats: ['code'] }),
  channel({ name: 'harbour_watch', title: 'Harbour Watch', description: 'Short notes from the quay', language: 'en', beats: ['harbour', 'city'] }),
  channel({ name: 'kernel_and_kettle', title: 'Kernel & Kettle', description: 'Code, tea, outages', language: 'en', beats: ['code', 'science'] }),
];

export const outlets: readonly Outlet[] = [...wellBehavedSites, ...oddSites, ...channels];
