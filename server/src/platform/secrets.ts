/** The key of this instance, and keys for single purposes derived from it (HKDF, RFC 5869). */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from './errors.ts';
import { makeSecretFile } from './make-secret-file.ts';

const keyBytes = 32;

/** From ENCRYPTION_KEY (32 bytes, base64), else from DATA_DIR, where the first start makes it. @throws AppError `config_invalid`, `key_broken` */
export function loadMasterKey(dataDir: string, given: string | undefined): Uint8Array {
  if (given !== undefined) {
    const key = Buffer.from(given, 'base64');
    if (key.length !== keyBytes) throw new AppError('config_invalid', { problems: '  ENCRYPTION_KEY: must be 32 bytes in base64' });
    return key;
  }
  const file = join(dataDir, 'key');
  if (!existsSync(file)) makeSecretFile(file, randomBytes(keyBytes).toString('base64'));
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== keyBytes) throw new AppError('key_broken', { file });
  return key;
}

export function deriveKey(master: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, '', `tidings ${purpose}`, 32));
}

const nonceBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM (NIST SP 800-38D): nonce, tag, ciphertext. `boundTo` names the row that it is kept in:
 * moved to another one it does not open.
 */
export function seal(key: Uint8Array, text: string, boundTo: string): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was changed, moved, or sealed with another key. */
export function open(key: Uint8Array, sealed: Buffer, boundTo: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
}
