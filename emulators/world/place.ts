/** Where a request goes: by Host header (`NAME.example`, `t.me`), else by the first part of the path. */
import type { IncomingMessage } from 'node:http';

export interface Place {
  /** `root` is the world's own front page and everything that has no host of its own. */
  area: 'root' | 'site' | 'telegram' | 'odd' | 'bad' | 'load';
  /** Name of the site; '' elsewhere. */
  name: string;
  /** Path inside the area, with its first slash, without the query. */
  path: string;
  query: URLSearchParams;
  /** Address of the area, without a final slash, as the client reached it. */
  base: string;
  /** Address of the server as the client reached it, for what is not the area's own. */
  origin: string;
}

const areas: Record<string, Place['area']> = { site: 'site', odd: 'odd', bad: 'bad', load: 'load' };

export function findPlace(req: IncomingMessage, fallbackOrigin: string): Place {
  const hostPort = req.headers.host ?? '';
  const url = new URL(req.url?.startsWith('/') ? req.url : `/${req.url ?? ''}`, 'http://world.example');
  const origin = hostPort === '' ? fallbackOrigin : `http://${hostPort}`;
  const path = safeDecode(url.pathname);
  const spot = spotOfHost(hostPort.replace(/:\d+$/, '').toLowerCase(), path) ?? spotOfPath(path);
  return { area: spot.area, name: spot.name, path: spot.path, query: url.searchParams, base: origin + spot.prefix, origin };
}

type Spot = Pick<Place, 'area' | 'name' | 'path'> & { prefix: string };

function spotOfHost(host: string, path: string): Spot | undefined {
  if (host === 't.me') return { area: 'telegram', name: '', path, prefix: '' };
  const name = /^(?:www\.)?([^.]+)\.example$/.exec(host)?.[1];
  if (name === undefined) return undefined;
  const area = areas[name] ?? 'site';
  return { area, name: area === 'site' ? name : '', path, prefix: '' };
}

function spotOfPath(path: string): Spot {
  const [, first = '', second = ''] = path.split('/');
  const area = areas[first];
  const prefix = area === 'site' ? `/site/${second}` : `/${first}`;
  if (area) return { area, name: area === 'site' ? second : '', path: path.slice(prefix.length) || '/', prefix };
  const isTelegram = first === 's' || first === 'file' || /^\/[A-Za-z+][\w+-]{3,}(\/\d+)?$/.test(path);
  return { area: isTelegram ? 'telegram' : 'root', name: '', path, prefix: '' };
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
