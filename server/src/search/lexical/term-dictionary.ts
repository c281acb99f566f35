/**
 * Every term of the index and its number. The characters lie in one array and the hash table in
 * another, so that half a million terms cost 20 MB and load from disk as they are.
 */
import { grown } from '../engine/grow.ts';

const NONE = -1;
const PREFIX = 3;
const PREFIX_BUCKETS = 1 << 16;

export interface DictionaryData {
  chars: Uint16Array;
  /** Where each term begins in `chars`; one more than there are terms. */
  starts: Uint32Array;
  /** Documents that hold the term, dead ones included until they are swept out. */
  counts: Int32Array;
}

export class TermDictionary {
  size = 0;
  counts: Int32Array = new Int32Array(1024);
  #chars: Uint16Array = new Uint16Array(8192);
  #starts: Uint32Array = new Uint32Array(1025);
  #table = new Int32Array(2048).fill(NONE);
  /** Terms with the same first three characters hang in a chain, the newest first. */
  #heads = new Int32Array(PREFIX_BUCKETS).fill(NONE);
  #next = new Int32Array(1024);
  /** The letters of each term as bits, to pass over most terms when looking for a misspelt one. */
  letters = new Uint32Array(1024);

  static from(data: DictionaryData): TermDictionary {
    const dictionary = new TermDictionary();
    dictionary.size = data.counts.length;
    dictionary.counts = data.counts;
    dictionary.#chars = data.chars;
    dictionary.#starts = data.starts;
    dictionary.#next = new Int32Array(dictionary.size);
    dictionary.letters = new Uint32Array(dictionary.size);
    dictionary.#table = new Int32Array(tableSize(dictionary.size)).fill(NONE);
    for (let id = 0; id < dictionary.size; id++) dictionary.#register(id);
    return dictionary;
  }

  data(): DictionaryData {
    return {
      chars: this.#chars.slice(0, this.#starts[this.size]!),
      starts: this.#starts.slice(0, this.size + 1),
      counts: this.counts.slice(0, this.size),
    };
  }

  /** -1 when no document ever held it. */
  find(term: string): number {
    return this.#table[this.#slotOf(term)]!;
  }

  /** The number of the term; a new one if need be. */
  add(term: string): number {
    const slot = this.#slotOf(term);
    const known = this.#table[slot]!;
    if (known !== NONE) return known;
    const id = this.size;
    const start = this.#starts[id]!;
    this.#chars = grown(this.#chars, start + term.length);
    this.#starts = grown(this.#starts, id + 2);
    this.counts = grown(this.counts, id + 1);
    this.letters = grown(this.letters, id + 1);
    this.#next = grown(this.#next, id + 1);
    for (let i = 0; i < term.length; i++) this.#chars[start + i] = term.charCodeAt(i);
    this.#starts[id + 1] = start + term.length;
    this.size++;
    if (this.size * 5 > this.#table.length * 3) this.#rehash();
    else this.#table[slot] = id;
    this.#link(id);
    return id;
  }

  text(id: number): string {
    return String.fromCharCode(...this.#chars.subarray(this.#starts[id]!, this.#starts[id + 1]!));
  }

  length(id: number): number {
    return this.#starts[id + 1]! - this.#starts[id]!;
  }

  /** A UTF-16 unit of a term. */
  charAt(id: number, at: number): number {
    return this.#chars[this.#starts[id]! + at]!;
  }

  /** How many characters `term` and the term `id` share from the start. */
  commonPrefix(id: number, term: string): number {
    const start = this.#starts[id]!;
    const most = Math.min(term.length, this.#starts[id + 1]! - start);
    let i = 0;
    while (i < most && this.#chars[start + i] === term.charCodeAt(i)) i++;
    return i;
  }

  /** Terms that may begin like `prefix`: all of them do in the first three characters, when it has that many (or nearly: check). */
  *candidates(prefix: string): Generator<number> {
    if (prefix.length < PREFIX) {
      for (let id = 0; id < this.size; id++) yield id;
      return;
    }
    const bucket = prefixBucket(prefix.charCodeAt(0), prefix.charCodeAt(1), prefix.charCodeAt(2));
    for (let id = this.#heads[bucket]!; id !== NONE; id = this.#next[id]!) yield id;
  }

  #slotOf(term: string): number {
    const mask = this.#table.length - 1;
    let slot = hashText(term) & mask;
    for (let id = this.#table[slot]!; id !== NONE; id = this.#table[slot]!) {
      if (this.length(id) === term.length && this.commonPrefix(id, term) === term.length) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #rehash(): void {
    this.#table = new Int32Array(tableSize(this.size)).fill(NONE);
    for (let id = 0; id < this.size; id++) this.#place(id);
  }

  #register(id: number): void {
    this.#place(id);
    this.#link(id);
  }

  #place(id: number): void {
    const mask = this.#table.length - 1;
    let hash = HASH_SEED;
    for (let i = this.#starts[id]!; i < this.#starts[id + 1]!; i++) hash = Math.imul(hash ^ this.#chars[i]!, HASH_PRIME);
    let slot = finish(hash) & mask;
    while (this.#table[slot] !== NONE) slot = (slot + 1) & mask;
    this.#table[slot] = id;
  }

  #link(id: number): void {
    const start = this.#starts[id]!;
    const end = this.#starts[id + 1]!;
    let letters = 0;
    for (let i = start; i < end; i++) letters |= 1 << (this.#chars[i]! & 31);
    this.letters[id] = letters;
    if (end - start < PREFIX) return;
    const bucket = prefixBucket(this.#chars[start]!, this.#chars[start + 1]!, this.#chars[start + 2]!);
    this.#next[id] = this.#heads[bucket]!;
    this.#heads[bucket] = id;
  }
}

/** The letters of a text in the same bits as `letters`. */
export function letterBits(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length; i++) letters |= 1 << (text.charCodeAt(i) & 31);
  return letters >>> 0;
}

const HASH_SEED = 0x811c9dc5;
const HASH_PRIME = 0x01000193;

function hashText(text: string): number {
  let hash = HASH_SEED;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), HASH_PRIME);
  return finish(hash);
}

function finish(hash: number): number {
  return (hash ^ (hash >>> 15)) >>> 0;
}

function tableSize(terms: number): number {
  let size = 2048;
  while (size * 2 < terms * 5) size *= 2;
  return size;
}

function prefixBucket(a: number, b: number, c: number): number {
  return (Math.imul(Math.imul(a, 31) + b, 0x9e3779b1) + Math.imul(c, 0x85ebca6b)) >>> 16;
}
