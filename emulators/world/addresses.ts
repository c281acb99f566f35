/** Every address of the world by name, as reached through its own origin. */
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

export function listAddresses(origin: string, outlets: Iterable<Outlet>, paths: Pick<Addresses, 'odd' | 'bad' | 'files' | 'noChannels'>): Addresses {
  const all = [...outlets];
  const sites = all.filter((o) => o.kind === 'site');
  const under = (paths: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, origin + path]));
  return {
    sites: under(Object.fromEntries(sites.map((o) => [o.name, `/site/${o.name}/`]))),
    feeds: under(Object.fromEntries(sites.filter((o) => o.feed.format !== 'none').map((o) => [o.name, `/site/${o.name}${o.feed.path}`]))),
    channels: under(Object.fromEntries(all.filter((o) => o.kind === 'channel').map((o) => [o.name, `/s/${o.name}`]))),
    noChannels: under(paths.noChannels),
    odd: under(paths.odd),
    bad: under(paths.bad),
    files: under(paths.files),
  };
}
