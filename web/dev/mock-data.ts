/** A small invented world for working on the design: sources, posts and stories in two languages. */
import type { Block, Post, PostRow, Source, SourceKind, StoryMember } from '../src/lib/contract-types.ts';

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

/** Headline, text, source numbers (several make a story), picture or video. */
const news: [string | null, string, number[], ('photo' | 'video' | null)?][] = [
  [
    'Ночной трамвай через новый мост пойдёт уже в декабре',
    'Первый вагон выйдет в половине первого ночи. Депо обещает интервал двадцать минут и тёплые остановки на обоих берегах.',
    [2, 1, 3],
    'photo',
  ],
  [
    'A compiler that fits in one long train ride',
    'Four thousand lines, no dependencies, and a test for every sentence of the manual. The author wrote most of it between two stations.',
    [5, 4],
    null,
  ],
  [
    'Лаборатория льда открыла камеру для школьников',
    'В камере минус тридцать, и в ней можно смотреть, как растут кристаллы. Запись на январь уже идёт.',
    [8, 10],
    'photo',
  ],
  [null, 'На створе сегодня сменили лампу. Старая горела одиннадцать лет и ни разу не подвела, новая вдвое ярче и ест втрое меньше.', [12], 'photo'],
  [
    'The harbour wall that sings when the tide turns',
    'Engineers left the pipes open on purpose. Twice a day the wall plays four notes, and the town has started to set its clocks by them.',
    [11, 9, 4, 12],
    'photo',
  ],
  [
    'Как одна таблица заменила нам очередь сообщений',
    'Мы полгода держали две системы рядом и считали расхождения. Их не было, поэтому вторую выключили.',
    [6],
    null,
  ],
  [
    'Wind paid the night shift: prices below zero for six hours',
    'Storage operators filled everything they had. Two cement works moved their kilns to the early morning and were paid for it.',
    [13, 11],
    null,
  ],
  [
    'Яркая комета вернётся в феврале, и её будет видно из города',
    'Лучшее время за час до рассвета, невысоко над восточным горизонтом. Бинокль поможет, но не обязателен.',
    [10, 8, 9],
    'video',
  ],
  ['Notes on keeping a paper map in the car', 'Batteries die, signals fade, and the map from the petrol station still knows where the ford is.', [4], 'photo'],
  [
    'Библиотека на колёсах получила третий автобус',
    'Он будет ездить в посёлки за переправой по вторникам и пятницам. Книги можно заказать заранее.',
    [14, 3, 1],
    null,
  ],
  ['Sixteen years of tide gauges, one honest chart', 'The lab has published every reading, with the days when the gauge froze marked as such.', [9], null],
  [
    'Двор на Садовой убрал забор и посадил яблони',
    'Жители считают: деревья стоят дешевле, чем ремонт ограды за пять лет. Первые двенадцать уже прижились.',
    [3, 1],
    'photo',
  ],
  [
    'What the bus depot learned from ten thousand charging cycles',
    'The cells age in the first winter and then hardly at all. The chargers break more often than the buses.',
    [13],
    null,
  ],
  ['Паром «Ольха» встал на ремонт раньше срока', 'Дизель заменят на батареи, рейсы до весны берут на себя два катера.', [12, 1, 11, 2, 13], 'photo'],
  ['Why our build went from nine minutes to forty seconds', 'Nothing clever: we stopped doing things twice, and we stopped asking the network.', [7, 5], null],
];
const more: [string, string][] = [
  ['Рынок у вокзала переезжает под крышу', 'Прилавки поставят в старом паровозном депо, там сухо и есть свет.'],
  ['Мосты разведут на неделю раньше', 'Лёд в этом году слабый, навигацию продлили.'],
  ['A field guide to quiet error messages', 'Say what happened, say what is safe, say what to do. Then stop.'],
  ['The ferry crew that grows tomatoes', 'It began with one pot on the bridge and a captain who did not mind.'],
  ['Старую обсерваторию откроют по субботам', 'Купол починили, трубу почистили, вход свободный.'],
  ['Measuring sleep without watching anyone', 'A mat, a clock and a great deal of patience.'],
  ['Почему фонари на набережной стали тёплыми', 'Световой поток тот же, а птиц под ними стало вдвое больше.'],
  ['Small boats, large maps', 'The chart office prints again, on paper that survives a wave.'],
];

