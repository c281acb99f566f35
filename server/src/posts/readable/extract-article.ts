import { isProbablyReaderable, Readability } from '@mozilla/readability';
import { AppError } from '../../platform/errors.ts';
import type { Block } from '../../contract/blocks.ts';
import { blocksToText } from '../blocks/blocks-to-text.ts';
import { textToBlocks } from '../blocks/text-to-blocks.ts';
import { PageTooComplex, type LightDocument, type LightElement } from './light-dom.ts';
import { lightToBlocks } from './light-to-blocks.ts';
import { parseLight } from './parse-light.ts';
import { readMetadata } from './read-metadata.ts';
import { readPageAuthor } from './read-page-author.ts';

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
  const found = readMain(page);
  const baseUrl = page.baseURI;
  let blocks = found === null ? [] : lightToBlocks(found.content, { baseUrl });
  let text = blocksToText(blocks);
  const { body } = metadata.jsonLd;
  if (body !== null && body.length > 200 && text.length < body.length * 0.5) {
    blocks = textToBlocks(body);
    text = blocksToText(blocks);
  }
  if (text === '') throw new AppError('not_an_article');
  return {
    title: found?.title ?? metadata.jsonLd.title,
    author: readPageAuthor(page, metadata.meta, metadata.jsonLd, found?.byline ?? null),
    publishedAt: metadata.publishedAt,
    language: metadata.language ?? language,
    siteName: metadata.siteName,
    image: metadata.image,
    blocks,
    text,
    readerable,
  };
}

interface FoundMain {
  content: LightElement;
  title: string | null;
  byline: string | null;
}

/** Takes the page apart. */
function readMain(page: LightDocument): FoundMain | null {
  if (page.body === null) return null;
  const reader = new Readability<LightElement>(page as never, {
    keepClasses: true,
    serializer: (content) => content as unknown as LightElement,
  });
  const read = reader.parse();
  if (read?.content == null) return null;
  return { content: read.content, title: read.title ?? null, byline: read.byline ?? null };
}
