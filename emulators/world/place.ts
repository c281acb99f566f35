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
  const host = hostPort.replace(/:\d+$/, '').toLowerCase();
  const url = new URL(req.url?.startsWith('/') ? req.url : `/${req.url ?? ''}`, 'http://world.example');
  const origin = hostPort === '' ? fallbackOrigin : `http://${hostPort}`;
  const path = safeDecode(url.pathname);
  const at = (area: Place['area'], name: string, inside: string, base: string): Place => ({ area, name, path: inside, query: url.searchParams, base, origin });
  if (host === 't.me') return at('telegram', '', path, origin);
  if (host.endsWith('.example')) {
    const name = host.slice(0, -'.example'.length).replace(/^www\./, '');
    const area = areas[name];
    return area && area !== 'site' ? at(area, '', path, origin) : at('site', name, path, origin);
  }
  const [, first = '', second = ''] = path.split('/');
  const area = areas[first];
  if (area === 'site') return at('site', second, path.slice(second.length + 6) || '/', `${origin}/site/${second}`);
  if (area) return at(area, '', path.slice(first.length + 1) || '/', `${origin}/${first}`);
  return at(first === 's' || /^\/[A-Za-z+][\w+-]{3,}(\/\d+)?$/.test(path) ? 'telegram' : 'root', '', path, origin);
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
