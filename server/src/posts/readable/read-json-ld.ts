/** What a page says about its article in JSON-LD (schema.org). */
import type { LightDocument } from './light-document.ts';

export interface JsonLdFacts {
  title: string | null;
  authors: string[];
  publishedAt: string | null;
  language: string | null;
  siteName: string | null;
  image: string | null;
  /** The whole text, for pages that are drawn by scripts. */
  body: string | null;
}

type Json = Record<string, unknown>;

const articleType = /(?:Article|BlogPosting|Posting|Report|Review|Recipe|HowTo|NewsStory|LiveBlogPosting|CreativeWork|PodcastEpisode|VideoObject)$/;
const MOST_CHARS = 2_000_000;

export function readJsonLd(page: LightDocument): JsonLdFacts {
  const things: Json[] = [];
  let left = MOST_CHARS;
  for (const script of page.getElementsByTagName('script')) {
    if (!/^application\/ld\+json/i.test(script.getAttribute('type') ?? '')) continue;
    const text = script.textContent;
    left -= text.length;
    if (left > 0) collectThings(parseLoose(text), things, 0);
  }
  const articles = things.filter((thing) => typesOf(thing).some((type) => articleType.test(type)));
  const article = articles.toSorted((one, other) => weight(other) - weight(one))[0];
  return article === undefined ? nothing : factsOf(article, things);
}

const nothing: JsonLdFacts = { title: null, authors: [], publishedAt: null, language: null, siteName: null, image: null, body: null };

function factsOf(article: Json, things: readonly Json[]): JsonLdFacts {
  return {
    title: text(article['headline']) ?? text(article['name']),
    authors: namesOf(article['author'] ?? article['creator'], things),
    publishedAt: text(article['datePublished']) ?? text(article['dateCreated']) ?? text(article['uploadDate']),
    language: text(article['inLanguage']) ?? text((article['inLanguage'] as Json | undefined)?.['alternateName']),
    siteName: namesOf(article['publisher'], things)[0] ?? null,
    image: addressOf(article['image']) ?? addressOf(article['thumbnailUrl']),
    body: text(article['articleBody']),
  };
}

/** Real articles before teasers and players. */
function weight(thing: Json): number {
  const isNews = typesOf(thing).some((type) => /(?:Article|Posting|Report)$/.test(type));
  return (
    (isNews ? 4 : 0) +
    (text(thing['articleBody']) === null ? 0 : 2) +
    (text(thing['headline']) === null ? 0 : 1) +
    (thing['datePublished'] === undefined ? 0 : 1)
  );
}

function collectThings(value: unknown, things: Json[], depth: number): void {
  if (depth > 6 || things.length > 500) return;
  if (Array.isArray(value)) for (const one of value) collectThings(one, things, depth + 1);
  else if (typeof value === 'object' && value !== null) {
    const thing = value as Json;
    things.push(thing);
    for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'hasPart', 'itemListElement', 'liveBlogUpdate']) {
      if (typeof thing[key] === 'object' && key !== 'liveBlogUpdate') collectThings(thing[key], things, depth + 1);
    }
  }
}

/** Pages leave comments, CDATA marks and raw line breaks in their JSON. */
function parseLoose(raw: string): unknown {
  const bare = raw.replace(/^\s*(?:<!\[CDATA\[|<!--|\/\*<!\[CDATA\[\*\/|\/\/\s*<!\[CDATA\[)/, '').replace(/(?:\]\]>|-->|\/\*\]\]>\*\/|\/\/\s*\]\]>)\s*$/, '');
  for (const attempt of [bare, bare.replace(/[\r\n\t]+/g, ' '), bare.trim().replace(/;$/, '')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // The next form may do.
    }
  }
  return null;
}

function typesOf(thing: Json): string[] {
  const type = thing['@type'];
  return (Array.isArray(type) ? type : [type]).filter((one) => typeof one === 'string');
}

function text(value: unknown): string | null {
  if (Array.isArray(value)) return text(value[0]);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' ? null : trimmed;
}

/** Names of persons or organisations: strings, objects, or references to objects elsewhere. */
function namesOf(value: unknown, things: readonly Json[], depth = 0): string[] {
  if (depth > 3) return [];
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((one) => namesOf(one, things, depth + 1));
  if (typeof value === 'string') return value.trim() === '' || /^https?:/.test(value) ? [] : [value.trim()];
  if (typeof value !== 'object' || value === null) return [];
  const thing = value as Json;
  const name = text(thing['name']);
  if (name !== null) return [name];
  const id = text(thing['@id']);
  const found = id === null ? undefined : things.find((other) => other !== thing && other['@id'] === id && text(other['name']) !== null);
  return found === undefined ? [] : namesOf(found['name'], things, depth + 1);
}

function addressOf(value: unknown): string | null {
  if (Array.isArray(value)) return addressOf(value[0]);
  if (typeof value === 'object' && value !== null) return text((value as Json)['url']) ?? text((value as Json)['contentUrl']);
  return text(value);
}
