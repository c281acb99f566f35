export type ChannelAddress = { name: string } | { invite: string };

const nameForm = /^[a-z]\w{3,31}$/i;
const inviteForm = /^[\w-]{10,64}$/;
/** First parts of t.me paths that are not the name of anybody. */
const reserved = new Set(
  'joinchat addstickers addemoji addtheme addlist share proxy socks login confirmphone setlanguage iv bg invoice boost giftcode contact'.split(' '),
);

/**
 * The channel that a person means: `@name`, `t.me/name`, `t.me/s/name/123`, `telegram.me/name`,
 * `name.t.me`, `tg://resolve?domain=name`, or an invitation `t.me/+code`. Null when it is none of these.
 */
export function parseChannelAddress(text: string): ChannelAddress | null {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > 500) return null;
  if (trimmed.startsWith('@')) return named(trimmed.slice(1).replace(/[/?#].*$/, ''));
  if (/^tg:/i.test(trimmed)) return fromAppLink(trimmed);
  const url = URL.parse(/^https?:\/\//i.test(trimmed) ? trimmed : `https://${trimmed.replace(/^\/\//, '')}`);
  return url === null ? null : fromWebLink(url);
}

function fromAppLink(text: string): ChannelAddress | null {
  const url = URL.parse(text.replace(/^tg:(?:\/\/)?/i, 'tg://'));
  if (url?.hostname.toLowerCase() === 'join') return invited(url.searchParams.get('invite') ?? '');
  return url?.hostname.toLowerCase() === 'resolve' ? named(url.searchParams.get('domain') ?? '') : null;
}

function fromWebLink(url: URL): ChannelAddress | null {
  const host = url.hostname.toLowerCase().replace(/^www\./, '');
  const own = /^([a-z]\w{3,31})\.t\.me$/.exec(host)?.[1];
  if (own !== undefined) return named(own);
  if (!/^(?:t\.me|telegram\.(?:me|dog))$/.test(host)) return null;
  const parts = url.pathname.split('/').filter((part) => part !== '');
  return fromPath(parts[0] === 's' ? parts.slice(1) : parts);
}

function fromPath([first = '', second = '']: string[]): ChannelAddress | null {
  if (first.startsWith('+')) return invited(first.slice(1));
  if (first.toLowerCase() === 'joinchat') return invited(second);
  return reserved.has(first.toLowerCase()) ? null : named(first.replace(/^@/, ''));
}

function named(name: string): ChannelAddress | null {
  return nameForm.test(name) ? { name } : null;
}

function invited(code: string): ChannelAddress | null {
  return inviteForm.test(code) ? { invite: code } : null;
}
