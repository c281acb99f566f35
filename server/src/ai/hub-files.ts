/** Which files of a model are needed, by the hub's own list, or by their usual names where there is no list. */
import { z } from 'zod';
import type { Egress } from '../platform/egress.ts';
import { AppError } from '../platform/errors.ts';
import { isModelName } from './local-model.ts';

export interface HubFile {
  path: string;
  size: number | null;
  checksum: { kind: 'sha256' | 'git'; value: string } | null;
  optional: boolean;
}

const needed = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const optional = ['special_tokens_map.json', '1_Pooling/config.json', 'config_sentence_transformers.json'];
const quantised = 'onnx/model_quantized.onnx';
const full = ['onnx/model.onnx', 'onnx/model.onnx_data'];

const listSchema = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.int().nonnegative().optional(),
    oid: z.string().optional(),
    lfs: z.object({ oid: z.string(), size: z.int().nonnegative() }).optional(),
  }),
);

/** @throws AppError `model_failed` when the list lacks a needed file */
export async function hubFiles(deps: { egress: Egress; hub: string }, name: string): Promise<HubFile[]> {
  if (!isModelName(name)) throw new AppError('model_failed', { model: name, reason: 'a model is named MAKER/NAME' });
  const list = await readList(deps, name);
  if (!list) return [...needed, quantised].map((path) => plain(path, false)).concat(optional.map((path) => plain(path, true)));
  const weights = list.has(quantised) ? [quantised] : full.filter((path) => list.has(path));
  const missing = [...needed, ...(weights.length === 0 ? [quantised] : [])].filter((path) => !list.has(path));
  if (missing.length > 0) throw new AppError('model_failed', { model: name, reason: `the hub has no ${missing.join(', ')} of it` });
  return [...needed, ...optional, ...weights].flatMap((path) => list.get(path) ?? []);
}

/** Null where the hub keeps no list (a plain file server). */
async function readList(deps: { egress: Egress; hub: string }, name: string): Promise<Map<string, HubFile> | null> {
  const answer = await deps.egress.get(`${deps.hub}/api/models/${name}/tree/main?recursive=true`, { kind: 'page' }).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === 'http_not_found' || error.code === 'http_error')) return null;
    if (error instanceof AppError && error.code === 'needs_login')
      throw new AppError('model_failed', { model: name, reason: 'the hub has no such model, or does not give it to everybody' });
    throw error;
  });
  const parsed = answer ? listSchema.safeParse(parseJson(answer.body)) : null;
  if (!parsed?.success) return null;
  return new Map(parsed.data.filter((one) => one.type === 'file').map((one) => [one.path, described(one)]));
}

function described(one: z.infer<typeof listSchema>[number]): HubFile {
  const large = one.lfs && /^[0-9a-f]{64}$/.test(one.lfs.oid) ? { kind: 'sha256' as const, value: one.lfs.oid } : null;
  const small = one.oid && /^[0-9a-f]{40}$/.test(one.oid) && !one.lfs ? { kind: 'git' as const, value: one.oid } : null;
  return { path: one.path, size: one.lfs?.size ?? one.size ?? null, checksum: large ?? small, optional: optional.includes(one.path) };
}

function plain(path: string, isOptional: boolean): HubFile {
  return { path, size: null, checksum: null, optional: isOptional };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return null;
  }
}
