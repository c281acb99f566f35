import { existsSync, readFileSync } from 'node:fs';
import { createSignInLink } from '#accounts';
import { addressFile } from '../platform/claim-folder.ts';
import { print, withInstance } from './command.ts';

export async function signIn(args: string[]): Promise<void> {
  await withInstance({}, async ({ deps, owner }) => {
    const { host, port, publicUrl } = deps.config.http;
    const served = publicUrl ?? runningAt(deps.config.dataDir) ?? `http://${host}:${port}`;
    const url = `${served}/sign-in?token=${await createSignInLink(deps, owner.userId)}`;
    print(args.includes('--json'), { url }, () => `Sign in: ${url}`);
  });
}

function runningAt(dataDir: string): string | null {
  const file = addressFile(dataDir);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
