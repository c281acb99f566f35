/**
 * The query language: words, "phrases", -exclusions, and filters such as `from:@channel` or `после:7д`.
 * Anything can be typed: what is not understood as a filter is looked for as words.
 */
import { parseMoment } from './parse-moment.ts';

export type Medium = 'photo' | 'video' | 'link';

export interface ParsedQuery {
  /** The words, in their order. */
  text: string;
  phrases: string[];
  notWords: string[];
  notPhrases: string[];
  /** Names of sources, `@name` for channels; any of them. */
  sources: string[];
  notSources: string[];
  /** Names of folders; any of them. */
  folders: string[];
  notFolders: string[];
  /** All of them. */
  tags: string[];
  notTags: string[];
  /** ISO 639-1, any of them. */
  languages: string[];
  /** None of them. */
  notLanguages: string[];
  /** Seconds since 1970: `after` inclusive, `before` exclusive. */
  after: number | null;
  before: number | null;
  has: Medium[];
  /** None of them. */
  hasNot: Medium[];
  /** What was understood as a filter, as it was written. */
  filters: string[];
  /** Looks like a filter and is none: its value makes no sense, or it does nothing yet. Looked for as words, in the first case; passed over when it is to be left out. */
  notUnderstood: string[];
}

const KEYS: ReadonlyMap<string, Key> = table({
  from: 'source',
  source: 'source',
  от: 'source',
  источник: 'source',
  канал: 'source',
  folder: 'folder',
  папка: 'folder',
  tag: 'tag',
  тег: 'tag',
  тэг: 'tag',
  lang: 'language',
  language: 'language',
  язык: 'language',
  after: 'after',
  since: 'after',
  после: 'after',
  с: 'after',
  before: 'before',
  until: 'before',
  до: 'before',
  has: 'has',
  есть: 'has',
  in: 'feed',
  в: 'feed',
});
type Key = 'source' | 'folder' | 'tag' | 'language' | 'after' | 'before' | 'has' | 'feed';

const MEDIA: ReadonlyMap<string, Medium> = table({
  photo: 'photo',
  photos: 'photo',
  image: 'photo',
  picture: 'photo',
  фото: 'photo',
  картинка: 'photo',
  video: 'video',
  видео: 'video',
  link: 'link',
  links: 'link',
  url: 'link',
  ссылка: 'link',
  ссылки: 'link',
});

const LANGUAGES: ReadonlyMap<string, string> = table({
  russian: 'ru',
  русский: 'ru',
  рус: 'ru',
  english: 'en',
  английский: 'en',
  англ: 'en',
  ukrainian: 'uk',
  украинский: 'uk',
  belarusian: 'be',
  белорусский: 'be',
  german: 'de',
  немецкий: 'de',
  french: 'fr',
  французский: 'fr',
  spanish: 'es',
  испанский: 'es',
  chinese: 'zh',
  китайский: 'zh',
  japanese: 'ja',
  японский: 'ja',
});

function table<V>(entries: Record<string, V>): ReadonlyMap<string, V> {
  return new Map(Object.entries(entries));
}

/** In a query of more words than this, quotation marks belong to a sentence, a headline say, unless they are around all of it. */
const LONGEST_WITH_PHRASES = 6;

/** Each is compared with every source that a person follows. */
const MOST_NAMES = 20;

const CLOSING: Readonly<Record<string, string>> = { '"': '"', '«': '»', '“': '”', '„': '“' };

/** What times of a query count from: this moment, and the days of this time zone. */
export interface Here {
  now: Date;
  zone: string;
}

/** Never throws. */
export function parseQuery(query: string, here: Here): ParsedQuery {
  const parsed: ParsedQuery = {
    text: '',
    phrases: [],
    notWords: [],
    notPhrases: [],
    sources: [],
    notSources: [],
    folders: [],
    notFolders: [],
    tags: [],
    notTags: [],
    languages: [],
    notLanguages: [],
    after: null,
    before: null,
    has: [],
    hasNot: [],
    filters: [],
    notUnderstood: [],
  };
  const all = [...pieces(query)];
  const filters = new Set(all.filter((piece) => piece.key !== null && applyFilter(parsed, piece, here)));
  for (const piece of all) {
    if (filters.has(piece) && piece.key !== 'feed') parsed.filters.push(piece.written);
    else if (piece.key !== null) parsed.notUnderstood.push(piece.written);
  }
  sortWords(
    parsed,
    all.filter((piece) => !filters.has(piece) && !(piece.excluded && piece.key !== null)),
  );
  return parsed;
}

