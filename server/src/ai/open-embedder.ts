/** Picks the embedder that the operator has configured. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock, type Clock } from '../platform/clock.ts';
import { createEgress } from '../platform/egress.ts';
import { cachedEmbedder } from './cached-embedder.ts';
import type { Embedder } from './embedder.ts';
import { localModels } from './known-models.ts';
import { createLocalEmbedder } from './local-embedder.ts';
import { listInstalledModels, readInstalledModel } from './local-model.ts';
import { createOpenAiEmbedder } from './openai-embedder.ts';

export interface EmbedderConfig {
  dataDir: string;
  embeddings: { url?: string | undefined; model?: string | undefined; apiKey?: string | undefined };
}

export interface OpenEmbedderDeps {
  log: { warn(facts: object, text: string): void; info(facts: object, text: string): void };
  clock?: Clock;
}

/** The folder of local models: `org/name/…`. */
export function modelsFolder(dataDir: string): string {
  return join(dataDir, 'models');
}

/**
 * With EMBEDDINGS_URL that server; else the local model that EMBEDDINGS_MODEL names, or the one that is
 * there. Null when there is none: search then goes by words alone. Never waits for a server or a model.
 */
export async function openEmbedder(config: EmbedderConfig, deps: OpenEmbedderDeps): Promise<Embedder | null> {
  const { url, model, apiKey } = config.embeddings;
  const clock = deps.clock ?? systemClock;
  if (url) {
    // Configured by the operator, so it may be in a private network: but nothing else is reached this way.
    const egress = createEgress({ trustedOrigins: [url], clock });
    return cachedEmbedder(createOpenAiEmbedder({ egress, url: url.replace(/\/+$/, ''), model: model ?? 'default', apiKey }), { clock });
  }
  const folder = modelsFolder(config.dataDir);
  const chosen = model ?? defaultModel(folder);
  if (!chosen) return null;
  if (!readInstalledModel(folder, chosen)) {
    deps.log.warn({ model: chosen, folder }, 'the embedding model is not installed (npx tidings models pull): search goes by words');
    return null;
  }
  return cachedEmbedder(createLocalEmbedder({ folder, model: chosen }), { clock });
}

function defaultModel(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined;
  const names = listInstalledModels(folder).map((model) => model.name);
  return localModels.find((model) => names.includes(model.name))?.name ?? names[0];
}
