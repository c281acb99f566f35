/** An RSS feed of posts made for benches, each with a word that no other post has. */
import { makeCorpus, type CorpusPost } from './corpus.ts';

/** A search for it finds this post alone. */
export function markerOf(number: number): string {
  return `zq${number.toString(36)}x`;
}

/** Bodies of `feeds` feeds of `items` posts each; the markers count through all of them. */
export function writeFeeds(feeds: number, items: number, seed: number): string[] {
  const posts = makeCorpus({ posts: feeds * items, sources: feeds, seed }).posts();
  return Array.from({ length: feeds }, (_, feed) => {
    const own = Array.from({ length: items }, () => posts.next().value as CorpusPost);
    return writeFeed(
      `Feed ${feed}`,
      own.map((post, n) => writeItem(post, feed * items + n, new Date(Date.now() - n * 60_000))),
    );
  });
}

export function writeFeed(title: string, items: readonly string[]): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>${title}</title><link>https://bench.example/</link><description>Feed of a bench</description>\n${items.join('\n')}\n</channel></rss>\n`;
}

export function writeItem({ title, text }: Pick<CorpusPost, 'title' | 'text'>, number: number, at: Date): string {
  const id = `bench-${number}`;
  return `<item><title>${title}</title><link>https://bench.example/read/${id}</link><guid isPermaLink="false">${id}</guid><pubDate>${at.toUTCString()}</pubDate><description>&lt;p&gt;${text}&lt;/p&gt;&lt;p&gt;${markerOf(number)}&lt;/p&gt;</description></item>`;
}
