/**
 * The address under which a page is known to everyone: http or https, host and port in normal form,
 * without the fragment and without the parameters that only say who sent the reader. The order of the
 * other parameters stays. Null when it is no web address.
 */
export function canonicalUrl(url: string): string | null {
  if (!/^\s*https?:/i.test(url)) return null;
  const cleaned = stripTracking(url, []);
  const parsed = cleaned === null ? null : URL.parse(cleaned);
  if (parsed === null || parsed.hostname === '') return null;
  // "#!" is how single-page sites of old named their pages.
  if (!parsed.hash.startsWith('#!')) parsed.hash = '';
  parsed.hostname = parsed.hostname.replace(/\.$/, '');
  parsed.username = '';
  parsed.password = '';
  return parsed.href.toWellFormed();
}

const trackingName =
  /^(?:utm_\w*|mtm_\w*|pk_\w+|piwik_\w+|matomo_\w+|hsa_\w+|ga_(?:source|medium|campaign|content|term)|fb_(?:action_ids|action_types|source|ref)|_hs(?:enc|mi)|__hs\w+|__s|at_(?:campaign|medium|link|format|custom\w*)|oly_\w+|vero_(?:id|conv)|wt_zmc|wickedid|xtor|cmpid|ns_(?:campaign|mchannel|source|linkname|fee)|mkt_tok|mc_[ce]id|ml_subscriber(?:_hash)?|trk(?:campaign)?|igshid|igsh|si_source|spm|_openstat|from_telegram)$/;
const clickIds = new Set(
  (
    'fbclid gclid gclsrc gbraid wbraid dclid yclid ysclid ymclid msclkid twclid ttclid li_fat_id igshid epik rb_clickid srsltid wickedid ' +
    'vmcid admitad_uid erid sc_cid s_cid soc_src soc_trk guccounter guce_referrer guce_referrer_sig _branch_match_id _ga _gl hsctatracking zanpid awc'
  ).split(' '),
);

/**
 * Removes the tracking parameters of a web address; of another kind it is given back as it is. `ref` goes
 * when it names the host itself or one of `senders`. Null when the address cannot be parsed.
 */
export function stripTracking(url: string, senders: readonly string[]): string | null {
  const parsed = URL.parse(url.trim());
  if (parsed === null) return null;
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return url;
  if (parsed.search === '') return parsed.href;
  const hosts = new Set([parsed.hostname, ...senders.map((sender) => URL.parse(sender)?.hostname)]);
  const kept = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isTracking(pair, hosts));
  parsed.search = kept.join('&');
  return parsed.href;
}

function isTracking(pair: string, hosts: ReadonlySet<string | undefined>): boolean {
  const equals = pair.indexOf('=');
  const name = (equals < 0 ? pair : pair.slice(0, equals)).toLowerCase();
  if (clickIds.has(name) || trackingName.test(name)) return true;
  if (name !== 'ref' || equals < 0) return false;
  const value = pair.slice(equals + 1).replaceAll('+', '');
  try {
    return hosts.has(decodeURIComponent(value).toLowerCase());
  } catch {
    return false;
  }
}

/** An absolute address out of one that may be relative; null when that cannot be done. */
export function resolveUrl(address: string, baseUrl: string | null): string | null {
  const text = address.trim();
  return URL.parse(text)?.href ?? (baseUrl === null ? null : (URL.parse(text, baseUrl)?.href ?? null));
}