const text = (value: string): Block => ({ t: 'p', c: [{ t: 'text', text: value }] });
const filler: Record<'ru' | 'en', string[]> = {
  ru: [
    'Решение готовили два года: считали пассажиров, мерили шум по ночам и трижды переписывали расписание. В итоге осталось самое простое из пяти.',
    'Подрядчик уверяет, что успеет к сроку. Город на всякий случай оставил запас в три недели и договорился с автобусным парком.',
    'Те, кто живёт рядом, просят одного: чтобы после часа ночи было тихо. Обещают резиновые вставки на стыках и медленный ход на повороте.',
  ],
  en: [
    'The plan took two years: they counted people, measured noise at night and rewrote the timetable three times. What remained was the simplest of five drafts.',
    'Nobody involved calls it a breakthrough. It is a list of small repairs, each of which paid for the next one.',
    'Those who live nearby ask for one thing only, quiet after one in the morning. They were promised rubber joints and a slow turn.',
  ],
};

export const posts = new Map<number, Post>();
const stories = new Map<number, number[]>();
let nextId = 1000;

export interface NewPost {
  sourceId: number;
  title: string | null;
  body: string;
  minutesAgo: number;
  picture?: 'photo' | 'video' | null;
}

const extras: Record<'ru' | 'en', { caption: string; quote: string; heading: string; items: [string, string]; author: string; tags: [string, string] }> = {
  ru: {
    caption: 'Рисунок редакции',
    quote: 'Мы не спешим, зато не переделываем.',
    heading: 'Что дальше',
    items: ['проверка в ноябре', 'первый рейс в декабре'],
    author: 'Вера Лугова',
    tags: ['город', 'транспорт'],
  },
  en: {
    caption: 'Drawing by the editors',
    quote: 'We are not fast, but we do it once.',
    heading: 'What comes next',
    items: ['a test in November', 'the first run in December'],
    author: 'Nora Finch',
    tags: ['energy', 'systems'],
  },
};

export function addPost({ sourceId, title, body, minutesAgo, picture = null }: NewPost): Post {
  const source = sources.find((one) => one.id === sourceId) ?? sources[0];
  if (!source) throw new Error('no sources');
  const id = nextId++;
  const language = /[а-яё]/i.test(title ?? body) ? 'ru' : 'en';
  const own = extras[language];
  const original = `https://pictures.example/${id}.jpg`;
  const src = `/api/images/p${id % 7}`;
  const post: Post = {
    id,
    sourceId: source.id,
    sourceTitle: source.title,
    sourceKind: source.kind,
    sourceIcon: null,
    title,
    snippet: body,
    author: id % 4 === 0 ? own.author : null,
    url: `${source.siteUrl}posts/${id}`,
    language,
    postedAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    thumb: picture && { src, kind: picture, ...(picture === 'video' ? { duration: 94 } : {}) },
    words: title ? 130 + ((id * 97) % 1400) : 24,
    read: false,
    saved: false,
    tags: own.tags.slice(0, (id % 2) + 1),
    story: null,
    blocks: makeBlocks({ id, title, body, language, picture }),
    enriched: null,
    media:
      picture && (picture === 'video' || !title)
        ? [
            {
              type: picture,
              url: picture === 'video' ? `https://video.example/${id}` : original,
              mimeType: null,
              size: 1_840_000,
              ...(picture === 'video' ? { duration: 94 } : {}),
              src,
              width: 1280,
              height: 720,
            },
          ]
        : [],
    images: { [original]: src },
    categories: [],
    dateIsGuess: false,
    editedAt: id % 9 === 0 ? new Date(Date.now() - 60_000).toISOString() : null,
    removedAt: null,
    members: [],
    differences: [],
  };
  posts.set(id, post);
  return post;
}

