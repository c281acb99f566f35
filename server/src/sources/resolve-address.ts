/** Finds out what an address is: a channel, a feed, a page that names its feed, or a site to read. */
import { longestAddress } from '#contract';
import { startDeadline, type EgressAnswer } from '#platform/egress';
import { AppError } from '#platform/errors';
import { parseChannelAddress } from './adapters/preview/parse-channel-address.ts';
import { isOfComments, type discoverFeedsIn, type DiscoveredFeed } from './adapters/rss/discover-feeds.ts';
import { guessFeedAddresses, knownFeedAddress } from './adapters/rss/known-feeds.ts';
import { looksLikeOpml } from './opml/parse-opml.ts';
import { fetchPaced, readChannel, readFeed, readSource, type ReadDeps, type Reading } from './read-source.ts';

/** A feed that a page names. */
export interface FeedChoice {
  address: string;
  title: string | null;
}

export interface Resolved {
  kind: 'rss' | 'telegram' | 'web';
  address: string;
  reading: Reading;
  /** All feeds of a page that names several, the one that was taken first. */
  choices?: FeedChoice[];
}

interface ResolveDeps extends ReadDeps {
  rsshubUrl?: string | undefined;
  /** For all that is tried, milliseconds: somebody waits for the answer. */
  resolveWithinMs?: number;
}

const resolveWithinMs = 30_000;
/** Guesses that are tried side by side. */
const guessesAtOnce = 3;

/**
 * What a person pasted → a source and its first reading. Nothing is saved.
 * @throws AppError with the most telling reason of all the ways that were tried.
 */
export async function resolveAddress(deps: ResolveDeps, text: string): Promise<Resolved> {
  const deadline = startDeadline(deps.resolveWithinMs ?? resolveWithinMs, deps.signal);
  try {
    return await resolve({ ...deps, signal: deadline.signal }, text);
  } catch (error) {
    throw deadline.explain(error);
  } finally {
    deadline.clear();
  }
}

async function resolve(deps: ResolveDeps, text: string): Promise<Resolved> {
  const pasted = text.trim();
  const channel = parseChannelAddress(pasted);
  if (channel !== null && 'invite' in channel) throw new AppError('channel_private');
  if (channel !== null) return resolveChannel(deps, channel.name);
  const url = toUrl(deps, pasted);

  const known = await tryFeeds(deps, knownFeedAddress(url));
  if (known) return known;
  const answer = await fetchPaced(deps, url.href, 'feed');
  try {
    return { kind: 'rss', address: feedAddress(answer, url.href), reading: await readFeed(deps, answer, url.href) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_a_feed') throw error;
    if (looksLikeOpml(answer.body)) throw new AppError('opml_address');
    return resolvePage(deps, answer, error);
  }
}

async function resolveChannel(deps: ResolveDeps, name: string): Promise<Resolved> {
  return { kind: 'telegram', address: name.toLowerCase(), reading: await readChannel(deps, name) };
}

async function resolvePage(deps: ResolveDeps, answer: EgressAnswer, notAFeed: AppError): Promise<Resolved> {
  const module = new URL('./adapters/rss/discover-feeds.ts', import.meta.url);
  const facts = { contentType: answer.headers['content-type'] ?? null, url: answer.finalUrl };
  const feeds = await deps.apart.call<typeof discoverFeedsIn>(module, 'discoverFeedsIn', answer.body, facts);
  let reason = notAFeed;
  for (const feed of feeds.slice(0, 4)) {
    deps.signal?.throwIfAborted();
    try {
      const found = await fetchFeed(deps, feed.address);
      if (found) return { ...found, choices: choicesOf(feeds, feed, found) };
    } catch (error) {
      // The page's own feed failing says more than "no feed here".
      if (error instanceof AppError) reason = error;
    }
  }
  const guessed = await tryFeeds(deps, guessFeedAddresses(new URL(answer.finalUrl)).slice(0, 6));
  if (guessed) return guessed;
  return resolveSite(deps, answer.finalUrl, reason);
}

const mostChoices = 20;

function choicesOf(named: readonly DiscoveredFeed[], taken: DiscoveredFeed, { address, reading }: Resolved): FeedChoice[] {
  const others = named.filter((feed) => feed !== taken && feed.address !== address && !isOfComments(feed)).slice(0, mostChoices);
  if (others.length === 0) return [];
  return [{ address, title: taken.title ?? reading.title }, ...others.map((feed) => ({ address: feed.address, title: feed.title }))];
}

/** @throws `reason` when the site cannot be read as a list of articles either. */
async function resolveSite(deps: ResolveDeps, address: string, reason: AppError): Promise<Resolved> {
  try {
    const result = await readSource(deps, { kind: 'web', address });
    if (result.kind === 'read') return { kind: 'web', address, reading: result.reading };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'robots_denied') throw error;
  }
  throw reason;
}

/** The first of the addresses that is a feed, a few tried side by side; guessing leaves the most of the time to what was named. */
async function tryFeeds(deps: ResolveDeps, addresses: readonly string[]): Promise<Resolved | null> {
  const deadline = startDeadline((deps.resolveWithinMs ?? resolveWithinMs) / 3, deps.signal);
  try {
    for (let start = 0; start < addresses.length && !deadline.signal.aborted; start += guessesAtOnce) {
      const tried = addresses.slice(start, start + guessesAtOnce).map((address) => tryFeed({ ...deps, signal: deadline.signal }, address));
      const feed = (await Promise.all(tried)).find((one) => one !== null);
      if (feed) return feed;
    }
    return null;
  } finally {
    deadline.clear();
  }
}

async function tryFeed(deps: ResolveDeps, address: string): Promise<Resolved | null> {
  try {
    return await fetchFeed(deps, address);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function fetchFeed(deps: ResolveDeps, address: string): Promise<Resolved> {
  const answer = await fetchPaced(deps, address, 'feed');
  return { kind: 'rss', address: feedAddress(answer, address), reading: await readFeed(deps, answer, address) };
}

function feedAddress(answer: EgressAnswer, asked: string): string {
  // A new address too long to be followed is an answer for this once.
  return answer.permanentUrl !== null && answer.permanentUrl.length <= longestAddress ? answer.permanentUrl : asked;
}

/** @throws AppError `address_invalid` */
export function toUrl(deps: Pick<ResolveDeps, 'rsshubUrl'>, pasted: string): URL {
  if (pasted.startsWith('rsshub://')) {
    if (!deps.rsshubUrl) throw new AppError('address_invalid');
    return new URL(`${deps.rsshubUrl}/${pasted.slice('rsshub://'.length)}`);
  }
  const withScheme =
    /^[a-z][a-z0-9+.-]*:/i.test(pasted) && !/^[\w.-]+:\d+(\/|$)/.test(pasted)
      ? pasted.replace(/^feed:(\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://')
      : `https://${pasted}`;
  const url = URL.parse(withScheme);
  if (url === null || !/^https?:$/.test(url.protocol) || /\s/.test(pasted) || !/[.:]|^localhost$/.test(url.hostname)) throw new AppError('address_invalid');
  return url;
}
