/** Players of known sites, as a plain link to the page where the thing can be watched or heard. */
import { sourceAddress } from './addresses.ts';

export interface PickedEmbed {
  url: string;
  title: string;
}

interface Player {
  host: RegExp;
  name: string;
  /** The address for people, made from the player's; null when it is none. */
  page(url: URL): string | null;
}

const idAfter = (path: RegExp, prefix: string) => (url: URL) => {
  const id = path.exec(url.pathname)?.[1];
  return id === undefined ? null : prefix + id;
};

const players: Player[] = [
  {
    host: /(?:^|\.)youtube(?:-nocookie)?\.com$/,
    name: 'YouTube',
    page(url) {
      const list = url.searchParams.get('list');
      const id = /^\/(?:embed|v|shorts|live)\/([\w-]{6,20})/.exec(url.pathname)?.[1] ?? url.searchParams.get('v');
      if (id !== null && id !== 'videoseries' && /^[\w-]{6,20}$/.test(id)) return `https://www.youtube.com/watch?v=${id}`;
      return list !== null && /^[\w-]{6,60}$/.test(list) ? `https://www.youtube.com/playlist?list=${list}` : null;
    },
  },
  { host: /^youtu\.be$/, name: 'YouTube', page: idAfter(/^\/([\w-]{6,20})/, 'https://www.youtube.com/watch?v=') },
  { host: /(?:^|\.)vimeo\.com$/, name: 'Vimeo', page: idAfter(/\/(?:video\/)?(\d{4,14})/, 'https://vimeo.com/') },
  { host: /(?:^|\.)dailymotion\.com$/, name: 'Dailymotion', page: idAfter(/\/video\/([a-z0-9]{3,12})/i, 'https://www.dailymotion.com/video/') },
  { host: /(?:^|\.)rutube\.ru$/, name: 'Rutube', page: idAfter(/\/(?:play\/embed|video)\/([\w-]{4,40})/, 'https://rutube.ru/video/') },
  {
    host: /(?:^|\.)(?:vk\.com|vkvideo\.ru)$/,
    name: 'VK',
    page(url) {
      const [owner, id] = [url.searchParams.get('oid'), url.searchParams.get('id')];
      return /^-?\d+$/.test(owner ?? '') && /^\d+$/.test(id ?? '') ? `https://vk.com/video${owner}_${id}` : null;
    },
  },
  { host: /^open\.spotify\.com$/, name: 'Spotify', page: idAfter(/^\/(?:embed\/)?((?:track|album|episode|show|playlist)\/\w+)/, 'https://open.spotify.com/') },
  {
    host: /(?:^|\.)soundcloud\.com$/,
    name: 'SoundCloud',
    page: (url) => (url.hostname === 'w.soundcloud.com' ? sourceAddress(url.searchParams.get('url') ?? '', null) : url.href),
  },
  { host: /^t\.me$/, name: 'Telegram', page: idAfter(/^\/((?:s\/)?\w{3,40}\/\d+)/, 'https://t.me/') },
];

/** Null for a frame of an unknown site: what it shows cannot be told. */
export function pickEmbed(raw: string, title: string, baseUrl: string | null): PickedEmbed | null {
  const address = sourceAddress(raw, baseUrl);
  const url = address === null ? null : URL.parse(address);
  if (url === null) return null;
  const player = players.find(({ host }) => host.test(url.hostname));
  const page = player?.page(url) ?? null;
  return player === undefined || page === null ? null : { url: page, title: title === '' ? player.name : title };
}
