/** Subscription lists (OPML 2.0) of this world. */
import type { Answer } from './answer.ts';
import { escapeXml } from './escape.ts';
import type { Outlet } from './outlet.ts';

export interface OpmlContext {
  outlets: readonly Outlet[];
  origin: string;
}

const opml = (title: string, body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'text/x-opml; charset=utf-8' },
  body: `<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0"><head><title>${title}</title></head><body>\n${body}\n</body></opml>\n`,
});
const line = (title: string, xmlUrl: string, htmlUrl: string): string =>
  `<outline type="rss" text="${escapeXml(title)}" title="${escapeXml(title)}" xmlUrl="${escapeXml(xmlUrl)}" htmlUrl="${escapeXml(htmlUrl)}"/>`;
const folder = (name: string, lines: string[]): string => `<outline text="${escapeXml(name)}">\n${lines.join('\n')}\n</outline>`;

const folders = { harbour: 'Море', energy: 'Энергия', science: 'Наука', city: 'Город', code: 'Код' } as const;

function small({ outlets, origin }: OpmlContext): Answer {
  const withFeed = outlets.filter((o) => o.kind === 'site' && o.feed.format !== 'none');
  const grouped = Map.groupBy(withFeed, (o) => folders[o.beats[0] ?? 'city']);
  return opml(
    'The world',
    [...grouped]
      .map(([name, list]) =>
        folder(
          name,
          list.map((o) => line(o.title, `${origin}/site/${o.name}${o.feed.path}`, `${origin}/site/${o.name}/`)),
        ),
      )
      .join('\n'),
  );
}

/** 500 sources that all answer, in ten folders. */
function large({ origin }: OpmlContext): Answer {
  const part = (k: number): string =>
    folder(
      `Shelf ${k + 1}`,
      Array.from({ length: 50 }, (_, i) => line(`Load feed ${k * 50 + i}`, `${origin}/load/${k * 50 + i}/feed.xml?items=20`, `${origin}/load/${k * 50 + i}/`)),
    );
  return opml('Five hundred', Array.from({ length: 10 }, (_, k) => part(k)).join('\n'));
}

/** Some lines work, some name nothing, some are private or dead, one appears twice. */
function mixed({ origin }: OpmlContext): Answer {
  return opml(
    'Mixed',
    [
      line('Harbour Times', `${origin}/site/harbour-times/feed.xml`, ''),
      line('Harbour Times again', `${origin}/site/harbour-times/feed.xml`, ''),
      line('Gone', `${origin}/odd/gone`, ''),
      line('Metadata', 'http://169.254.169.254/feed', ''),
      line('Nothing', '', ''),
      line('Not an address', 'javascript:alert(1)', ''),
      folder('Inner', [folder('Innermost', [line('Ветер и сеть', `${origin}/site/veter-i-set/atom.xml`, '')])]),
    ].join('\n'),
  );
}

function broken({ origin }: OpmlContext): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/x-opml' },
    body: `<?xml version="1.0"?><opml version="2.0"><body><outline text="Fish & chips" xmlUrl="${origin}/site/harbour-times/feed.xml?a=1&b=2"><outline text="Never closed" xmlUrl=${origin}/site/otladka/index.xml>`,
  };
}

export const opmlFiles: Record<string, (context: OpmlContext) => Answer> = {
  '/opml/small.opml': small,
  '/opml/large.opml': large,
  '/opml/mixed.opml': mixed,
  '/opml/broken.opml': broken,
  '/opml/not-opml.opml': () => ({ status: 200, body: 'Dear reader, this is a letter.' }),
};
