/** A stand-in for an embedding model: similar texts get near vectors, without a model. */
import { conceptOf } from './concepts.ts';

export const defaultDimension = 384;

const stopWords = new Set(
  'a an and are as at be by for from has have in is it its of on or that the this to was were will with и в во на не что с со по из за к ко у от до для как это его её их а но же или при так было быть есть уже ещё только тоже'.split(
    ' ',
  ),
);

const endings = [
  'иями',
  'ями',
  'ами',
  'ого',
  'его',
  'ому',
  'ему',
  'ыми',
  'ими',
  'ешь',
  'ует',
  'ают',
  'ить',
  'ать',
  'еть',
  'ing',
  'ies',
  'ах',
  'ях',
  'ов',
  'ев',
  'ей',
  'ой',
  'ый',
  'ий',
  'ая',
  'яя',
  'ое',
  'ее',
  'ые',
  'ие',
  'ую',
  'юю',
  'ом',
  'ем',
  'ам',
  'ям',
  'ет',
  'ит',
  'ут',
  'ют',
  'ла',
  'ло',
  'ли',
  'ed',
  'es',
  'ly',
  'а',
  'я',
  'о',
  'е',
  'ы',
  'и',
  'у',
  'ю',
  'ь',
  'й',
  's',
  'e',
];

/** Cuts one ending; both languages, crude on purpose. */
export function stem(word: string): string {
  const ending = endings.find((e) => word.length - e.length >= 3 && word.endsWith(e));
  return ending === undefined ? word : word.slice(0, -ending.length);
}

/** Unit length; the zero text gives the first axis. */
export function embedText(text: string, dimension: number = defaultDimension): Float32Array {
  const weights = new Map<string, number>();
  const add = (feature: string, weight: number): void => void weights.set(feature, (weights.get(feature) ?? 0) + weight);
  for (const word of text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .match(/[\p{L}\p{N}]{1,40}/gu) ?? []) {
    if (stopWords.has(word)) continue;
    const root = stem(word);
    const concept = conceptOf(root);
    add(`w:${concept ?? root}`, weightOf(root, concept));
    for (let i = 0; i + 4 <= word.length + 2; i += 1) add(`g:${` ${word} `.slice(i, i + 4)}`, 0.22);
  }
  const vector = new Float32Array(dimension);
  for (const [feature, weight] of weights) project(vector, feature, Math.sqrt(weight) * (feature.startsWith('g') ? 0.3 : 1));
  return toUnitLength(vector);
}

/** Names and numbers tell two events of one kind apart. */
function weightOf(root: string, concept: string | undefined): number {
  if (/^\d/.test(root)) return 3;
  if (concept === undefined) return 1;
  return concept.startsWith('n:') ? 5 : 1.6;
}

/** Adds a feature along eight pseudo-random axes. */
function project(vector: Float32Array, feature: string, weight: number): void {
  let state = 0x811c9dc5;
  for (let i = 0; i < feature.length; i += 1) state = Math.imul(state ^ feature.charCodeAt(i), 0x01000193);
  for (let i = 0; i < 8; i += 1) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
    const axis = (state >>> 1) % vector.length;
    vector[axis] = (vector[axis] ?? 0) + ((state & 1) === 0 ? weight : -weight);
  }
}

function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  if (length === 0) {
    vector[0] = 1;
    return vector;
  }
  return vector.map((x) => x / length);
}
