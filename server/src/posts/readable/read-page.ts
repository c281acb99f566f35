import type { LimitedThread } from '#platform/limited-thread';
import type { Article } from './extract-article.ts';
import type { extractPage, FetchedPage } from './extract-page.ts';

/**
 * The readable text of a page that was fetched, found in a thread of its own: on a page that is made for
 * it, that takes seconds.
 * @throws AppError `not_an_article`, `too_complex`
 */
export function readPage({ apart }: { apart: LimitedThread }, page: FetchedPage): Promise<Article> {
  return apart.call<typeof extractPage>(new URL('./extract-page.ts', import.meta.url), 'extractPage', page);
}
