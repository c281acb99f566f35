import { decodeText } from '../../platform/decode-text.ts';
import { extractArticle, type Article } from './extract-article.ts';

export interface FetchedPage {
  bytes: Uint8Array;
  contentType: string | null;
  /** Where it came from, after redirects. */
  url: string;
}

/** `extractArticle` for the bytes of a page. Runs in the thread with limits; everybody else calls `readPage`. */
export function extractPage({ bytes, contentType, url }: FetchedPage): Article {
  return extractArticle(decodeText(bytes, { contentType, kind: 'html' }).text, { url });
}
