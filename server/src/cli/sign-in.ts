import { createSignInLink } from '#accounts';
import { print, withInstance } from './command.ts';

export async function signIn(args: string[]): Promise<void> {
  await withInstance({}, async ({ deps, owner }) => {
    const { host, port, publicUrl } = deps.config.http;
    const url = `${publicUrl ?? `http://${host}:${port}`}/sign-in?token=${await createSignInLink(deps, owner.userId)}`;
    print(args.includes('--json'), { url }, () => `Sign in: ${url}`);
  });
}
