/** Every address of the world by name, as reached through its own origin. */
import { badConnections } from './bad/bad-connections.ts';
import { badFeeds } from './bad/bad-feeds.ts';
import { otherNames } from './channels/preview-pages.ts';
import { oddAnswers } from './odd-answers.ts';
import { opmlFiles } from './opml-files.ts';
import type { Outlet } from './outlet.ts';

export interface Addresses {
  /** Front pages by site name. */
  sites: Record<string, string>;
  /** Feeds by site name; a site without a feed is not in it. */
  feeds: Record<string, string>;
  /** Preview pages by channel name. */
  channels: Record<string, string>;
  /** Names and pages that are no readable channel. */
  noChannels: Record<string, string>;
  /** Status codes, redirects, sign-ins, limits. */
  odd: Record<string, string>;
  /** Hostile and broken answers. */
  bad: Record<string, string>;
  /** OPML and other files. */
  files: Record<string, string>;
}

export function listAddresses(origin: string, outlets: Iterable<Outlet>): Addresses {
  const all = [...outlets];
  const sites = all.filter((o) => o.kind === 'site');
  const under = (entries: (readonly [name: string, path: string])[]): Record<string, string> =>
    Object.fromEntries(entries.map(([name, path]) => [name, origin + path]));
  return {
    sites: under(sites.map((o) => [o.name, `/site/${o.name}/`])),
    feeds: under(sites.filter((o) => o.feed.format !== 'none').map((o) => [o.name, `/site/${o.name}${o.feed.path}`])),
    channels: under(all.filter((o) => o.kind === 'channel').map((o) => [o.name, `/s/${o.name}`])),
    noChannels: under([
      ...[...Object.keys(otherNames), 'nobody_by_this_name'].map((name) => [name, `/s/${name}`] as const),
      ['invitation', '/+Qx7CabinBoyHash'],
    ]),
    odd: under([...Object.keys(oddAnswers), '/chain-9'].map((path) => [bare(path), `/odd${path}`])),
    bad: under([...Object.keys(badFeeds), ...Object.keys(badConnections)].map((path) => [bare(path), `/bad${path}`])),
    files: under(Object.keys(opmlFiles).map((path) => [bare(path.slice('/opml'.length)), path])),
  };
}

/** `/slow-loris.xml` is called `slow-loris`; pages and JSON keep their ending, for `deep` has three. */
function bare(path: string): string {
  return path.slice(1).replace(/\.(xml|opml)$/, '');
}
