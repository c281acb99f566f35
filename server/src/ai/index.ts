/** The door of ai: what other domains may use. */
export type { Embedder, EmbedKind } from './embedder.ts';
export { localModels } from './known-models.ts';
export { isModelName, listInstalledModels, type InstalledModel } from './local-model.ts';
export { modelsFolder, openEmbedder } from './open-embedder.ts';
export { pullModel, type PulledFile, type PullDeps } from './pull-model.ts';
