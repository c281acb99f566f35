/** Subscription lists of other readers. */
import { AppError } from '../../platform/errors.ts';
import { decodeText } from '../../platform/decode-text.ts';
import { readAttributes, scanXml } from '../adapters/rss/scan-xml.ts';
import { decodeEntities } from '../adapters/rss/xml-element.ts';
import { oneLine, plainLine } from '../adapters/rss/read-text.ts';
import { resolveAddress } from '../adapters/rss/resolve-address.ts';

export interface OpmlSource {
  /** The site's or else the feed's address when the list gives no name. */
  title: string;
  /** Absolute http(s) address. */
  address: string;
  siteUrl: string | null;
  /** Names of nested folders joined by " / "; null at the top. */
  folder: string | null;
  /** What the list says it is; `rss` for lists that do not know our other kinds. */
  kind: 'rss' | 'telegram' | 'web';
}

export interface OpmlProblem {
  code: 'duplicate' | 'address_missing' | 'address_invalid' | 'misnested' | 'truncated' | 'too_many';
  /** The entry that was left out; null for what concerns the whole list. */
  entry: string | null;
  /** English, with the name of the entry. */
  message: string;
}

export interface ParsedOpml {
  title: string | null;
  sources: OpmlSource[];
  /** The first 200; `skipped` counts all entries that were left out. */
  problems: OpmlProblem[];
  skipped: number;
}

export const mostSources = 10_000;
/** With folders and repetitions; a list of five megabytes without an end of them would hold up everybody else. */
const mostOutlines = 50_000;
const mostProblems = 200;
const deepestFolder = 8;

interface Reading {
  source: string;
  title: string | null;
  inTitle: boolean;
  sawRoot: boolean;
  sawOutline: boolean;
  /** Folder names of the open outlines; null for one that is a source itself. */
  open: (string | null)[];
  outlines: number;
  sources: Map<string, OpmlSource>;
  problems: OpmlProblem[];
  skipped: number;
}

/** Reads what can be read of a damaged list. @throws AppError `opml_malformed` when there is none. */
export function parseOpml(bytes: Uint8Array): ParsedOpml {
  const source = decodeText(bytes, { kind: 'xml' }).text;
  const reading: Reading = {
    source,
    title: null,
    inTitle: false,
    sawRoot: false,
    sawOutline: false,
    open: [],
    outlines: 0,
    sources: new Map(),
    problems: [],
    skipped: 0,
  };
  const cutShort = scanXml(source, {
    open: (name, attributes) => openTag(reading, localName(name), attributes),
    close: (name) => closeTag(reading, localName(name)),
    text: (start, end) => addTitle(reading, decodeEntities(source.slice(start, end))),
    cdata: (start, end) => addTitle(reading, source.slice(start, end)),
    done: () => isFull(reading),
  });
  if (!reading.sawRoot && !reading.sawOutline) throw new AppError('opml_malformed', { reason: source.trim() === '' ? 'opml_empty' : 'opml_missing' });
  const { sources, problems, skipped } = reading;
  if (cutShort && sources.size === 0) throw new AppError('opml_malformed', { reason: 'opml_cut' });
  if (cutShort) report(reading, 'truncated', null, 'The list ends inside a tag; the entries before it were read.');
  else if (reading.open.length > 0 && !isFull(reading)) report(reading, 'misnested', null, 'End tags are missing; folders may be wrong.');
  if (isFull(reading)) report(reading, 'too_many', null, `Only the first ${reading.sources.size} entries were read.`);
  return { title: reading.title === null ? null : oneLine(reading.title).slice(0, 200) || null, sources: [...sources.values()], problems, skipped };
}

const isFull = ({ sources, outlines }: Reading): boolean => sources.size >= mostSources || outlines >= mostOutlines;

/** Is it a list of sources, as far as its beginning tells? */
export function looksLikeOpml(bytes: Uint8Array): boolean {
  return /^\s*(?:<[?!][^>]*>\s*){0,20}<(?:\w{1,20}:)?opml[\s>]/i.test(decodeText(bytes.subarray(0, 4000), { kind: 'xml' }).text);
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

function openTag(reading: Reading, name: string, attributes: string): void {
  if (name === 'opml') reading.sawRoot = true;
  else if (name === 'title') reading.inTitle = true;
  else if (name === 'outline') {
    reading.sawOutline = true;
    reading.outlines += 1;
    readOutline(reading, readAttributes(attributes));
  }
}

function closeTag(reading: Reading, name: string): void {
  if (name === 'title') reading.inTitle = false;
  else if (name === 'outline') reading.open.pop();
}

function addTitle(reading: Reading, text: string): void {
  if (reading.inTitle && reading.open.length === 0) reading.title = (reading.title ?? '') + text.slice(0, 500);
}

function readOutline(reading: Reading, attributes: Map<string, string>): void {
  const get = (name: string): string => decodeEntities(attributes.get(name) ?? '').trim();
  const name = plainLine(get('title') || get('text')).slice(0, 500);
  const type = get('type').toLowerCase();
  const given = get('xmlurl') || (type === 'rss' || type === 'atom' ? get('url') : '');
  const folder = folderOf(reading.open) ?? categoryOf(get('category'));
  const isFolder = given === '' && type !== 'rss';
  reading.open.push(isFolder && name !== '' ? name : null);
  if (!isFolder) addSource(reading, { name, given, folder, site: get('htmlurl'), kind: type === 'telegram' || type === 'web' ? type : 'rss' });
}

interface Outline {
  name: string;
  given: string;
  folder: string | null;
  site: string;
  kind: OpmlSource['kind'];
}

function addSource(reading: Reading, outline: Outline): void {
  const { name, given, folder, kind } = outline;
  const address = resolveAddress(given, null);
  const label = name || given.slice(0, 200);
  if (given === '') report(reading, 'address_missing', name, `"${name}" has no address.`);
  else if (address === null) report(reading, 'address_invalid', label, `"${label}" has an address that cannot be followed.`);
  else if (reading.sources.has(address)) report(reading, 'duplicate', label, `"${label}" is in the list more than once.`);
  else {
    const siteUrl = resolveAddress(outline.site, address);
    reading.sources.set(address, { title: name || siteUrl || address, address, siteUrl, folder, kind });
  }
}

function folderOf(open: readonly (string | null)[]): string | null {
  return (
    open
      .slice(0, 100)
      .filter((name) => name !== null)
      .slice(0, deepestFolder)
      .join(' / ') || null
  );
}

/** OPML 2.0 `category="/News/Local,/Other"`: the first one is the folder. */
function categoryOf(categories: string): string | null {
  const first = categories
    .split(',')[0]
    ?.split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return first?.slice(0, deepestFolder).join(' / ').slice(0, 500) || null;
}

function report(reading: Reading, code: OpmlProblem['code'], entry: string | null, message: string): void {
  if (entry !== null) reading.skipped += 1;
  if (reading.problems.length < mostProblems) reading.problems.push({ code, entry, message });
}
