/** Sends a GET and follows redirects by hand, so that every hop passes the same checks as the first address. */
import type { Dispatcher } from 'undici';
import { AppError } from '../errors.ts';
import { single } from './headers.ts';
import type { EgressPolicy } from './policy.ts';

type Response = Dispatcher.ResponseData;

export interface FollowDeps {
  policy: EgressPolicy;
  redirects: number;
  send(url: URL, headers: Record<string, string>, signal: AbortSignal): Promise<Response>;
}

export interface Followed {
  response: Response;
  url: URL;
  permanentUrl: string | null;
}

const redirectStatus = new Set([301, 302, 303, 307, 308]);
const permanentStatus = new Set([301, 308]);

/**
 * The request carries nothing secret (no cookies, no authorization, no referrer), so nothing has to be
 * left out when a redirect crosses to another site; the conditional headers go along because they
 * belong to the address at the end of the chain.
 * @throws AppError `too_many_redirects`, and what the checks of an address throw
 */
export async function follow(deps: FollowDeps, address: string, headers: Record<string, string>, signal: AbortSignal): Promise<Followed> {
  let url = deps.policy.checkUrl(address);
  let permanentUrl: string | null = null;
  let unbroken = true;
  for (let hop = 0; ; hop += 1) {
    const response = await deps.send(url, headers, signal);
    const location = redirectStatus.has(response.statusCode) ? single(response.headers, 'location') : null;
    if (location === null) return { response, url, permanentUrl };
    discard(response);
    if (hop >= deps.redirects) throw new AppError('too_many_redirects', { limit: deps.redirects });
    const next = redirectTarget(deps.policy, location, url);
    // A move from https to http is followed but never remembered: anybody on the way could have sent it.
    unbroken &&= permanentStatus.has(response.statusCode) && !(url.protocol === 'https:' && next.protocol === 'http:');
    if (unbroken) permanentUrl = next.href;
    url = next;
  }
}

/** Lets go of a body that nobody reads: a short one is read away so that the connection can serve again. */
export function discard(response: Response): void {
  response.body.on('error', () => {});
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  // 304 has no body, whatever length it tells.
  if (response.statusCode === 304) response.body.resume();
  else if (!(length <= 16_384)) response.body.destroy();
  else response.body.dump({ limit: 16_384, signal: AbortSignal.timeout(2000) }).catch(() => {});
}

function redirectTarget(policy: EgressPolicy, location: string, base: URL): URL {
  const target = URL.canParse(location, base.href) ? new URL(location, base) : null;
  if (!target) throw new AppError('address_invalid', { reason: 'redirect' });
  target.username = '';
  target.password = '';
  return policy.checkUrl(target);
}
