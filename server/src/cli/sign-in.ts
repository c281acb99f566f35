import { parseArgs } from 'node:util';
import { createSignInLink } from '#accounts';
import { readAddress } from '../platform/claim-folder.ts';
import { print, withInstance } from './command.ts';

export async function signIn(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
  await withInstance({}, async ({ deps, owner }) => {
    const { host, port, publicUrl } = deps.config.http;
    const served = publicUrl ?? readAddress(deps.config.dataDir)?.shown ?? `http://${host}:${port}`;
    const url = `${served}/sign-in?token=${await createSignInLink(deps, owner.userId)}`;
    print(values.json, { url }, () => `Sign in: ${url}`);
  });
}
