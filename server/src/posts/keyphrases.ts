import { formRank, isObliqueAdjective, looksLikeNoun, looksOblique, mayStartPhrase, stemOf, toFirstForm } from './keyphrases-forms.ts';
import { GENERIC, readPhraseWords, type PhraseWord } from './keyphrases-words.ts';

const MAX_TAGS = 7;
const MAX_TEXT = 2500;
const MAX_PHRASE = 3;
const MAX_TAG_LENGTH = 50;
const MAX_HASHTAGS = 4;

/**
 * One to seven tags from the text itself, lower case, in its language, best first; none when there are
 * no words to take. Hashtags of the author come first. For posts that no model has tagged.
 */
export function keyphrases(title: string | null, text: string, language: string | null): string[] {
  const body = text.slice(0, MAX_TEXT);
  const own = hashtags(body);
  const limit = body.length < 250 ? 4 : MAX_TAGS;
  const words = readBoth(title === null ? '' : clean(title.slice(0, 500)), clean(body), language ?? '');
  const tags: string[] = [...own];
  const oblique: string[] = [];
  const taken: ReadonlySet<string>[] = own.map((tag) => new Set(tag.split(' ').map((word) => stemOf(word, language ?? ''))));
  for (const { tag, candidate } of rank(words, gather(words), language ?? '')) {
    if (tags.length >= limit) break;
    const stems = new Set(words.list.slice(candidate.at, candidate.at + candidate.words).map((word) => word.known.stem));
    if (taken.some((other) => overlap(other, stems))) continue;
    taken.push(stems);
    (looksOblique(tag, language ?? '') ? oblique : tags).push(tag);
  }
  // "вересковой гавани" looks like half of a sentence: better none of it, unless there is nothing else.
  return tags.length > 0 ? tags : oblique;
}

const noise = new Set(
  (
    'новости новость главное важное news breaking реклама новини follow like repost репост fyp subscribe подписка telegram канал дайджест видео фото ' +
    'video photo live срочно молния эксклюзив'
  ).split(' '),
);

