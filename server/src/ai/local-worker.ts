/**
 * Runs a model in a thread of its own, so that a long text does not hold up requests. Transformers.js is
 * no dependency (half a gigabyte): it is looked for where the operator may have installed it.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

export interface LocalWorkerData {
  /** Folder that holds `org/name/…` for each model. */
  folder: string;
  model: string;
  pooling: 'mean' | 'cls';
  dtype: 'q8' | 'fp32';
  /** Folders whose node_modules may have the package. */
  packageFolders: string[];
  threads: number;
}

export interface LocalRequest {
  id: number;
  texts: string[];
}

export type LocalAnswer = { id: number; dimension: number; numbers: Float32Array } | { id: number; error: string; missing?: boolean };

/** What of the package is used. */
interface Transformers {
  env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string; useFSCache: boolean };
  pipeline(task: 'feature-extraction', model: string, options: object): Promise<Extractor>;
}
type Extractor = (texts: string[], options: { pooling: string; normalize: boolean }) => Promise<{ dims: number[]; data: Float32Array }>;

const packageName = '@huggingface/transformers';
const data = workerData as LocalWorkerData;
let extractor: Promise<Extractor> | null = null;

async function loadExtractor(): Promise<Extractor> {
  const { env, pipeline } = await loadPackage();
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = data.folder;
  env.useFSCache = false;
  return pipeline('feature-extraction', data.model, {
    dtype: data.dtype,
    device: 'cpu',
    session_options: { intraOpNumThreads: data.threads, interOpNumThreads: 1, logSeverityLevel: 3 },
  });
}

async function loadPackage(): Promise<Transformers> {
  for (const folder of data.packageFolders) {
    let path: string;
    try {
      path = createRequire(join(folder, 'package.json')).resolve(packageName);
    } catch {
      continue;
    }
    const loaded = (await import(pathToFileURL(path).href)) as Transformers & { default?: Transformers };
    return loaded.default ?? loaded;
  }
  throw Object.assign(new Error('not installed'), { missing: true });
}

parentPort?.on('message', (request: LocalRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply, 'numbers' in reply ? [reply.numbers.buffer as ArrayBuffer] : []));
});

async function answer({ id, texts }: LocalRequest): Promise<LocalAnswer> {
  try {
    extractor ??= loadExtractor();
    const { dims, data: numbers } = await (await extractor)(texts, { pooling: data.pooling, normalize: true });
    return { id, dimension: dims.at(-1) ?? 0, numbers: Float32Array.from(numbers) };
  } catch (error) {
    extractor = null;
    const { message, missing } = error as Error & { missing?: boolean };
    return { id, error: message.slice(0, 300), ...(missing ? { missing } : {}) };
  }
}
