/** Which addresses of an outsider may stand in a post, and in what form. */

const MAX_ADDRESS = 4096;
const linkScheme = /^(https?|mailto|tel|tg):/i;
const anyScheme = /^[a-z][a-z0-9+.-]*:/i;
// oxlint-disable-next-line no-control-regex -- browsers skip these inside an address (URL standard, 4.4)
const skippedByBrowsers = /[\u0000-\u001f\u007f]+/g;
// What pages put around an address; browsers strip only U+0000 to U+0020.
// oxlint-disable-next-line no-control-regex
const blank = /[\s\u0000-\u0020\u200b\ufeff]/;

/** An absolute http, https, mailto, tel or tg address in its normal form; null for anything else. */
export function linkAddress(raw: string, baseUrl: string | null): string | null {
  const text = clean(raw);
  if (text === null) return null;
  if (linkScheme.test(text)) return parse(text, null);
  if (anyScheme.test(text) || baseUrl === null) return null;
  const url = parse(text, baseUrl);
  return url !== null && linkScheme.test(url) ? url : null;
}

/** An absolute http or https address of a picture, video or sound; null for anything else. */
export function sourceAddress(raw: string, baseUrl: string | null): string | null {
  const url = linkAddress(raw, baseUrl);
  return url !== null && /^https?:/.test(url) ? url : null;
}

function clean(raw: string): string | null {
  if (raw.length > MAX_ADDRESS * 2) return null;
  let start = 0;
  let end = raw.length;
  while (start < end && blank.test(raw.charAt(start))) start += 1;
  while (end > start && blank.test(raw.charAt(end - 1))) end -= 1;
  const text = raw.slice(start, end).replace(skippedByBrowsers, '');
  return text === '' || text.length > MAX_ADDRESS ? null : text;
}

function parse(text: string, baseUrl: string | null): string | null {
  const url = URL.parse(text, baseUrl ?? undefined);
  if (url === null) return null;
  withoutCredentials(url);
  if (url.href.length > MAX_ADDRESS) return null;
  return url.href.toWellFormed();
}

/** What stands before "@" only makes an address look like one of another host. */
export function withoutCredentials(url: URL): void {
  url.username = '';
  url.password = '';
}
