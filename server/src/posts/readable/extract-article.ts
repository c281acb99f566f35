import { isProbablyReaderable, Readability } from '@mozilla/readability';
import { AppError } from '../../platform/errors.ts';
import type { Block } from '../../contract/blocks.ts';
import { blocksToText } from '../blocks/blocks-to-text.ts';
import { htmlToBlocks } from '../blocks/html-to-blocks.ts';
import { textToBlocks } from '../blocks/text-to-blocks.ts';
import { PageTooComplex, type LightDocument } from './light-document.ts';
import type { LightElement } from './light-element.ts';
import { chooseTitle } from './choose-title.ts';
import { noteEmbedded, readEmbedded } from './embedded-state.ts';
import { findMissedPart, noteParagraphs, readContainer } from './missed-part.ts';
import { lightToBlocks } from './light-to-blocks.ts';
import { parseLight } from './parse-light.ts';
import { markBoxes, pruneContent } from './prune-content.ts';
import { readMetadata } from './read-metadata.ts';
import { agencyOf, chooseAuthor, noteAuthors } from './read-page-author.ts';
import { revealSlides } from './reveal-slides.ts';
import { chooseDate } from './read-page-date.ts';

export interface Article {
  title: string | null;
  author: string | null;
  publishedAt: Date | null;
  /** BCP 47 in lower case, as the page declares it. */
  language: string | null;
  siteName: string | null;
  image: string | null;
  blocks: Block[];
  text: string;
  /** Whether the page looks like one to read, rather than a front page or an application. */
  readerable: boolean;
}

const LITTLE_TEXT = 300;
/** Characters; a post keeps less, but the reader may ask for a whole book. */
const LONGEST_ARTICLE = 1024 * 1024;
const LONGEST_PAGE = 5 * 1024 * 1024;

/**
 * The readable text of a page and what the page says about it. `url` is where the page was found.
 * @throws AppError `not_an_article` when there is no text to read, or the page is built to keep readers busy
 */
export function extractArticle(html: string, { url, language = null }: { url: string; language?: string | null }): Article {
  try {
    return readArticle(html.slice(0, LONGEST_PAGE), url, language);
  } catch (error) {
    if (error instanceof PageTooComplex || error instanceof RangeError) throw new AppError('not_an_article', {}, { cause: error });
    throw error;
  }
}

function readArticle(html: string, url: string, language: string | null): Article {
  const page = parseLight(html, url);
  const metadata = readMetadata(page);
  const readerable = isProbablyReaderable(page as never);
  const host = URL.parse(url)?.hostname ?? '';
  const notes = { authors: noteAuthors(page), paragraphs: noteParagraphs(page), embedded: noteEmbedded(page) };
  const baseUrl = page.baseURI;
  const found = readMain(page);
  const blocks = bestBlocks(html, found === null ? [] : readContent(found.content, baseUrl), { url, baseUrl, body: metadata.jsonLd.body, ...notes });
  const text = blocksToText(blocks);
  if (text === '') throw new AppError('not_an_article');
  return {
    title: chooseTitle({
      named: found?.title ?? null,
      pageTitle: metadata.pageTitle,
      headings: metadata.headings,
      headline: metadata.jsonLd.title,
      openGraph: metadata.meta.get('og:title') ?? null,
      siteName: metadata.siteName,
      host,
    }),
    author: chooseAuthor(notes.authors, { ...metadata, host }, found?.byline ?? null) ?? agencyOf(text),
    publishedAt: chooseDate(metadata.dates, metadata.pageTitle, text),
    language: metadata.language ?? language,
    siteName: metadata.siteName,
    image: metadata.image,
    blocks,
    text,
    readerable,
  };
}

interface Hints {
  url: string;
  baseUrl: string;
  /** The text as JSON-LD gives it. */
  body: string | null;
  paragraphs: ReturnType<typeof noteParagraphs>;
  embedded: readonly string[];
}

/** What the reader has found, or what the page gives elsewhere when that is clearly the whole and this is not. */
function bestBlocks(html: string, found: Block[], { url, baseUrl, body, paragraphs, embedded }: Hints): Block[] {
  const text = blocksToText(found);
  if (body !== null && body.length > 200 && text.length < body.length * 0.5) {
    return /<(?:p|br|div)\b/i.test(body) ? htmlToBlocks(body, { baseUrl }) : textToBlocks(body);
  }
  const missed = text === '' ? null : findMissedPart(paragraphs, text);
  if (missed !== null) return readContainer(parseLight(html, url), missed, paragraphs, baseUrl) ?? found;
  if (text.length >= LITTLE_TEXT) return found;
  const drawn = readEmbedded(embedded, baseUrl);
  return drawn !== null && blocksToText(drawn).length > text.length * 2 ? drawn : found;
}

function readContent(content: LightElement, baseUrl: string): Block[] {
  pruneContent(content);
  return lightToBlocks(content, { baseUrl, maxChars: LONGEST_ARTICLE });
}

interface FoundMain {
  content: LightElement;
  title: string | null;
  byline: string | null;
}

/** Takes the page apart. */
function readMain(page: LightDocument): FoundMain | null {
  if (page.body === null) return null;
  revealSlides(page);
  markBoxes(page);
  const reader = new Readability<LightElement>(page as never, {
    keepClasses: true,
    serializer: (content) => content as unknown as LightElement,
  });
  const read = reader.parse();
  if (read?.content == null) return null;
  return { content: read.content, title: read.title ?? null, byline: read.byline ?? null };
}
