/** Addresses in feeds, made absolute; what cannot be opened by a reader becomes null. */
const plainAbsolute = /^https?:\/\/[a-z0-9][^\s\p{Cc}<>"\\^`{|}]*$/iu;

/** An absolute http(s) address, unchanged when it is one already; null for anything else. */
export function resolveAddress(address: string | null | undefined, base: string | null): string | null {
  const clean = address?.trim();
  if (!clean || clean.length > 8192) return null;
  if (plainAbsolute.test(clean)) return URL.canParse(clean) ? clean : null;
  return base === null && !clean.includes(':') ? null : joined(clean, base);
}

function joined(address: string, base: string | null): string | null {
  if (/^(?!https?:|feed:)[a-z][a-z0-9+.-]*:/i.test(address)) return null;
  const full = address.replace(/^feed:(?:\/\/)?(?=https?:)/i, '').replace(/^feed:/i, 'http:');
  const url = URL.parse(full, base ?? undefined);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}

/** The base for the addresses of an element: its xml:base, itself relative to the feed's address. */
export function baseOf(declared: string | null, address: string): string {
  return declared === null ? address : (resolveAddress(declared, address) ?? address);
}
