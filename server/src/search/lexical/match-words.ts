/**
 * Which posts answer the words of a query, and how well. First the words as they are, all of them;
 * only when few posts hold them all, what else they may have meant, and posts that hold some of them.
 */
import type { LexicalIndex } from '../lexical-index.ts';
import type { Unit, WordPlan } from './plan-words.ts';
import { isHeld, rarity, scoreRelatives, scoreTerm, startTally, type Tally, type TermScore } from './score-terms.ts';
import { inOtherLayout, misspellingsOf, relativesOf, termsContaining, termsWithPrefix } from './similar-terms.ts';
import { CYRILLIC, stemAsWritten, termOf } from '../analyse.ts';
import { isStopWord } from '../text/stop-words.ts';

/** Fewer posts with all words than this, and posts with some of the words join them. */
const ENOUGH = 10;
const RELATIVE_WEIGHT = 0.8;
const CORRECTED_WEIGHT = 0.8;
const AS_WRITTEN_WEIGHT = 0.4;
/** Words that say less than this are not worth their family: more than about one in seven posts holds them. */
const FAMILY_RARITY = 2;
const SHORTER_NEARNESS = 0.4;
const MOST_COMPLETIONS = 16;
/** All relatives of a few words: what brings a post is marked in it. */
const MOST_ALSO = 100;
/** Words of one query that other readings are looked for: each goes over the whole dictionary. */
const MOST_MENDED = 8;
/** More posts with all words than this, and the words are meant as they are written. */
const NEXT_TO_NONE = 2;
/** So is, in any query, a word that more of the asker's posts hold than this. */
const MOST_HOLDERS = 30;
/** Posts with some of the words only count when they score this share of the best. */
const LOWEST_SHARE = 0.2;

export interface Reading {
  /** The folded word of the query. */
  word: string;
  /** The term that was looked for instead. */
  term: string;
}

export interface WordMatch {
  /** Valid until the next query. */
  tally: Tally;
  /** Ordinals that match, in no order. */
  ordinals: Int32Array;
  /** The score of a post of average length that holds every word once. */
  fullScore: number;
  /** How many of them, from the start of `ordinals`, hold all words. */
  complete: number;
  corrections: Reading[];
  /** Terms that were looked for besides: of the same family, or what an unfinished word may become. */
  also: Reading[];
}

export function matchWords(index: LexicalIndex, plan: WordPlan, allowed: Uint8Array): WordMatch {
  const tally = startTally(allowed);
  for (const unit of plan.units) scoreUnit(index, tally, unit);
  for (const whole of plan.wholes) scoreIfKnown(index, tally, whole.term, whole);
  let complete = countComplete(tally, plan.all);
  const corrections: Reading[] = [];
  const also = new Map(plan.units.map((unit) => [unit, new Set<number>()]));
  // Where every allowed post holds all words, as after a phrase, there is nothing more to find.
  if (complete < ENOUGH && complete < countAllowed(allowed)) {
    const held = bitsHeld(tally);
    const missing = plan.units.filter((unit) => unit.bit !== 0 && !unit.asWritten && (unit.bit & held) === 0).slice(0, MOST_MENDED);
    const switched = inOtherLayouts(index, allowed, missing);
    for (const unit of missing) {
      const terms = switched.get(unit) ?? readings(index, allowed, unit, unit === plan.units.at(-1));
      corrections.push(...correct(index, tally, unit, terms));
      if (corrections.every((correction) => correction.word !== unit.word)) for (const termId of terms) also.get(unit)!.add(termId);
    }
    if (complete <= NEXT_TO_NONE) for (const unit of scarce(plan, tally)) for (const termId of addRelatives(index, tally, unit)) also.get(unit)!.add(termId);
    complete = countComplete(tally, plan.all);
  }
  return {
    tally,
    ordinals: collect(tally, plan.all, complete),
    fullScore: fullScore(index, plan),
    complete,
    corrections,
    also: heldReadings(index, allowed, also),
  };
}

/** Only words that the asker's own posts hold. */
function heldReadings(index: LexicalIndex, allowed: Uint8Array, also: ReadonlyMap<Unit, ReadonlySet<number>>): Reading[] {
  const held: Reading[] = [];
  for (const [{ word }, termIds] of also) {
    for (const termId of termIds) if (held.length < MOST_ALSO && isHeld(index, termId, allowed)) held.push({ word, term: index.dictionary.text(termId) });
  }
  return held;
}

function fullScore(index: LexicalIndex, plan: WordPlan): number {
  return plan.units.reduce((sum, unit) => sum + unit.weight * rarity(holdersOf(index, unit.term), index.size), 0);
}

function holdersOf(index: LexicalIndex, term: string): number {
  return index.dictionary.counts[index.dictionary.find(term)] ?? 0;
}

function scoreUnit(index: LexicalIndex, tally: Tally, unit: Unit): void {
  const sharp = unit.sharp === null ? -1 : index.dictionary.find(unit.sharp);
  if (sharp >= 0 && isHeld(index, sharp, tally.allowed)) scoreTerm(index, tally, sharp, { weight: unit.weight, bits: unit.bit });
  else scoreIfKnown(index, tally, unit.term, { weight: unit.weight, bits: unit.bit });
  const written = stemAsWritten(unit);
  if (written !== null) scoreIfKnown(index, tally, written, { weight: unit.weight * AS_WRITTEN_WEIGHT, bits: unit.bit });
}

function scoreIfKnown(index: LexicalIndex, tally: Tally, term: string, score: TermScore): void {
  const termId = index.dictionary.find(term);
  if (termId >= 0) scoreTerm(index, tally, termId, score);
}

