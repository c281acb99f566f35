/** The feed of a site, in its format, encoding and compression. */
import type { Answer } from '../answer.ts';
import { encodeText } from '../escape.ts';
import type { FeedFormat } from '../outlet.ts';
import { writeAtom } from './atom-feed.ts';
import type { FeedView } from './feed-entry.ts';
import { writeJsonFeed } from './json-feed.ts';
import { writeRdf, writeRss091, writeRss2 } from './rss-feed.ts';

const writers: Record<Exclude<FeedFormat, 'none'>, { write: (view: FeedView) => string; type: string }> = {
  rss2: { write: writeRss2, type: 'application/rss+xml' },
  rss091: { write: writeRss091, type: 'text/xml' },
  rdf: { write: writeRdf, type: 'application/rdf+xml' },
  atom: { write: writeAtom, type: 'application/atom+xml' },
  json: { write: writeJsonFeed, type: 'application/feed+json' },
};

export function feedType(format: FeedFormat): string {
  return format === 'none' ? '' : writers[format].type;
}

export function answerFeed(view: FeedView): Answer {
  const plan = view.outlet.feed;
  if (plan.format === 'none') return { status: 404 };
  const writer = writers[plan.format];
  const items = view.items.slice(0, plan.window);
  const changed = Math.max(0, ...items.map((i) => (i.editedAt ?? i.at).getTime()));
  // The koi8-r site says its encoding in the XML declaration only, as such sites do.
  const charset = plan.charset === 'koi8-r' ? '' : `; charset=${plan.charset}`;
  return {
    status: 200,
    headers: { 'content-type': `${writer.type}${charset}`, ...(plan.maxAge === undefined ? {} : { 'cache-control': `public, max-age=${plan.maxAge}` }) },
    body: encodeText(writer.write({ ...view, items }), plan.charset),
    compression: plan.compression,
    validators: plan.validators ? { lastModified: new Date(changed) } : undefined,
  };
}
