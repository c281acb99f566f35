/** Feeds of well-known sites by the pattern of their addresses, and the usual places elsewhere. */

type Pattern = (path: string[], url: URL) => string[];

/**
 * Feed addresses that follow from an address alone, the best first; [] when the page has to be asked
 * (it then names its feed itself: YouTube's `/@name` does).
 */
export function knownFeedAddress(url: URL): string[] {
  const host = url.hostname.toLowerCase().replace(/^(?:www|m|old|new|mobile)\./, '');
  const path = url.pathname.split('/').filter((part) => part !== '');
  const pattern = hosts.get(host) ?? families.find(([suffix]) => host.endsWith(suffix))?.[1] ?? anywhere;
  return pattern(path, url).filter((address) => address !== url.href);
}

/** Where feeds usually are, for a page that names none; the commonest first, the site before the folder. */
export function guessFeedAddresses(url: URL): string[] {
  const names = [
    'feed',
    'rss',
    'feed.xml',
    'atom.xml',
    'rss.xml',
    'index.xml',
    'feed.json',
    'blog/feed',
    'blog/rss.xml',
    'feeds/all.atom.xml',
    'index.rdf',
    '?feed=rss2',
  ];
  const folder = url.pathname.replace(/[^/]*\.[a-z0-9]{1,5}$/i, '').replace(/\/+$/, '');
  const below = folder === '' ? [] : ['feed', 'rss', 'feed.xml'].map((name) => `${url.origin}${folder}/${name}`);
  const atTop = names.map((name) => `${url.origin}/${name}`);
  return [...atTop.slice(0, 3), ...below, ...atTop.slice(3)];
}

const youtube: Pattern = ([first, second], url) => {
  const feed = 'https://www.youtube.com/feeds/videos.xml';
  const list = url.searchParams.get('list');
  if (first === 'channel' && second?.startsWith('UC')) return [`${feed}?channel_id=${encodeURIComponent(second)}`];
  if (first === 'user' && second) return [`${feed}?user=${encodeURIComponent(second)}`];
  return first === 'playlist' && list ? [`${feed}?playlist_id=${encodeURIComponent(list)}`] : [];
};

const githubOwn = new Set(['about', 'apps', 'collections', 'contact', 'customer-stories', 'enterprise', 'events', 'explore', 'features', 'issues', 'login', 'marketplace', 'new', 'notifications', 'orgs', 'pricing', 'pulls', 'search', 'security', 'settings', 'signup', 'site', 'sponsors', 'stars', 'team', 'topics', 'trending', 'users']); // prettier-ignore

const github: Pattern = ([owner, repository, what, ...rest]) => {
  if (!owner || githubOwn.has(owner)) return [];
  if (!repository) return [`https://github.com/${owner}.atom`];
  const project = `https://github.com/${owner}/${repository.replace(/\.git$/, '')}`;
  if (what === undefined) return [`${project}/releases.atom`, `${project}/commits.atom`];
  if (what === 'commits' || what === 'tree') return [`${[`${project}/commits`, ...rest].join('/')}.atom`];
  return ['releases', 'tags', 'wiki', 'discussions'].includes(what) ? [`${project}/${what}.atom`] : [];
};

const gitlab: Pattern = (path, url) => {
  const [inner = '', outer = ''] = path.join('/').split('/-/').toReversed();
  const project = `${url.origin}/${outer || inner}`;
  const [what = '', ...branch] = outer === '' ? ['releases'] : inner.split('/');
  if (path.length < 2) return path.length === 1 ? [`${project}.atom`] : [];
  if (what === 'releases') return [`${project}/-/releases.atom`, `${project}.atom`];
  if (what === 'tags') return [`${project}/-/tags?format=atom`];
  return what === 'commits' && branch.length > 0 ? [`${project}/-/commits/${branch.join('/')}?format=atom`] : [];
};

const forgejo: Pattern = ([owner, repository, what], url) => {
  if (!owner || owner === 'explore') return [];
  if (!repository) return [`${url.origin}/${owner}.rss`];
  const project = `${url.origin}/${owner}/${repository}`;
  if (what === 'releases' || what === 'tags') return [`${project}/${what}.rss`];
  return what === undefined ? [`${project}/releases.rss`, `${project}.rss`] : [];
};

const reddit: Pattern = (path) => {
  const [kind, name] = path;
  if (path.length === 0) return ['https://www.reddit.com/.rss'];
  return (kind === 'r' || kind === 'user' || kind === 'u') && name ? [`https://www.reddit.com/${path.filter((part) => part !== '.rss').join('/')}/.rss`] : [];
};

const medium: Pattern = ([first, second]) => {
  if (!first) return [];
  if (first === 'feed') return [`https://medium.com/feed/${second ?? ''}`];
  return first === 'tag' && second ? [`https://medium.com/feed/tag/${second}`] : [`https://medium.com/feed/${first}`];
};

const hackerNews: Pattern = ([first]) => (first === undefined || first === 'news' ? ['https://news.ycombinator.com/rss'] : []);

const habrSections: Record<string, string> = {
  hub: 'hubs/NAME/articles/',
  hubs: 'hubs/NAME/articles/',
  company: 'companies/NAME/articles/',
  companies: 'companies/NAME/articles/',
  users: 'users/NAME/publications/articles/',
};