/** "#ЦБ_РФ" → "цб рф". A wall of hashtags says little, so only the first of them count. */
function hashtags(text: string): string[] {
  const found = new Set<string>();
  if (!text.includes('#')) return [];
  for (const [, name = ''] of text.matchAll(/(?:^|[\s(])#([\p{L}\p{N}_]{2,60})/gu)) {
    const tag = name
      .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
      .replaceAll('_', ' ')
      .trim()
      .toLowerCase();
    if (tag.length > 2 && tag.length <= MAX_TAG_LENGTH && /\p{L}{2}/u.test(tag) && !noise.has(tag)) found.add(tag);
    if (found.size >= MAX_HASHTAGS) break;
  }
  return [...found];
}

/** Without links, mentions and hashtags. */
function clean(text: string): string {
  return text.replace(/https?:\/\/\S+|(?:^|(?<=\s))[#@][\p{L}\p{N}_]+|\bt\.me\/\S+/gu, ' | ');
}

interface Words {
  /** Those of the title, then those of the text. */
  list: PhraseWord[];
  inTitle: number;
}

function readBoth(title: string, text: string, language: string): Words {
  const list = title === '' ? [] : readPhraseWords(title, language);
  const inTitle = list.length;
  for (const word of readPhraseWords(text, language)) list.push(word);
  return { list, inTitle };
}

interface Candidate {
  /** Where it first stands in the list of words, and where else; its forms are only written out when it may become a tag. */
  at: number;
  others: number[] | null;
  words: number;
  count: number;
  inTitle: boolean;
  /** How often every word of it had a capital. */
  names: number;
  /** Words of its part before it. */
  first: number;
}

/** In the order of their first places. */
function gather(words: Words): Candidate[] {
  const { list, inTitle } = words;
  const candidates = new Map<number, Candidate>();
  const numbers = numberStems(list);
  for (let at = 0; at < list.length; at++) {
    const longest = longestPhrase(words, at);
    const position = at < inTitle ? at : at - inTitle;
    let key = 0;
    let name = true;
    for (let size = 1; size <= longest; size++) {
      const last = list[at + size - 1]!;
      key = key * SLOTS + numbers[at + size - 1]!;
      name &&= last.name;
      // "new bridge" and "bridge reports" are no better than "bridge".
      if (list[at]!.known.rating !== GENERIC && last.known.rating !== GENERIC) note(candidates, key, { at, size, name, inTitle: at < inTitle, position });
    }
  }
  return [...candidates.values()];
}

/** Words that can make up a phrase from here. */
function longestPhrase({ list, inTitle }: Words, at: number): number {
  const end = at < inTitle ? inTitle : list.length;
  let size = 1;
  while (size < MAX_PHRASE && at + size < end && list[at + size]!.joined) size++;
  // Three words make a tag only as a name or out of the title.
  if (size === MAX_PHRASE && at >= inTitle && !(list[at]!.name && list[at + size - 1]!.name)) size--;
  return size;
}

/** More than twice the words that a title and a text of the lengths read can have. */
const SLOTS = 4096;
const slots = new Uint16Array(SLOTS);

/** For each word, the place from 1 of the first word with its stem. */
function numberStems(list: readonly PhraseWord[]): Uint16Array {
  const numbers = new Uint16Array(list.length);
  slots.fill(0);
  for (let n = 0; n < list.length; n++) {
    const { stem, stemHash } = list[n]!.known;
    let slot = stemHash & (SLOTS - 1);
    while (slots[slot] !== 0 && list[slots[slot]! - 1]!.known.stem !== stem) slot = (slot + 1) & (SLOTS - 1);
    if (slots[slot] === 0) slots[slot] = n + 1;
    numbers[n] = slots[slot]!;
  }
  return numbers;
}

interface Place {
  at: number;
  size: number;
  name: boolean;
  inTitle: boolean;
  position: number;
}

function note(candidates: Map<number, Candidate>, key: number, place: Place): void {
  const candidate = candidates.get(key);
  if (candidate === undefined) {
    const { at, size, name, inTitle, position } = place;
    candidates.set(key, { at, others: null, words: size, count: 1, inTitle, names: name ? 1 : 0, first: position });
    return;
  }
  candidate.count++;
  if (place.inTitle) candidate.inTitle = true;
  if (place.name) candidate.names++;
  (candidate.others ??= []).push(place.at);
}

interface Phrase {
  tag: string;
  candidate: Candidate;
  score: number;
}

function rank(words: Words, candidates: readonly Candidate[], language: string): Phrase[] {
  const phrases: Phrase[] = [];
  for (const candidate of candidates) {
    if (candidate.count === 1 && candidate.names === 0) continue;
    const tag = bestForm(words, candidate, language);
    if (tag.length <= MAX_TAG_LENGTH && isGood(candidate, tag, language)) phrases.push({ tag, candidate, score: scoreOf(candidate, tag) });
  }
  if (phrases.length > 0) return phrases.sort(byScore);
  // A text without any good phrase still gets its best words.
  for (const candidate of candidates) {
    if (candidate.words > 1) continue;
    const tag = bestForm(words, candidate, language);
    if (looksLikeNoun(tag, language)) phrases.push({ tag, candidate, score: scoreOf(candidate, tag) });
  }
  return phrases.sort(byScore).slice(0, 2);
}

function byScore(a: Phrase, b: Phrase): number {
  return b.score - a.score || (a.tag < b.tag ? -1 : 1);
}

function isGood(candidate: Candidate, tag: string, language: string): boolean {
  if (candidate.names > 0) return tag.length > 2 && !(candidate.words === 1 && isObliqueAdjective(tag, language));
  if (candidate.words === 1) return looksLikeNoun(tag, language);
  const last = tag.slice(tag.lastIndexOf(' ') + 1);
  return looksLikeNoun(last, language) && mayStartPhrase(tag.slice(0, tag.indexOf(' ')), language);
}

function scoreOf(candidate: Candidate, tag: string): number {
  const often = Math.sqrt(candidate.count) + (candidate.inTitle ? 1.2 : 0) + (candidate.names > 0 ? 0.7 : 0);
  const early = 0.6 + 0.4 / (1 + candidate.first / 40);
  const size = candidate.words === 1 ? 1 : candidate.words === 2 ? 1.45 : 1.35;
  const telling = Math.min(1.2, 0.7 + tag.length / candidate.words / 16);
  return often * early * size * telling;
}

/** The form that looks like the first one; of several, the most frequent. */
function bestForm(words: Words, candidate: Candidate, language: string): string {
  let best = '';
  let bestRank = -1;
  for (const [form, count] of formsOf(words, candidate)) {
    const parts = form.split(' ');
    const rankOfForm = parts.reduce((sum, word) => sum + formRank(word, language), 0) / parts.length + Math.min(count, 20) * 0.15;
    if (rankOfForm > bestRank) {
      bestRank = rankOfForm;
      best = form;
    }
  }
  return candidate.words === 1 ? toFirstForm(best, language) : best;
}

function formsOf({ list }: Words, candidate: Candidate): Map<string, number> {
  const forms = new Map<string, number>();
  for (const at of [candidate.at, ...(candidate.others ?? [])]) {
    let form = list[at]!.known.lower;
    for (let n = at + 1; n < at + candidate.words; n++) form += ` ${list[n]!.known.lower}`;
    forms.set(form, (forms.get(form) ?? 0) + 1);
  }
  return forms;
}

/** One tag is enough for "central bank" and "bank". */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const common = a.intersection(b).size;
  return common > 0 && common * 2 >= Math.min(a.size, b.size);
}
