/** Expectations written as paths into the result of Python's feedparser. */
import { readFileSync } from 'node:fs';
import { clockOfSuites, gist, readCases, squeeze, visible, type Case, type Check, type FeedReader, type ReadFeed, type ReadItem } from './reader.ts';

interface Expectation {
  path: (string | number)[];
  op: string;
  value?: unknown;
}

interface FeedparserCase extends Case {
  asserts: Expectation[] | null;
  http_headers?: Record<string, string>;
}

/** Facts that a reader of news needs; the many others of feedparser's result are not looked at. */
const fields: [RegExp, string, (feed: ReadFeed, item: ReadItem | null, value: unknown) => boolean][] = [
  [/^feed\.title(_detail\.value)?$/, 'title', (feed, _, value) => sameLine(feed.title, value)],
  [/^feed\.link$/, 'link', (feed, _, value) => feed.siteUrl === value],
  [/^feed\.language$/, 'language', (feed, _, value) => feed.language === value],
  [/^entries\.\d+\.title(_detail\.value)?$/, 'title', (_, item, value) => sameLine(item?.title, value)],
  [/^entries\.\d+\.link$/, 'link', (_, item, value) => item?.url === value],
  [/^entries\.\d+\.(id|guid)$/, 'id', (_, item, value) => item?.guid === value],
  [/^entries\.\d+\.(published|updated|created)_parsed$/, 'date', (_, item, value) => hasDate(item, value as number[])],
  [/^entries\.\d+\.(summary|description|(summary_detail|content\.\d+)\.value)$/, 'text', (_, item, value) => hasText(item, value)],
  [/^entries\.\d+\.(author|author_detail\.name|authors\.\d+\.name)$/, 'author', (_, item, value) => hasAuthor(item, value)],
  [/^entries\.\d+\.(language|content\.\d+\.language)$/, 'language', (_, item, value) => item?.language === value],
  [/^entries\.\d+\.enclosures\.\d+\.(href|url)$/, 'enclosure', (_, item, value) => item?.enclosures.some((file) => file.url === value) === true],
  [/^entries\.\d+\.enclosures\.\d+\.length$/, 'enclosure', (_, item, value) => item?.enclosures.some((file) => String(file.size) === value) === true],
  [/^entries\.\d+\.enclosures\.\d+\.type$/, 'enclosure', (_, item, value) => item?.enclosures.some((file) => file.mimeType === value) === true],
];

export async function checkFeedparser(dir: string, read: FeedReader): Promise<Check[]> {
  const checks: Check[] = [];
  for (const each of readCases<FeedparserCase>(dir)) {
    const body = readFileSync(`${dir}/${each.file}`);
    // Entities of a DTD stay unexpanded on purpose; Content-Language is a header and not in the feed.
    if (body.includes('<!ENTITY') || each.http_headers?.['Content-Language']) continue;
    const wanted = (each.asserts ?? []).filter((one) => one.op === 'eq' && fieldOf(one) !== undefined && !isMojibake(one.value));
    if (wanted.length === 0) continue;
    const feed = await attempt(read, body, each);
    for (const one of wanted) checks.push(checkOne(each.id, feed, one));
  }
  return checks;
}

async function attempt(read: FeedReader, body: Uint8Array, each: FeedparserCase): Promise<ReadFeed | null> {
  const headers = each.http_headers ?? {};
  const contentType = headers['Content-type'] ?? headers['Content-Type'] ?? null;
  const location = headers['Content-Location'];
  const address = new URL(location ?? '/feed.xml', 'http://127.0.0.1:8097/').href;
  try {
    return await read(body, { contentType, address, now: clockOfSuites });
  } catch {
    return null;
  }
}

function fieldOf(one: Expectation): (typeof fields)[number] | undefined {
  const path = one.path.join('.');
  return fields.find(([form]) => form.test(path));
}

/** Where bytes fit no encoding feedparser takes them for windows-1252, which nobody can read; we mark the broken ones. */
function isMojibake(value: unknown): boolean {
  return typeof value === 'string' && value.includes('\u00e2\u20ac');
}

function checkOne(id: string, feed: ReadFeed | null, one: Expectation): Check {
  const [, field, matches] = fieldOf(one) ?? [/^$/, 'other', () => false];
  const item = one.path[0] === 'entries' ? (feed?.items[Number(one.path[1])] ?? null) : null;
  const ok = feed !== null && matches(feed, item, one.value);
  return { id, field, ok, detail: ok ? '' : `${one.path.join('.')} = ${JSON.stringify(one.value)}; read ${JSON.stringify(item ?? feed)?.slice(0, 400)}` };
}

/** `&lang;` and `&rang;` are other characters in HTML 4 (expected) than in HTML 5 (read); they look the same. */
function sameLine(found: string | null | undefined, expected: unknown): boolean {
  const wanted = String(expected).replaceAll('\u2329', '\u27e8').replaceAll('\u232a', '\u27e9');
  return squeeze(found ?? '') === visible(wanted) || squeeze(found ?? '') === squeeze(wanted);
}

function hasDate(item: ReadItem | null, [year = 0, month = 1, day, hour, minute, second]: number[]): boolean {
  const expected = Date.UTC(year, month - 1, day, hour, minute, second);
  return item?.dates.some((date) => Math.floor(date.getTime() / 1000) * 1000 === expected) === true;
}

function hasText(item: ReadItem | null, value: unknown): boolean {
  const expected = gist(String(value), null);
  return (
    item?.texts.some((text) => gist(text, item.baseUrl) === expected || gist(text, null) === expected) === true ||
    (expected === '' && item?.texts.every((text) => text === '') === true)
  );
}

/** feedparser writes "Name (mail)"; the name is what a reader shows. */
function hasAuthor(item: ReadItem | null, value: unknown): boolean {
  const author = item?.author ?? '';
  const wanted = String(value);
  return author !== '' && (author === wanted || author.split(', ').includes(wanted) || wanted.startsWith(`${author} (`) || wanted.endsWith(` (${author})`));
}