function countComplete(tally: Tally, all: number): number {
  let complete = 0;
  for (let i = 0; i < tally.count; i++) if ((tally.found[tally.touched[i]!]! & all) >>> 0 === all) complete++;
  return complete;
}

function countAllowed(allowed: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < allowed.length; i++) count += allowed[i]!;
  return count;
}

function bitsHeld(tally: Tally): number {
  let bits = 0;
  for (let i = 0; i < tally.count; i++) bits |= tally.found[tally.touched[i]!]!;
  return bits;
}

/** The words that few of the asker's posts hold. */
function scarce(plan: WordPlan, tally: Tally): Unit[] {
  const holders = holdersByBit(tally);
  return plan.units.filter((unit) => unit.bit !== 0 && !unit.asWritten && holders[bitNumber(unit.bit)]! <= MOST_HOLDERS);
}

/** How many posts hold each word of the query, by the number of its bit. */
function holdersByBit(tally: Tally): Uint32Array {
  const holders = new Uint32Array(32);
  for (let i = 0; i < tally.count; i++) for (let bits = tally.found[tally.touched[i]!]!; bits !== 0; bits &= bits - 1) holders[bitNumber(bits & -bits)]!++;
  return holders;
}

function bitNumber(bit: number): number {
  return 31 - Math.clz32(bit);
}

/** A word that no allowed post holds: other readings of it that some allowed post does hold. */
function correct(index: LexicalIndex, tally: Tally, unit: Unit, terms: readonly number[]): Reading[] {
  for (const termId of terms) scoreTerm(index, tally, termId, { weight: unit.weight * CORRECTED_WEIGHT, bits: unit.bit });
  // Completing a word is no correction of it.
  const first = terms[0] === undefined ? null : index.dictionary.text(terms[0]);
  return first === null || first.includes(unit.word) || first.includes(unit.term) ? [] : [{ word: unit.word, term: first }];
}

/**
 * What the words are when typed in the other keyboard layout. A letter or a small word alone is nearly always one there
 * too ("c" is "с"): they are read so only in a query of which another word is.
 */
function inOtherLayouts(index: LexicalIndex, allowed: Uint8Array, units: readonly Unit[]): Map<Unit, number[]> {
  const switched = new Map<Unit, number[]>();
  let isTelling = false;
  for (const unit of units) {
    const layout = inOtherLayout(unit.word);
    const termId = layout === null ? -1 : index.dictionary.find(termOf(layout));
    if (layout === null || termId < 0 || !isHeld(index, termId, allowed)) continue;
    switched.set(unit, [termId]);
    isTelling ||= layout.length > 1 && !isStopWord(layout) && !isStopWord(unit.word);
  }
  return isTelling ? switched : new Map();
}

function readings(index: LexicalIndex, allowed: Uint8Array, unit: Unit, isLast: boolean): number[] {
  const { dictionary } = index;
  // Only what the asker may read may be offered: a correction must not tell which words others' posts hold.
  const held = (termIds: number[]): number[] => termIds.filter((termId) => isHeld(index, termId, allowed));
  // "C++" and "C#" are whole as they are.
  if (unit.sharp !== null && unit.sharp.startsWith(unit.word)) return [];
  if (isLast) {
    const completed = held(termsWithPrefix(dictionary, unit.word, MOST_COMPLETIONS));
    if (completed.length > 0) return completed;
  }
  const respelt = held(misspellingsOf(dictionary, unit.term, MOST_COMPLETIONS));
  if (respelt.length > 0) return respelt.slice(0, 1);
  return unit.word.length < 3 ? [] : held(termsContaining(dictionary, unit.word, MOST_COMPLETIONS));
}

/** Answers with the terms that it added. */
function addRelatives(index: LexicalIndex, tally: Tally, unit: Unit): number[] {
  const own = rarity(holdersOf(index, unit.term), index.size);
  if (own < FAMILY_RARITY) return [];
  const relatives = relativesOf(index.dictionary, unit.term);
  const stem = CYRILLIC.test(unit.term) ? termOf(unit.term) : unit.term;
  const shorter = stem === unit.term ? -1 : index.dictionary.find(stem);
  if (shorter >= 0 && !relatives.some((relative) => relative.termId === shorter)) relatives.push({ termId: shorter, nearness: SHORTER_NEARNESS });
  if (relatives.length > 0) scoreRelatives(index, tally, relatives, { weight: unit.weight * RELATIVE_WEIGHT, bits: unit.bit, mostRarity: own });
  return relatives.map((relative) => relative.termId);
}

/** The posts with all words first; after them, when those are few, the others that score well enough. */
function collect(tally: Tally, all: number, complete: number): Int32Array {
  const isComplete = (ordinal: number): boolean => (tally.found[ordinal]! & all) >>> 0 === all;
  const ordinals = new Int32Array(complete < ENOUGH ? tally.count : complete);
  let n = 0;
  for (let i = 0; i < tally.count; i++) if (isComplete(tally.touched[i]!)) ordinals[n++] = tally.touched[i]!;
  if (complete >= ENOUGH) return ordinals;
  let best = 0;
  for (let i = 0; i < tally.count; i++) best = Math.max(best, tally.scores[tally.touched[i]!]!);
  for (let i = 0; i < tally.count; i++) {
    const ordinal = tally.touched[i]!;
    if (!isComplete(ordinal) && tally.scores[ordinal]! >= best * LOWEST_SHARE) ordinals[n++] = ordinal;
  }
  return ordinals.subarray(0, n);
}
