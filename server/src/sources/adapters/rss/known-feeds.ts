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
  const names = ['feed', 'rss', 'feed.xml', 'atom.xml', 'rss.xml', 'index.xml', 'feed.json', 'blog/feed', 'blog/rss.xml', 'feeds/all.atom.xml', 'index.rdf', '?feed=rss2'];
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
  if (what === 'releases' || what === 'tags') return [`${project}/${what}.atom`];
  if (what === 'commits' || what === 'tree') return [rest.length > 0 ? `${project}/commits/${rest.join('/')}.atom` : `${project}/commits.atom`];
  return what === 'wiki' ? [`${project}/wiki.atom`] : what === 'discussions' ? [`${project}/discussions.atom`] : [];
};

const gitlab: Pattern = (path, url) => {
  const dash = path.indexOf('-');
  const project = `${url.origin}/${path.slice(0, dash < 0 ? undefined : dash).join('/')}`;
  const branch = path.slice(dash + 2).join('/');
  if (path.length < 2) return path.length === 1 ? [`${project}.atom`] : [];
  if (dash > 0 && path[dash + 1] === 'commits' && branch !== '') return [`${project}/-/commits/${branch}?format=atom`];
  if (dash > 0 && path[dash + 1] === 'tags') return [`${project}/-/tags?format=atom`];
  return dash < 0 || path[dash + 1] === 'releases' ? [`${project}/-/releases.atom`, `${project}.atom`] : [];
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

const habr: Pattern = (path) => {
  const [language, kind, name] = path[0]?.length === 2 ? path : ['ru', ...path];
  const root = `https://habr.com/${language ?? 'ru'}/rss`;
  if (kind === 'rss') return [];
  if ((kind === 'hubs' || kind === 'hub') && name) return [`${root}/hubs/${name}/articles/`];
  if ((kind === 'companies' || kind === 'company') && name) return [`${root}/companies/${name}/articles/`];
  if (kind === 'users' && name) return [`${root}/users/${name}/publications/articles/`];
  return kind === undefined || ((kind === 'articles' || kind === 'all' || kind === 'feed') && !name) ? [`${root}/articles/`] : [];
};

const vc: Pattern = ([first], url) => (first === undefined || first === 'new' || first === 'popular' ? [`${url.origin}/rss`] : []);

const lobsters: Pattern = ([kind, name]) => {
  if (kind === undefined) return ['https://lobste.rs/rss'];
  return (kind === 't' || kind === 'domains') && name ? [`https://lobste.rs/${kind}/${name.replace(/\.rss$/, '')}.rss`] : kind === 'newest' ? ['https://lobste.rs/newest.rss'] : [];
};

const stackExchange: Pattern = ([kind, second, third], url) => {
  if (kind === undefined || (kind === 'questions' && second === undefined)) return [`${url.origin}/feeds`];
  if (kind === 'questions' && second === 'tagged' && third) return [`${url.origin}/feeds/tag?tagnames=${third}&sort=newest`];
  if (kind === 'questions' && /^\d+$/.test(second ?? '')) return [`${url.origin}/feeds/question/${second ?? ''}`];
  return kind === 'users' && /^\d+$/.test(second ?? '') ? [`${url.origin}/feeds/user/${second ?? ''}`] : [];
};

const arxiv: Pattern = ([kind, subject]) => (kind === 'list' && subject ? [`https://rss.arxiv.org/rss/${subject}`] : []);
const bluesky: Pattern = ([kind, name]) => (kind === 'profile' && name ? [`https://bsky.app/profile/${name}/rss`] : []);
const devTo: Pattern = ([first, second]) => (first === undefined ? ['https://dev.to/feed'] : first === 't' && second ? [`https://dev.to/feed/tag/${second}`] : second === undefined ? [`https://dev.to/feed/${first}`] : []);
const pypi: Pattern = ([kind, name]) => (kind === 'project' && name ? [`https://pypi.org/rss/project/${name}/releases.xml`] : []);
const crates: Pattern = ([kind, name]) => (kind === 'crates' && name ? [`https://static.crates.io/rss/crates/${name}.xml`] : []);
const vimeo: Pattern = ([name, second]) => (name && second === undefined && !/^\d+$/.test(name) ? [`https://vimeo.com/${name}/videos/rss`] : []);
const lemmy: Pattern = ([kind, name], url) => (kind === 'c' || kind === 'u') && name ? [`${url.origin}/feeds/${kind}/${name}.xml?sort=New`] : [];

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
  ...['stackoverflow.com', 'ru.stackoverflow.com', 'superuser.com', 'serverfault.com', 'askubuntu.com', 'mathoverflow.net'].map((host): [string, Pattern] => [host, stackExchange]),
  // Their /@name pages are no Mastodon accounts.
  ...['tiktok.com', 'threads.net', 'threads.com', 'flipboard.com', 'substack.com', 'x.com', 'twitter.com', 'rutube.ru'].map((host): [string, Pattern] => [host, nothing]),
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
