/** The key of this instance, and keys for single purposes derived from it (HKDF, RFC 5869). */
import { hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from './errors.ts';

/** From ENCRYPTION_KEY (32 bytes, base64), else from DATA_DIR, where the first start makes it. */
export function loadMasterKey(dataDir: string, given: string | undefined): Uint8Array {
  if (given !== undefined) {
    const key = Buffer.from(given, 'base64');
    if (key.length !== 32) throw new AppError('config_invalid', { problems: '  ENCRYPTION_KEY: must be 32 bytes in base64' });
    return key;
  }
  const file = join(dataDir, 'key');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}

export function deriveKey(master: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, '', `tidings ${purpose}`, 32));
}