const habr: Pattern = (path) => {
  const [language = 'ru', kind = 'articles', name] = path[0]?.length === 2 ? path : ['ru', ...path];
  const root = `https://habr.com/${language}/rss`;
  const section = habrSections[kind];
  if (name) return section === undefined ? [] : [`${root}/${section.replace('NAME', name)}`];
  return ['articles', 'all', 'feed'].includes(kind) ? [`${root}/articles/`] : [];
};

const vc: Pattern = ([first], url) => (first === undefined || first === 'new' || first === 'popular' ? [`${url.origin}/rss`] : []);

const lobsters: Pattern = ([kind, name]) => {
  if (kind === undefined) return ['https://lobste.rs/rss'];
  return (kind === 't' || kind === 'domains') && name
    ? [`https://lobste.rs/${kind}/${name.replace(/\.rss$/, '')}.rss`]
    : kind === 'newest'
      ? ['https://lobste.rs/newest.rss']
      : [];
};

const stackExchange: Pattern = ([kind = 'questions', second, third], url) => {
  const feeds = `${url.origin}/feeds`;
  if (second === undefined) return kind === 'questions' ? [feeds] : [];
  if (kind === 'questions' && second === 'tagged' && third) return [`${feeds}/tag?tagnames=${third}&sort=newest`];
  const single = kind === 'questions' ? 'question' : kind === 'users' ? 'user' : null;
  return single !== null && /^\d+$/.test(second) ? [`${feeds}/${single}/${second}`] : [];
};

const arxiv: Pattern = ([kind, subject]) => (kind === 'list' && subject ? [`https://rss.arxiv.org/rss/${subject}`] : []);
const bluesky: Pattern = ([kind, name]) => (kind === 'profile' && name ? [`https://bsky.app/profile/${name}/rss`] : []);
const devTo: Pattern = ([first, second]) =>
  first === undefined
    ? ['https://dev.to/feed']
    : first === 't' && second
      ? [`https://dev.to/feed/tag/${second}`]
      : second === undefined
        ? [`https://dev.to/feed/${first}`]
        : [];
const pypi: Pattern = ([kind, name]) => (kind === 'project' && name ? [`https://pypi.org/rss/project/${name}/releases.xml`] : []);
const crates: Pattern = ([kind, name]) => (kind === 'crates' && name ? [`https://static.crates.io/rss/crates/${name}.xml`] : []);
const vimeo: Pattern = ([name, second]) => (name && second === undefined && !/^\d+$/.test(name) ? [`https://vimeo.com/${name}/videos/rss`] : []);
const lemmy: Pattern = ([kind, name], url) => ((kind === 'c' || kind === 'u') && name ? [`${url.origin}/feeds/${kind}/${name}.xml?sort=New`] : []);

const atTop =
  (place: string): Pattern =>
  (_, url) => [`${url.origin}${place}`];

/** Mastodon and its relatives live on any host; only their address gives them away. */
const anywhere: Pattern = ([name, second], url) => (name && second === undefined && /^@[\w.-]{1,60}$/.test(name) ? [`${url.origin}/${name}.rss`] : []);
const nothing: Pattern = () => [];

const hosts = new Map<string, Pattern>([
  ['youtube.com', youtube],
  ['github.com', github],
  ['gitlab.com', gitlab],
  ['codeberg.org', forgejo],
  ['reddit.com', reddit],
  ['medium.com', medium],
  ['news.ycombinator.com', hackerNews],
  ['habr.com', habr],
  ['vc.ru', vc],
  ['dtf.ru', vc],
  ['lobste.rs', lobsters],
  ['arxiv.org', arxiv],
  ['bsky.app', bluesky],
  ['dev.to', devTo],
  ['pypi.org', pypi],
  ['crates.io', crates],
  ['vimeo.com', vimeo],
  ['lemmy.world', lemmy],
  ['lemmy.ml', lemmy],
  ...['stackoverflow.com', 'ru.stackoverflow.com', 'superuser.com', 'serverfault.com', 'askubuntu.com', 'mathoverflow.net'].map((host): [string, Pattern] => [
    host,
    stackExchange,
  ]),
  // Their /@name pages are no Mastodon accounts.
  ...['tiktok.com', 'threads.net', 'threads.com', 'flipboard.com', 'substack.com', 'x.com', 'twitter.com', 'rutube.ru'].map((host): [string, Pattern] => [
    host,
    nothing,
  ]),
]);

const families: [string, Pattern][] = [
  ['.stackexchange.com', stackExchange],
  ['.substack.com', atTop('/feed')],
  ['.medium.com', atTop('/feed')],
  ['.wordpress.com', atTop('/feed/')],
  ['.tumblr.com', atTop('/rss')],
  ['.livejournal.com', atTop('/data/rss')],
  ['.dreamwidth.org', atTop('/data/rss')],
  ['.blogspot.com', atTop('/feeds/posts/default')],
  ['.bearblog.dev', atTop('/feed/')],
  ['.hashnode.dev', atTop('/rss.xml')],
  ['.buttondown.email', atTop('/rss')],
  ['.beehiiv.com', atTop('/feed')],
];
