/** Which answer a request gets. */
import type { Answer } from './answer.ts';
import { page, redirect } from './answer.ts';
import { contactPage, invitePage, noPreview, otherNames, previewPage } from './channels/preview-pages.ts';
import { answerFeed } from './feeds/answer-feed.ts';
import { makeEpisode } from './feeds/make-episode.ts';
import { articlePath, type Item, type Outlet } from './outlet.ts';
import { articlePage, frontPage, plainPage, type SiteView } from './pages/site-pages.ts';
import { drawIcon, drawScene } from './pictures/draw-scene.ts';
import { wrapIco } from './pictures/png.ts';
import type { Place } from './place.ts';
import type { WorldState } from './world-state.ts';

const missing = (): Answer => page(404, '<!doctype html><title>404</title><h1>Not found</h1><p>There is no such page on this quay.</p>');
const png = (body: Buffer): Answer => ({ status: 200, headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=86400' }, body });
const plain = (text: string): Answer => ({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text });

/** Files that every host has. */
export function answerCommonFile(place: Place): Answer | undefined {
  if (place.path === '/favicon.png') return png(drawIcon(place.name));
  if (place.path === '/favicon.ico') return { status: 200, headers: { 'content-type': 'image/x-icon' }, body: wrapIco(drawIcon(place.name)) };
  // By path all sites share one origin, so that its one robots.txt speaks for the closed site too.
  if (place.path === '/robots.txt')
    return plain(`User-agent: *\nDisallow: ${place.name === 'closed-gate' ? '/' : '/subscribe'}\nDisallow: /site/closed-gate/\n`);
  return undefined;
}

export function answerSite(state: WorldState, place: Place): Answer {
  const outlet = state.outlets.get(place.name);
  if (!outlet || outlet.kind !== 'site') return missing();
  const items = state.shown(outlet.name);
  const view = { outlet, items, base: place.base };
  if (place.path === outlet.feed.path && outlet.feed.format !== 'none') return answerFeed({ ...view, self: place.base + outlet.feed.path });
  if (place.path === '/') return frontPage(view);
  if (place.path === '/about' || place.path === '/contact') return plainPage(view, place.path === '/about' ? 'about' : 'contact');
  return answerItem(state.items(outlet.name), place, view);
}

/** An article (410 when it was taken down, 301 from an old slug), its picture, its sound. */
function answerItem(all: readonly Item[], place: Place, view: SiteView): Answer {
  const [, folder, id] = /^\/(news|pictures|episodes)\/(\d+)/.exec(place.path) ?? [];
  const item = all.find((i) => i.id === Number(id));
  if (!item) return missing();
  if (item.removed) return page(410, '<!doctype html><title>410</title><p>Taken down.</p>');
  if (folder === 'pictures') return png(drawScene(item.beat, `${view.outlet.name} ${item.eventId ?? item.id}`));
  if (folder === 'episodes') return makeEpisode();
  return place.path === articlePath(item) ? articlePage(view, item) : redirect(301, place.base + articlePath(item));
}

export function answerTelegram(state: WorldState, place: Place): Answer {
  const [, first = '', second = ''] = place.path.split('/');
  if (first === 'file') return answerFile(state, place);
  if (first.startsWith('+') || first === 'joinchat') return invitePage(first === 'joinchat' ? second : first.slice(1));
  const name = (first === 's' ? second : first).toLowerCase();
  const channel = state.outlets.get(name);
  const isChannel = channel?.kind === 'channel' ? channel : undefined;
  if (first !== 's') return contactPage(name, isChannel);
  return isChannel ? preview(state, place, isChannel) : noPreview(name);
}

function preview(state: WorldState, place: Place, channel: Outlet): Answer {
  const items = state.shown(channel.name);
  return previewPage({
    channel,
    items,
    query: place.query,
    files: place.base,
    view: (item) => ({
      replyTo: item.message === 'reply' ? items.find((i) => i.id < item.id && i.message !== 'service') : undefined,
      forwardedFrom: item.message === 'forward' ? source(state, channel, item) : undefined,
      linked: item.message === 'link' ? linked(state, place, channel, item) : undefined,
    }),
  });
}

function source(state: WorldState, channel: Outlet, item: Item): { channel: Outlet; id: number } | undefined {
  const others = [...state.outlets.values()].filter((o) => o.kind === 'channel' && o.name !== channel.name && o.language === channel.language);
  const other = others[item.id % others.length];
  return other ? { channel: other, id: state.shown(other.name)[0]?.id ?? 1 } : undefined;
}

/** The article that a message points to: one of a site with the same language and subject. */
function linked(state: WorldState, place: Place, channel: Outlet, item: Item): { url: string; siteTitle: string; item: Item } | undefined {
  const sites = [...state.outlets.values()].filter((o) => o.kind === 'site' && o.language === channel.language && o.beats.includes(item.beat));
  const found = sites.flatMap((s) =>
    state
      .shown(s.name)
      .filter((i) => i.eventId === item.eventId)
      .map((i) => ({ s, i })),
  )[0];
  const fallback = sites[0] && state.shown(sites[0].name)[0];
  const target = found ?? (sites[0] && fallback ? { s: sites[0], i: fallback } : undefined);
  if (!target) return undefined;
  const byHost = place.origin.includes('//t.me');
  const base = byHost ? `http://${target.s.host}${/:\d+$/.exec(place.origin)?.[0] ?? ''}` : `${place.origin}/site/${target.s.name}`;
  return { url: `${base}${articlePath(target.i)}?utm_source=tg&utm_medium=channel`, siteTitle: target.s.title, item: target.i };
}

/** Telegram's file server: pictures, and short stand-ins for films and voices. */
function answerFile(state: WorldState, place: Place): Answer {
  const [, name = '', rest = ''] = /^\/file\/([\w-]+)\/([\w.-]+)$/.exec(place.path) ?? [];
  if (rest === 'icon.png') return png(drawIcon(name));
  if (rest.endsWith('.png')) return png(drawScene(state.outlets.get(name)?.beats[0] ?? 'harbour', rest));
  if (rest.endsWith('.mp4') || rest.endsWith('.ogg'))
    return { status: 200, headers: { 'content-type': rest.endsWith('.mp4') ? 'video/mp4' : 'audio/ogg' }, body: Buffer.alloc(4096) };
  return missing();
}

/** The world's own front page: every address in it. */
export function directoryPage(addresses: Record<string, Record<string, string>>): Answer {
  const list = Object.entries(addresses).map(
    ([group, all]) =>
      `<h2>${group}</h2><ul>${Object.entries(all)
        .map(([name, url]) => `<li><a href="${url}">${name}</a> <code>${url}</code></li>`)
        .join('')}</ul>`,
  );
  return page(
    200,
    `<!doctype html><meta charset="utf-8"><title>The emulated world</title><h1>The emulated world</h1>${list.join('')}<p>Names without a preview: ${Object.keys(otherNames).join(', ')}</p>`,
  );
}
