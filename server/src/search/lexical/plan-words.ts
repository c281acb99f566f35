/** The words of a query as units to look for: each with its term, its weight and its bit in the tally. */
import { analyse, SHARP, WHOLE, WORD, type Term } from '../analyse.ts';
import { isStopWord } from '../text/stop-words.ts';

const MOST_BITS = 31;
const STOP_WEIGHT = 0.15;
const WHOLE_WEIGHT = 0.4;
/** How soon repeating a word stops to count, as in Okapi's k3. */
const K3 = 2;
/** What looks like a filter and is none. */
const PAIR = /(?<!\S)-?\p{L}+:\S+/gu;

export interface Unit {
  word: string;
  term: string;
  /** "c++", "@name", "#tag": asked for instead of `term` where some post has it. */
  sharp: string | null;
  /** 0 for a word that need not be there. */
  bit: number;
  weight: number;
  /** Part of `key:value`: that is meant as it is written, never put right. */
  asWritten: boolean;
}

export interface WordPlan {
  units: Unit[];
  /** Several units written as one word, which finds them all at once. */
  wholes: { term: string; bits: number; weight: number }[];
  /** The bits of all words that "all words" means. */
  all: number;
}

/** `texts` are the words of the query and the insides of its phrases. */
export function planWords(texts: readonly string[]): WordPlan {
  const units = new Map<string, Unit>();
  const wholes: WordPlan['wholes'] = [];
  const parts = texts.map((text) => analyse(text));
  const pairs = texts.map((text) => [...text.matchAll(PAIR)].map((pair) => ({ start: pair.index, end: pair.index + pair[0].length })));
  const onlyStops = parts.every((terms) => terms.every((t) => t.role !== WORD || isStopWord(t.word)));
  const uses = new Map<string, number>();
  for (const [part, terms] of parts.entries()) {
    for (const t of terms) {
      if (t.role !== WORD) continue;
      uses.set(t.term, (uses.get(t.term) ?? 0) + 1);
      if (units.has(t.term)) continue;
      const isStop = !onlyStops && isStopWord(t.word);
      const bit = isStop ? 0 : nextBit(units);
      units.set(t.term, {
        word: t.word,
        term: t.term,
        sharp: sharpAt(terms, t),
        bit,
        weight: isStop ? STOP_WEIGHT : 1,
        asWritten: pairs[part]!.some((pair) => t.start >= pair.start && t.end <= pair.end),
      });
    }
    for (const t of terms) if (t.role === WHOLE) wholes.push({ term: t.term, bits: bitsWithin(terms, t, units), weight: WHOLE_WEIGHT });
  }
  for (const unit of units.values()) unit.weight *= repeated(uses.get(unit.term)!);
  const list = [...units.values()];
  return { units: list, wholes, all: list.reduce((bits, unit) => bits | unit.bit, 0) >>> 0 };
}

function nextBit(units: ReadonlyMap<string, Unit>): number {
  let used = 0;
  for (const unit of units.values()) if (unit.bit !== 0) used++;
  return used < MOST_BITS ? (1 << used) >>> 0 : 0;
}

function sharpAt(terms: readonly Term[], word: Term): string | null {
  return terms.find((t) => t.role === SHARP && t.position === word.position)?.term ?? null;
}

function bitsWithin(terms: readonly Term[], whole: Term, units: ReadonlyMap<string, Unit>): number {
  let bits = 0;
  for (const t of terms) if (t.role === WORD && t.start >= whole.start && t.end <= whole.end) bits |= units.get(t.term)!.bit;
  return bits >>> 0;
}

function repeated(times: number): number {
  return ((K3 + 1) * times) / (K3 + times);
}
