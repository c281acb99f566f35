import { parseArgs } from 'node:util';
import { modelsFolder } from '#ai';
import { readConfig } from '../config.ts';
import { createEgress, parseAllowList } from '../platform/egress.ts';
import { print, say } from './command.ts';
import { UsageError } from './usage-error.ts';
import { modelLines, runModels } from './models.ts';

export async function models(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } });
  const config = readConfig();
  const egress = createEgress({ allowPrivate: parseAllowList(config.egress.allowPrivateNetworks) });
  try {
    const result = await runModels({ egress, hub: config.models.url, folder: modelsFolder(config.dataDir), say }, positionals);
    if (result === null) throw new UsageError('models pull, or models list');
    print(values.json, result, () => modelLines(result));
  } finally {
    await egress.close();
  }
}