function sortWords(parsed: ParsedQuery, all: readonly Piece[]): void {
  const wanted = all.filter((piece) => !piece.excluded);
  const isSentence = wanted.length > 1 && wanted.reduce((total, piece) => total + countWords(piece.value), 0) > LONGEST_WITH_PHRASES;
  const words: string[] = [];
  for (const { quoted, excluded, value, key, written } of all) {
    if (excluded) (quoted ? parsed.notPhrases : parsed.notWords).push(value);
    else if (quoted && !isSentence && countWords(value) > 1) parsed.phrases.push(value);
    else words.push(key === null ? value : written);
  }
  parsed.text = words.join(' ');
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

interface Piece {
  written: string;
  key: Key | null;
  value: string;
  quoted: boolean;
  excluded: boolean;
}

function* pieces(query: string): Generator<Piece> {
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query[at]!)) {
      at++;
      continue;
    }
    const piece = pieceAt(query, at);
    at += piece.written.length;
    if (piece.value !== '') yield piece;
  }
}

function pieceAt(query: string, start: number): Piece {
  // A minus before a number is a sign: "-22°".
  const excluded = /^-[^\s\d-]/.test(query.slice(start, start + 2)) && (start === 0 || /\s/.test(query[start - 1]!));
  let at = start + (excluded ? 1 : 0);
  const colon = query.slice(at, at + 12).match(/^(\p{L}+):(?=\S)/u);
  const key = colon === null ? null : (KEYS.get(colon[1]!.toLowerCase()) ?? null);
  if (key !== null) at += colon![0].length;
  const closing = CLOSING[query[at]!];
  const close = closing === undefined ? -1 : query.indexOf(closing, at + 1);
  if (close > 0) return { written: query.slice(start, close + 1), key, value: query.slice(at + 1, close).trim(), quoted: true, excluded };
  let end = at;
  while (end < query.length && !/\s/.test(query[end]!)) end++;
  return { written: query.slice(start, end), key, value: query.slice(at, end), quoted: false, excluded };
}

/** False when the value makes no sense for the key: then the piece is looked for as words. */
function applyFilter(parsed: ParsedQuery, { key, value, excluded }: Piece, here: Here): boolean {
  const { sources, folders, tags, languages, has } = excluded ? withMinus(parsed) : parsed;
  if (key === 'feed') return true;
  if (key === 'source') return addName(sources, value);
  if (key === 'folder') return addName(folders, value);
  if (key === 'tag') return tags.push(value.replace(/^#/, '')) > 0;
  if (key === 'language') return addLanguage(languages, value.toLowerCase());
  if (key === 'has') return addMedium(has, value.toLowerCase());
  return key !== null && !excluded && setMoment(parsed, key, value, here);
}

/** What is to be left out, by the names of what is looked for. */
function withMinus(parsed: ParsedQuery): Pick<ParsedQuery, 'sources' | 'folders' | 'tags' | 'languages' | 'has'> {
  return { sources: parsed.notSources, folders: parsed.notFolders, tags: parsed.notTags, languages: parsed.notLanguages, has: parsed.hasNot };
}

function addName(names: string[], name: string): boolean {
  return names.length < MOST_NAMES && names.push(name) > 0;
}

function addLanguage(languages: string[], value: string): boolean {
  const code = LANGUAGES.get(value) ?? (isLanguage(value) ? value : null);
  if (code !== null) languages.push(code);
  return code !== null;
}

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

function isLanguage(code: string): boolean {
  return /^[a-z]{2,3}$/.test(code) && names.of(code) !== undefined;
}

function setMoment(parsed: ParsedQuery, side: 'after' | 'before', value: string, { now, zone }: Here): boolean {
  const moment = parseMoment(value, now, zone);
  if (moment === null) return false;
  parsed[side] = side === 'after' ? Math.max(moment, parsed.after ?? -Infinity) : Math.min(moment, parsed.before ?? Infinity);
  return true;
}

function addMedium(media: Medium[], value: string): boolean {
  const medium = MEDIA.get(value) ?? null;
  if (medium !== null && !media.includes(medium)) media.push(medium);
  return medium !== null;
}
