/** What lies in a model's folder, and how it wants to be used. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { modelHabits, type ModelHabits } from './known-models.ts';

export interface InstalledModel extends ModelHabits {
  name: string;
  dimension: number;
  dtype: 'q8' | 'fp32';
  bytes: number;
}

const configSchema = z.object({ hidden_size: z.int().positive().optional(), dim: z.int().positive().optional() });
const poolingSchema = z.object({ pooling_mode_cls_token: z.boolean().optional() });
const promptSchema = z.object({ prompts: z.record(z.string(), z.string()).optional() });

/** A repository on a hub: `org/name`. */
export function isModelName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/.test(name) && !name.includes('..');
}

/** The model in `folder/org/name`, or null when it is not there in full. */
export function readInstalledModel(folder: string, name: string): InstalledModel | null {
  const at = join(folder, name);
  if (!isModelName(name) || !existsSync(join(at, 'tokenizer.json'))) return null;
  const dtype = existsSync(join(at, 'onnx/model_quantized.onnx')) ? 'q8' : existsSync(join(at, 'onnx/model.onnx')) ? 'fp32' : null;
  const config = readJson(join(at, 'config.json'), configSchema);
  if (!dtype || !config) return null;
  return { name, dtype, dimension: config.hidden_size ?? config.dim ?? 0, bytes: sizeOf(at), ...habitsOf(at, name) };
}

/** All models below a folder, in the order of their names. */
export function listInstalledModels(folder: string): InstalledModel[] {
  const inside = (path: string) =>
    existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'node_modules') : [];
  const names = inside(folder).flatMap((org) => inside(join(folder, org.name)).map((model) => `${org.name}/${model.name}`));
  return names.sort().flatMap((name) => readInstalledModel(folder, name) ?? []);
}

/** The model's own files know better than a table of names. */
function habitsOf(at: string, name: string): ModelHabits {
  const habits = modelHabits(name);
  const pooling = readJson(join(at, '1_Pooling/config.json'), poolingSchema);
  const prompts = readJson(join(at, 'config_sentence_transformers.json'), promptSchema)?.prompts ?? {};
  const prefix = { query: prompts['query'] ?? habits.prefix.query, passage: prompts['passage'] ?? prompts['document'] ?? habits.prefix.passage };
  return { prefix, pooling: pooling ? (pooling.pooling_mode_cls_token ? 'cls' : 'mean') : habits.pooling };
}

function readJson<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
}