function makeBlocks({
  id,
  title,
  body,
  language,
  picture,
}: {
  id: number;
  title: string | null;
  body: string;
  language: 'ru' | 'en';
  picture: 'photo' | 'video' | null;
}): Block[] {
  if (!title) return [text(body)];
  const own = extras[language];
  const blocks: Block[] = [text(body), ...filler[language].map(text)];
  if (picture)
    blocks.splice(2, 0, {
      t: 'image',
      src: `https://pictures.example/${id}.jpg`,
      alt: title,
      width: 1280,
      height: 720,
      caption: [{ t: 'text', text: own.caption }],
    });
  if (id % 5 === 0)
    blocks.push(
      { t: 'quote', c: [text(own.quote)] },
      { t: 'h', level: 2, c: [{ t: 'text', text: own.heading }] },
      { t: 'list', ordered: false, items: own.items.map((item) => [text(item)]) },
    );
  return blocks;
}

export function joinStory(ids: number[]): void {
  const members = ids
    .map((id) => posts.get(id))
    .filter((post) => post !== undefined)
    .sort((a, b) => a.postedAt.localeCompare(b.postedAt));
  const first = members[0];
  if (!first) return;
  stories.set(
    first.id,
    members.map((post) => post.id),
  );
  const list: StoryMember[] = members.map((post, index) => ({
    postId: post.id,
    sourceId: post.sourceId,
    sourceTitle: post.sourceTitle,
    sourceKind: post.sourceKind,
    sourceIcon: null,
    title: post.title,
    snippet: post.snippet,
    url: post.url,
    postedAt: post.postedAt,
    relation: index === 0 ? 'first' : index % 3 === 2 ? 'repost' : 'own_words',
  }));
  const unique = [...new Map(list.map((member) => [member.sourceId, member])).values()];
  for (const post of members) {
    post.members = members.length > 1 ? list : [];
    post.differences = differencesOf(members);
    post.story =
      members.length > 1
        ? {
            id: first.id,
            count: members.length,
            sources: unique.map((member) => ({ sourceId: member.sourceId, title: member.sourceTitle, kind: member.sourceKind, iconSrc: null })),
          }
        : null;
  }
}

export function splitFromStory(id: number): void {
  for (const ids of stories.values()) {
    if (!ids.includes(id) || ids.length < 2) continue;
    const post = posts.get(id);
    if (post) Object.assign(post, { story: null, members: [] });
    joinStory(ids.filter((one) => one !== id));
    return;
  }
}

/** Rows of a list: a story is one row, told by its earliest source. */
export function rows(collapse: boolean): PostRow[] {
  return [...posts.values()]
    .filter((post) => !collapse || !post.story || post.story.id === post.id)
    .sort((a, b) => b.postedAt.localeCompare(a.postedAt) || b.id - a.id)
    .map(toRow);
}

export function toRow(post: Post): PostRow {
  const { blocks: _b, enriched: _e, media: _m, images: _i, categories: _c, dateIsGuess: _d, editedAt: _t, removedAt: _r, members: _s, ...row } = post;
  return row;
}

export function fill(count: number): void {
  news.forEach(([title, body, from, picture], index) => {
    const start = 6 + index * 23;
    joinStory(
      from.map(
        (sourceId, nth) =>
          addPost({
            sourceId,
            title: nth === 0 || !title ? title : `${title}: ${(sources[sourceId - 1]?.title ?? '').toLowerCase()}`,
            body,
            minutesAgo: start + (from.length - nth) * 17 * (nth === 0 ? 1.6 : 1),
            picture: picture ?? null,
          }).id,
      ),
    );
  });
  for (let index = posts.size; index < count; index++) {
    const [title, body] = more[index % more.length] ?? ['', ''];
    const own = sources.filter((source) => (source.language === 'ru') === /[а-яё]/i.test(title));
    addPost({
      sourceId: own[index % own.length]?.id ?? 1,
      title: `${title} (${index})`,
      body,
      minutesAgo: 420 + index * 19,
      picture: index % 4 === 0 ? 'photo' : null,
    });
  }
  for (const [index, post] of [...posts.values()].entries()) {
    post.read = index % 7 === 3 || index > count * 0.7;
    post.saved = index % 23 === 4;
  }
}

/** Invented, so that there is something to look at. */
function differencesOf(members: readonly { id: number }[]): { fact: string; values: { text: string; postIds: number[] }[] }[] {
  const [first, ...others] = members.map((post) => post.id);
  if (first === undefined || others.length === 0) return [];
  return [
    {
      fact: 'рублей',
      values: [
        { text: '1,9 млрд рублей', postIds: [first] },
        { text: '2,3 млрд рублей', postIds: others },
      ],
    },
  ];
}
