/** Pages of the public channel preview and spellings of channel addresses, against facts of two other readers. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksToText } from '../../src/posts/blocks/blocks-to-text.ts';
import { htmlToBlocks } from '../../src/posts/blocks/html-to-blocks.ts';
import { collectLinks } from '../../src/posts/blocks/collect.ts';
import type { RawMedia, RawPost } from '../../src/posts/raw-post.ts';
import { parseChannelAddress } from '../../src/sources/adapters/preview/parse-channel-address.ts';
import { parsePreview, type PreviewPage } from '../../src/sources/adapters/preview/parse-preview.ts';
import { readCases } from './case-files.ts';
import type { SuiteFigure } from './figure.ts';

interface PreviewCase {
  id: string;
  file: string;
  kind: 'message' | 'fragment' | 'channel_info' | 'none' | 'page';
  expected: Record<string, unknown> & { urls?: [kind: string, url: string][] };
  markup_facts?: { data_posts: string[]; datetimes: string[] };
}

export interface PreviewFailure {
  id: string;
  wrong: string[];
}

/** Runs every case; `dataDir` holds the folder `telegram`. */
export function runPreviewSuite(dataDir: string): { results: SuiteFigure[]; failures: PreviewFailure[] } {
  const folder = join(dataDir, 'telegram/public/preview-html');
  const cases = readCases<PreviewCase>(join(folder, 'cases.jsonl'));
  const failures: PreviewFailure[] = [];
  for (const preview of cases) {
    const wrong = check(preview, readFileSync(join(folder, preview.file), 'utf8'));
    if (wrong.length > 0) failures.push({ id: preview.id, wrong });
  }
  const addresses = readCases<{ id: string; input: string; expected: string }>(join(dataDir, 'telegram/public/channel-url/cases.jsonl'));
  const wrongAddresses = addresses.filter(({ input, expected }) => previewAddress(input) !== expected);
  failures.push(...wrongAddresses.map(({ id, input }) => ({ id, wrong: [`${input} → ${previewAddress(input)}`] })));
  const right = (all: number, wrong: number) => (all - wrong) / all;
  return {
    results: [
      {
        suite: 'telegram preview-html',
        metric: 'cases right',
        value: right(cases.length, failures.length - wrongAddresses.length),
        target: 1,
        n: cases.length,
      },
      { suite: 'telegram channel-url', metric: 'cases right', value: right(addresses.length, wrongAddresses.length), target: 1, n: addresses.length },
    ],
    failures,
  };
}

function previewAddress(input: string): string | null {
  const parsed = parseChannelAddress(input);
  return parsed !== null && 'name' in parsed ? `https://t.me/s/${parsed.name}` : null;
}

function check(preview: PreviewCase, html: string): string[] {
  const { kind, expected } = preview;
  if (kind === 'fragment') return checkFragment(expected, html);
  const page = parsePreview(html, { name: String(expected['channel'] ?? 'channel') });
  if (kind === 'none') return page.posts.length === 0 ? [] : ['posts on a page without any'];
  const wrong = kind === 'channel_info' ? checkInfo(expected, page) : [];
  const [post] = page.posts;
  if (expected['type'] === 'service') return post === undefined ? wrong : [...wrong, 'a notice became a post'];
  if (kind === 'message' && post === undefined) return ['no post'];
  return [...wrong, ...(post === undefined || typeof expected['id'] !== 'number' ? [] : checkPost(expected, post)), ...checkFacts(preview, page)];
}

/** Part of a message: put into the frame that it was cut from. */
function checkFragment(expected: PreviewCase['expected'], html: string): string[] {
  const [post] = parsePreview(`<div class="tgme_widget_message" data-post="channel/1">${html}</div>`, { name: 'channel' }).posts;
  const wrong: string[] = [];
  const [media] = post?.media ?? [];
  if ('link_preview' in expected && (media !== undefined || post?.html !== '')) wrong.push('a link preview became content');
  if (String(expected['media']).startsWith('video') && media?.type !== 'video') wrong.push('no video');
  const starts = (value: string | null | undefined, key: string) => {
    if (typeof expected[key] === 'string' && !value?.startsWith(expected[key])) wrong.push(key);
  };
  starts(media?.url, 'url_starts_with');
  starts(media?.thumbnailUrl, 'thumb_url_starts_with');
  if (expected['media'] === 'video_too_big' && media?.url !== null) wrong.push('an address for a video that has none');
  return wrong;
}

function checkInfo(expected: PreviewCase['expected'], page: PreviewPage): string[] {
  const got: Record<string, unknown> = { title: page.title, image_url: page.iconUrl, description: page.description };
  return Object.keys(got).filter((key) => key in expected && got[key] !== expected[key]);
}

const squash = (text: string) => text.replace(/\s+/g, '');

function checkPost(expected: PreviewCase['expected'], post: RawPost): string[] {
  const blocks = htmlToBlocks(post.html, { baseUrl: post.baseUrl });
  const got: Record<string, unknown> = {
    id: post.telegram?.messageId,
    created_at: post.postedAt?.toISOString().replace('.000Z', 'Z'),
    author: post.author,
    edited: post.telegram?.edited,
    views: post.telegram?.views,
    reply_to_id: post.telegram?.replyToId ?? null,
    forwarded_name: post.telegram?.forwardedFrom?.name ?? null,
    forwarded_url: post.telegram?.forwardedFrom?.url ?? null,
  };
  const wrong = Object.keys(got).filter((key) => key in expected && got[key] !== expected[key]);
  if ('text' in expected && squash(blocksToText(blocks)) !== squash(String(expected['text'] ?? ''))) wrong.push(`text ${blocksToText(blocks)}`);
  const addresses = new Set([...collectLinks(blocks).map(({ href }) => href), ...post.media.flatMap((media) => [media.url, media.thumbnailUrl])]);
  for (const [kind, url] of expected.urls ?? []) {
    const isDrawnEmoji = url.startsWith('https://telegram.org/img/emoji/');
    if (!isDrawnEmoji && !addresses.has(url) && !addresses.has(URL.parse(url)?.href ?? '')) wrong.push(`${kind} ${url.slice(0, 80)}`);
  }
  const wanted = mediaTypes[String(expected['type'])];
  if (wanted !== undefined && post.media[0]?.type !== wanted) wrong.push(`media ${post.media[0]?.type}`);
  return wrong;
}

const mediaTypes: Record<string, RawMedia['type']> = {
  photo: 'photo',
  video: 'video',
  poll: 'poll',
  sticker: 'sticker',
  audio: 'audio',
  location: 'location',
  document: 'document',
};

function checkFacts({ markup_facts: facts, expected }: PreviewCase, page: PreviewPage): string[] {
  const wrong: string[] = [];
  const ids = page.posts.map((post) => new URL(post.url ?? '').pathname.slice(1));
  if (
    facts !== undefined &&
    facts.data_posts.some((id) => !ids.includes(id)) &&
    !page.posts.some((post) => post.telegram !== undefined && ids.length < facts.data_posts.length)
  ) {
    wrong.push('posts missing');
  }
  const dates = new Set(page.posts.map((post) => post.postedAt?.getTime()));
  if (facts !== undefined && ids.length === facts.data_posts.length && facts.datetimes.some((date) => !dates.has(Date.parse(date)))) wrong.push('dates');
  if (expected['poll'] === 'present' && page.posts[0]?.media[0]?.type !== 'poll') wrong.push('poll');
  return wrong;
}
