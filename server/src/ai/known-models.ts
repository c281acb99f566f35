/** Models that we know how to ask, and which of them can be run here. */
import type { EmbedKind } from './embedder.ts';

export interface ModelHabits {
  /** What the model was trained to see before a text. */
  prefix: Record<EmbedKind, string>;
  /** How the vectors of the words become one. */
  pooling: 'mean' | 'cls';
}

export interface LocalModel extends ModelHabits {
  /** Repository on a model hub. */
  name: string;
  about: string;
}

const plain = { query: '', passage: '' };
const e5 = { query: 'query: ', passage: 'passage: ' };

/** The first is the default. */
export const localModels: readonly LocalModel[] = [
  { name: 'Xenova/multilingual-e5-small', about: '100 languages, 384 numbers, about 120 MB: the default', prefix: e5, pooling: 'mean' },
  { name: 'Xenova/multilingual-e5-base', about: '100 languages, 768 numbers, about 280 MB', prefix: e5, pooling: 'mean' },
  { name: 'Xenova/bge-m3', about: '100 languages, 1024 numbers, about 570 MB: best and slowest', prefix: plain, pooling: 'cls' },
];

/** What to put before texts for a model of this name, wherever it runs (`intfloat/multilingual-e5-large`, `e5-small:q8`). */
export function modelHabits(name: string): ModelHabits {
  const known = localModels.find((model) => model.name === name);
  if (known) return known;
  if (/(?:^|[/_-])e5(?:[-_:.]|$)/i.test(name) && !/instruct/i.test(name)) return { prefix: e5, pooling: 'mean' };
  if (/nomic-embed/i.test(name)) return { prefix: { query: 'search_query: ', passage: 'search_document: ' }, pooling: 'mean' };
  if (/(?:^|\/)bge-/i.test(name)) return { prefix: plain, pooling: 'cls' };
  return { prefix: plain, pooling: 'mean' };
}
