/**
 * Addresses of images as tokens that only the server can make: the proxy opens what the server has put
 * into a post, and is no open door for anybody else. A signed address is still checked like any other.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const signatureBytes = 16;
/** Longer addresses (bytes) are not shown: the token is one part of a path, and routers limit those. */
const longestUrl = 1400;

/** A url-safe token that carries the address; null for an address that the proxy would not take. */
export function signImage(key: Uint8Array, url: string): string | null {
  if (Buffer.byteLength(url) > longestUrl || !/^https?:\/\//i.test(url)) return null;
  return `${Buffer.from(url).toString('base64url')}.${sign(key, url).toString('base64url')}`;
}

/** Where our pages load a picture from, or null as for `signImage`. */
export function imagePath(key: Uint8Array, url: string): string | null {
  const token = signImage(key, url);
  return token === null ? null : `/api/images/${token}`;
}

/** The address inside, or null when the token was not made with this key. */
export function readImageToken(key: Uint8Array, token: string): string | null {
  if (token.length > longestUrl * 2) return null;
  const [encoded = '', signature = '', ...more] = token.split('.');
  const url = Buffer.from(encoded, 'base64url').toString();
  const given = Buffer.from(signature, 'base64url');
  const good = given.length === signatureBytes && timingSafeEqual(given, sign(key, url));
  return good && more.length === 0 ? url : null;
}

/** The purpose is part of what is signed, so a signature made with the same key for something else is worth nothing here. */
function sign(key: Uint8Array, url: string): Buffer {
  return createHmac('sha256', key).update(`image\n${url}`).digest().subarray(0, signatureBytes);
}
