/** The command around `runModels`: configuration, the hub's address, printing. */
import { parseArgs } from 'node:util';
import { modelsFolder } from '#ai';
import { readConfig } from '../config.ts';
import { createEgress, parseAllowList } from '../platform/egress.ts';
import { print, say, UsageError } from './command.ts';
import { modelLines, runModels } from './models.ts';

export async function models(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
  const config = readConfig();
  const hub = new URL(config.models.url);
  // The hub is the operator's own choice, so it may be in a private network; where it redirects to may not.
  const allowed = `${config.egress.allowPrivateNetworks},${hub.hostname}:${hub.port || (hub.protocol === 'https:' ? 443 : 80)}`;
  const egress = createEgress({ allowPrivate: parseAllowList(allowed), limits: { idleMs: 60_000 } });
  try {
    const result = await runModels({ egress, hub: config.models.url, folder: modelsFolder(config.dataDir), say }, positionals);
    if (!result) throw new UsageError('models pull [NAME], where NAME is MAKER/NAME, or models list');
    print(values.json, result, () => modelLines(result));
  } finally {
    await egress.close();
  }
}
