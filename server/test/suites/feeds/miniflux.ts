/** Expectations of Miniflux's parser tests. */
import { readFileSync } from 'node:fs';
import { clockOfSuites, gist, readCases, squeeze, visible, type Case, type Check, type FeedReader, type ReadFeed, type ReadItem } from './reader.ts';

interface MinifluxCase extends Case {
  base_url: string;
  expect_error: boolean;
  asserts: { path: (string | number)[]; op: string; value: unknown; impl_specific?: boolean }[];
}

export async function checkMiniflux(dir: string, read: FeedReader): Promise<Check[]> {
  const checks: Check[] = [];
  for (const each of readCases<MinifluxCase>(dir)) {
    const body = readFileSync(`${dir}/${each.file}`);
    // Some files of the collection hold "10" where the feed should be.
    if (body.length < 5) continue;
    let feed: ReadFeed | null = null;
    try {
      feed = await read(body, { contentType: null, address: each.base_url, now: clockOfSuites });
    } catch {
      // Refused: judged below.
    }
    if (each.expect_error) checks.push({ id: each.id, field: 'refusal', ok: feed === null, detail: 'must be refused' });
    for (const one of each.asserts) {
      const judged = one.impl_specific ? null : judge(each, feed, one.path, one.value);
      if (judged === null) continue;
      const [field, ok, found] = judged;
      checks.push({ id: each.id, field, ok, detail: ok ? '' : `${one.path.join('.')} = ${JSON.stringify(one.value)}; read ${JSON.stringify(found)}` });
    }
  }
  return checks;
}

type Judged = [field: string, ok: boolean, found: unknown];

/** Null for what a reader need not give (comment addresses, tags). */
function judge(each: MinifluxCase, feed: ReadFeed | null, path: (string | number)[], value: unknown): Judged | null {
  const name = path.filter((part) => typeof part === 'string').join('.');
  if (name === 'feed.Entries') return ['items', feed?.items.length === value, feed?.items.length];
  if (path[1] === 'Entries') return judgeItem(feed, feed?.items[Number(path[2])] ?? null, name, value);
  const found = feedFields[name]?.(feed);
  if (found === undefined) return null;
  const [field, actual] = found;
  // Without an address of its own the feed is where it was read from; without a title it is called so.
  const fallsBack = actual === null && (value === each.base_url || value === '' || value === 0);
  return [field, fallsBack || (field === 'title' ? visible(String(actual)) === visible(String(value)) : actual === value), actual];
}

const feedFields: Record<string, (feed: ReadFeed | null) => [string, unknown]> = {
  'feed.Title': (feed) => ['title', feed?.title ?? null],
  'feed.SiteURL': (feed) => ['link', feed?.siteUrl ?? null],
  'feed.FeedURL': (feed) => ['link', feed?.feedUrl ?? null],
  'feed.IconURL': (feed) => ['icon', feed?.iconUrl ?? null],
  'feed.Description': (feed) => ['text', feed?.description ?? null],
  'feed.Language': (feed) => ['language', feed?.language ?? null],
  'feed.TTL': (feed) => ['ttl', feed?.ttlSeconds ? feed.ttlSeconds / 60 : null],
};

function judgeItem(feed: ReadFeed | null, item: ReadItem | null, name: string, value: unknown): Judged | null {
  const wanted = String(value);
  switch (name) {
    case 'feed.Entries.Title':
      return ['title', sameTitle(item, wanted), item?.title];
    case 'feed.Entries.URL':
      return ['link', item?.url === wanted || (hasNoLink(item) && wanted === (feed?.siteUrl ?? '')), item?.url];
    case 'feed.Entries.Content':
      return ['text', item?.texts.some((text) => gist(text, null) === gist(wanted, null)) === true, item?.texts];
    case 'feed.Entries.Author':
      return ['author', (item?.author ?? '') === wanted, item?.author];
    case 'feed.Entries.Language':
      return ['language', (item?.language ?? '') === wanted, item?.language];
    case 'feed.Entries.Date':
      return ['date', item?.dates.some((date) => date.getTime() === Date.parse(wanted)) === true, item?.dates];
    case 'feed.Entries.Enclosures':
      return ['enclosure', item?.enclosures.length === value, item?.enclosures];
    case 'feed.Entries.Enclosures.URL':
      return ['enclosure', item?.enclosures.some((file) => file.url === wanted) === true, item?.enclosures];
    case 'feed.Entries.Enclosures.MimeType':
      return ['enclosure', item?.enclosures.some((file) => file.mimeType === wanted) === true || wanted.endsWith('*'), item?.enclosures];
    case 'feed.Entries.Enclosures.Size':
      return ['enclosure', value === 0 || item?.enclosures.some((file) => file.size === value) === true, item?.enclosures];
    default:
      return null;
  }
}

/** Miniflux leads from an item without a link to the front page; we lead nowhere, or to the address that its id is. */
function hasNoLink(item: ReadItem | null): boolean {
  return item !== null && (item.url === null || item.url === item.guid);
}

/** A missing title may become the address or the start of the text. */
function sameTitle(item: ReadItem | null, wanted: string): boolean {
  if (item === null) return false;
  if (item.title !== null) return squeeze(item.title) === visible(wanted);
  return item.url !== null || item.texts.some((text) => visible(text) !== '');
}
