import { decodeText } from '../../../platform/decode-text.ts';
import { findArticles, type FoundArticle } from './find-articles.ts';

export interface FrontPage {
  articles: FoundArticle[];
  title: string | null;
  /** ISO 639. */
  language: string | null;
}

/** What the first page of a site without a feed tells. Runs in the thread with limits. */
export function extractFrontPage(bytes: Uint8Array, { contentType, url }: { contentType: string | null; url: string }): FrontPage {
  const html = decodeText(bytes, { contentType, kind: 'html' }).text;
  const title = /<title[^>]{0,200}>([^<]{1,300})/i.exec(html.slice(0, 200_000))?.[1]?.replace(/\s+/g, ' ').trim();
  return {
    articles: findArticles(html, url),
    title: title ? decodeText(new TextEncoder().encode(title), { kind: 'text' }).text : null,
    language: /<html[^>]{0,300}\blang=["']?([a-z]{2,3})/i.exec(html.slice(0, 5000))?.[1]?.toLowerCase() ?? null,
  };
}
