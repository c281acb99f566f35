/** Are both addresses on one site? Subdomains count as sites: on many hosts each is somebody else's. */
export function isSameSite(one: string | null, other: string | null): boolean {
  const site = siteOf(one);
  return site !== null && site === siteOf(other);
}

/** The host, with its port when it is another than usual, without the names that sites give to their front and their feeds. */
function siteOf(address: string | null): string | null {
  return (address === null ? null : URL.parse(address))?.host.replace(/^(?:www|feeds?|rss)\./, '') || null;
}
