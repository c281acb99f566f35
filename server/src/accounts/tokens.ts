/** Random secrets that are shown once and kept as hashes. */
import { createHash, randomBytes } from 'node:crypto';

type Kind = 'session' | 'link' | 'api';

/** 256 bits. The prefix lets secret scanners and our own log filter know one. */
export function createSecret(kind: Kind): string {
  return `tdg_${kind}_${randomBytes(32).toString('base64url')}`;
}

/** It has the form of one; whether it is one, only its hash can tell. */
export function isSecret(kind: Kind, text: string): boolean {
  return text.startsWith(`tdg_${kind}_`) && /^[\w-]{43}$/.test(text.slice(`tdg_${kind}_`.length));
}

/** A fast hash is right for 256 random bits: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
