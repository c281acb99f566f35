/** A small invented world for working on the design: posts and stories in two languages. */
import type { Block, Post, PostRow, StoryMember } from '../src/lib/contract-types.ts';
import { sources } from './mock-sources.ts';
import { extras, filler, more, news } from './mock-texts.ts';

const text = (value: string): Block => ({ t: 'p', c: [{ t: 'text', text: value }] });
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
