/** Expectations of gofeed's universal model, and which bodies must be refused. */
import { readFileSync } from 'node:fs';
import { clockOfSuites, gist, readCases, visible, type Case, type Check, type FeedReader, type ReadFeed, type ReadItem } from './reader.ts';

interface GofeedCase extends Case {
  model?: string;
  expected_file?: string;
  expected_format?: string;
  expect_error?: boolean;
}

interface Person {
  name?: string;
  email?: string;
}

interface ExpectedItem {
  title?: string;
  description?: string;
  content?: string;
  link?: string;
  guid?: string;
  publishedParsed?: string;
  updatedParsed?: string;
  author?: Person;
  authors?: Person[];
  image?: { url?: string };
  enclosures?: { url?: string; length?: string; type?: string }[];
}

interface ExpectedFeed {
  title?: string;
  link?: string;
  feedLink?: string;
  language?: string;
  description?: string;
  items?: ExpectedItem[];
}

export async function checkGofeed(dir: string, read: FeedReader): Promise<Check[]> {
  const checks: Check[] = [];
  for (const each of readCases<GofeedCase>(dir)) {
    const refused = each.expect_error === true || each.expected_format === 'unknown';
    if (!refused && each.expected_format === undefined && each.model !== 'universal') continue;
    let feed: ReadFeed | null = null;
    try {
      feed = await read(readFileSync(`${dir}/${each.file}`), { contentType: null, address: 'http://feed.example/feed', now: clockOfSuites });
    } catch {
      // Refused: judged below.
    }
    const add = (field: string, ok: boolean, expected: unknown, found: unknown): void => {
      checks.push({ id: each.id, field, ok, detail: ok ? '' : `expected ${JSON.stringify(expected)}, read ${JSON.stringify(found)}` });
    };
    if (refused) add('refusal', feed === null, 'an error', feed);
    else if (each.expected_format) add('format', family(feed?.format) === each.expected_format, each.expected_format, feed?.format);
    else checkFeed(JSON.parse(readFileSync(`${dir}/${each.expected_file}`, 'utf8')) as ExpectedFeed, feed, add);
  }
  return checks;
}

type Add = (field: string, ok: boolean, expected: unknown, found: unknown) => void;

function family(format: string | undefined): string | undefined {
  return format === 'rdf' || format === 'cdf' ? 'rss' : format;
}

function checkFeed(expected: ExpectedFeed, feed: ReadFeed | null, add: Add): void {
  if (expected.title !== undefined) add('title', line(feed?.title) === visible(expected.title), expected.title, feed?.title);
  if (expected.link !== undefined) add('link', sameAddress(feed?.siteUrl, expected.link), expected.link, feed?.siteUrl);
  if (expected.feedLink !== undefined) add('link', sameAddress(feed?.feedUrl, expected.feedLink), expected.feedLink, feed?.feedUrl);
  if (expected.language !== undefined) add('language', feed?.language === expected.language.toLowerCase(), expected.language, feed?.language);
  for (const [index, item] of (expected.items ?? []).entries()) checkItem(item, feed?.items[index] ?? null, add);
}

function checkItem(expected: ExpectedItem, item: ReadItem | null, add: Add): void {
  if (expected.title !== undefined) add('title', line(item?.title) === visible(expected.title), expected.title, item?.title);
  if (expected.link !== undefined) add('link', sameAddress(item?.url, expected.link), expected.link, item?.url);
  if (expected.guid !== undefined) add('id', item?.guid === expected.guid, expected.guid, item?.guid);
  for (const date of [expected.publishedParsed, expected.updatedParsed]) {
    if (date !== undefined) add('date', item?.dates.some((found) => found.getTime() === Date.parse(date)) === true, date, item?.dates);
  }
  for (const text of [expected.content, expected.description]) {
    if (text !== undefined) add('text', item?.texts.some((found) => gist(found, null) === gist(text, null)) === true, text, item?.texts);
  }
  for (const person of expected.authors ?? []) {
    const wanted = person.name ?? person.email ?? '';
    add('author', item?.author?.includes(wanted) === true, wanted, item?.author);
  }
  if (expected.image?.url) add('image', item?.enclosures.some((file) => file.url === expected.image?.url) === true, expected.image.url, item?.enclosures);
  for (const file of expected.enclosures ?? []) {
    const same = item?.enclosures.some(
      (found) => found.url === file.url && (!file.type || found.mimeType === file.type) && (!Number(file.length) || found.size === Number(file.length)),
    );
    add('enclosure', same === true, file, item?.enclosures);
  }
}

function line(text: string | null | undefined): string {
  return visible(text);
}

/** The suite has addresses without a scheme that are relative for a reader. */
function sameAddress(found: string | null | undefined, expected: string): boolean {
  return found === expected || (found !== null && found !== undefined && found === URL.parse(expected, 'http://feed.example/feed')?.href);
}
