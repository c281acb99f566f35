import { parseArgs } from 'node:util';
import { createApiToken } from '#accounts';
import { print, say, withInstance } from './command.ts';
import { UsageError } from './usage-error.ts';

export async function token(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, name: { type: 'string' }, scope: { type: 'string' } },
  });
  const { name, scope } = values;
  if (positionals[0] !== 'create' || !name) throw new UsageError('token create needs --name');
  if (scope !== 'read' && scope !== 'write' && scope !== 'admin') throw new UsageError('--scope is read, write or admin');
  await withInstance({}, async ({ deps, owner }) => {
    const made = await createApiToken(deps, owner, { name, scope });
    if (!values.json) say('Keep it: it is not shown again.');
    print(values.json, { token: made.token }, () => made.token);
  });
}
