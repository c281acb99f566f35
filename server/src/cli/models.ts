/** `tidings models`: local models are downloaded and listed. Needs no database. */
import { isModelName, listInstalledModels, localModels, pullModel, type PulledFile, type PullDeps } from '#ai';

export interface ModelInfo {
  name: string;
  about: string;
  installed: boolean;
  /** Numbers in a vector; null until it is here. */
  dimension: number | null;
  bytes: number | null;
}

export type ModelsResult = { pulled: string; files: PulledFile[] } | { models: ModelInfo[] };

/**
 * `['pull']`, `['pull', NAME]` or `['list']`.
 * @returns null for any other arguments
 * @throws what `pullModel` throws
 */
export async function runModels(deps: PullDeps, args: readonly string[]): Promise<ModelsResult | null> {
  const [action, name = localModels[0]?.name ?? '', ...rest] = args;
  if (rest.length > 0) return null;
  if (action === 'list' && args.length === 1) return { models: listModels(deps.folder) };
  if (action !== 'pull' || !isModelName(name)) return null;
  const files = await pullModel(deps, name);
  deps.say(`${name} is in ${deps.folder}. It is used from the next start on when EMBEDDINGS_URL is not set.`);
  return { pulled: name, files };
}

/** The lines of a result for a person. */
export function modelLines(result: ModelsResult): string[] {
  if ('pulled' in result) return [result.pulled];
  return result.models.map((model) => `${model.installed ? '*' : ' '} ${model.name}  ${model.about}`);
}

function listModels(folder: string): ModelInfo[] {
  const here = listInstalledModels(folder);
  const known = localModels.map(({ name, about }): ModelInfo => {
    const installed = here.find((model) => model.name === name);
    return { name, about, installed: installed !== undefined, dimension: installed?.dimension ?? null, bytes: installed?.bytes ?? null };
  });
  const others = here.filter((model) => !localModels.some((one) => one.name === model.name));
  return [...known, ...others.map(({ name, dimension, bytes }): ModelInfo => ({ name, about: `${dimension} numbers`, installed: true, dimension, bytes }))];
}
