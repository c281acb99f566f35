/** What every feed format shows of an item, with its addresses. */
import { escapeXml } from '../escape.ts';
import { articlePath, type Item, type Outlet } from '../outlet.ts';

export interface FeedView {
  outlet: Outlet;
  /** Newest first. */
  items: Item[];
  /** Address of the site without a final slash. */
  base: string;
  /** Address of the feed itself. */
  self: string;
}

export interface Entry {
  guid: string;
  guidIsLink: boolean;
  link: string;
  title: string;
  author: string;
  category: string;
  at: Date;
  updated: Date;
  summary: string;
  html: string;
  picture: string | null;
  /** Podcasts: address, bytes, seconds. */
  sound: { url: string; bytes: number; seconds: number } | null;
}

/** Every episode has this many bytes, see `makeEpisode`. */
export const episodeBytes = 41_800;

export function entriesOf(view: FeedView): Entry[] {
  return view.items.map((item) => entryOf(item, view));
}

function entryOf(item: Item, { outlet, base }: FeedView): Entry {
  const quirk = outlet.feed.quirk;
  const link = quirk === 'one-link' ? `${base}/` : `${base}${articlePath(item)}`;
  const picture = item.picture ? `${base}/pictures/${item.id}.png` : null;
  const image = picture ? `<figure><img src="${picture}" alt="${escapeXml(item.title)}" width="640" height="400"></figure>` : '';
  return {
    guid: guidOf(item, outlet, link),
    guidIsLink: outlet.feed.format === 'rss2' && quirk === undefined,
    link,
    title: item.title,
    author: item.author,
    category: item.beat,
    at: item.at,
    updated: item.editedAt ?? item.at,
    summary: item.paragraphs[0] ?? '',
    html: image + item.paragraphs.map((p) => `<p>${escapeXml(p)}</p>`).join('\n'),
    picture,
    sound: quirk === 'podcast' ? { url: `${base}/episodes/${item.id}.mp3`, bytes: episodeBytes, seconds: 600 + ((item.id * 137) % 2400) } : null,
  };
}

function guidOf(item: Item, outlet: Outlet, link: string): string {
  if (outlet.feed.quirk === 'numbered-guids') return String(item.id);
  if (outlet.feed.quirk !== undefined || outlet.feed.format !== 'rss2') return `tag:${outlet.host},2026:${item.id}`;
  return link;
}
