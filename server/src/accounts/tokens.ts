/** Random secrets that are shown once and kept as hashes. */
import { createHash, randomBytes } from 'node:crypto';

/** 256 bits. The prefix lets secret scanners and our own log filter know one. */
export function createSecret(kind: 'session' | 'link' | 'api'): string {
  return `tdg_${kind}_${randomBytes(32).toString('base64url')}`;
}

/** A fast hash is right for 256 random bits: there is nothing to guess. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
