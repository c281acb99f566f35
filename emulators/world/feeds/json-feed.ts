/** JSON Feed 1.1. */
import { entriesOf, type FeedView } from './feed-entry.ts';

export function writeJsonFeed(view: FeedView): string {
  const { outlet, base, self } = view;
  const items = entriesOf(view).map((e) => ({
    id: e.guid,
    url: e.link,
    title: e.title,
    summary: e.summary,
    content_html: e.html,
    date_published: e.at.toISOString(),
    ...(e.updated > e.at ? { date_modified: e.updated.toISOString() } : {}),
    ...(e.picture ? { image: e.picture } : {}),
    authors: [{ name: e.author }],
    tags: [e.category],
  }));
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: outlet.title,
    description: outlet.description,
    home_page_url: `${base}/`,
    feed_url: self,
    icon: `${base}/favicon.png`,
    language: outlet.language,
    items,
  };
  return `${JSON.stringify(feed, null, 1)}\n`;
}
