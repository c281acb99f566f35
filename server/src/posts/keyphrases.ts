import { formRank, isObliqueAdjective, looksLikeNoun, looksOblique, mayStartPhrase, stemOf, toFirstForm } from './keyphrases-forms.ts';
import { readRuns, type PhraseWord } from './keyphrases-words.ts';

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
  const phrases = rank(gather(title === null ? null : clean(title.slice(0, 500)), clean(body), language ?? ''), language ?? '');
  const tags: string[] = [...own];
  const oblique: string[] = [];
  const taken: ReadonlySet<string>[] = own.map((tag) => new Set(tag.split(' ').map((word) => stemOf(word, language ?? ''))));
  for (const { tag, stems } of phrases) {
    if (tags.length >= limit) break;
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

interface Candidate {
  words: number;
  stems: string;
  count: number;
  inTitle: boolean;
  /** How often every word of it had a capital. */
  names: number;
  /** Words of the text before it. */
  first: number;
  forms: Map<string, number>;
}

function gather(title: string | null, text: string, language: string): Candidate[] {
  const candidates = new Map<string, Candidate>();
  let position = 0;
  const read = (part: string, inTitle: boolean): void => {
    for (const run of readRuns(part, language)) {
      for (let start = 0; start < run.length; start++) {
        const longest = Math.min(run.length - start, MAX_PHRASE);
        for (let size = 1; size <= longest; size++) {
          // Three words make a tag only as a name or out of the title.
          if (size === MAX_PHRASE && !inTitle && !(run[start]!.name && run[start + 2]!.name)) break;
          note(candidates, run, { start, size, inTitle, position: position + start });
        }
      }
      position += run.length;
    }
  };
  if (title !== null) read(title, true);
  position = 0;
  read(text, false);
  return [...candidates.values()];
}

function note(candidates: Map<string, Candidate>, run: readonly PhraseWord[], at: { start: number; size: number; inTitle: boolean; position: number }): void {
  const first = run[at.start]!;
  const last = run[at.start + at.size - 1]!;
  // "new bridge" and "bridge reports" are no better than "bridge".
  if (first.generic || last.generic) return;
  let key = first.stem;
  let form = first.lower;
  let name = first.name;
  for (let n = at.start + 1; n < at.start + at.size; n++) {
    key += ` ${run[n]!.stem}`;
    form += ` ${run[n]!.lower}`;
    name &&= run[n]!.name;
  }
  let candidate = candidates.get(key);
  if (!candidate) {
    candidate = { words: at.size, stems: key, count: 0, inTitle: false, names: 0, first: at.position, forms: new Map() };
    candidates.set(key, candidate);
  }
  candidate.count++;
  if (at.inTitle) candidate.inTitle = true;
  if (name) candidate.names++;
  candidate.forms.set(form, (candidate.forms.get(form) ?? 0) + 1);
}

interface Phrase {
  tag: string;
  stems: ReadonlySet<string>;
  score: number;
}

function rank(candidates: readonly Candidate[], language: string): Phrase[] {
  const phrases: Phrase[] = [];
  for (const candidate of candidates) {
    if (candidate.count === 1 && candidate.names === 0) continue;
    const tag = bestForm(candidate, language);
    if (tag.length <= MAX_TAG_LENGTH && isGood(candidate, tag, language))
      phrases.push({ tag, stems: new Set(candidate.stems.split(' ')), score: scoreOf(candidate, tag) });
  }
  if (phrases.length > 0) return phrases.sort(byScore);
  // A text without any good phrase still gets its best words.
  for (const candidate of candidates) {
    const tag = bestForm(candidate, language);
    if (candidate.words === 1 && looksLikeNoun(tag, language))
      phrases.push({ tag, stems: new Set(candidate.stems.split(' ')), score: scoreOf(candidate, tag) });
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
function bestForm(candidate: Candidate, language: string): string {
  let best = '';
  let bestRank = -1;
  for (const [form, count] of candidate.forms) {
    const words = form.split(' ');
    const rankOfForm = words.reduce((sum, word) => sum + formRank(word, language), 0) / words.length + Math.min(count, 20) * 0.15;
    if (rankOfForm > bestRank) {
      bestRank = rankOfForm;
      best = form;
    }
  }
  return candidate.words === 1 ? toFirstForm(best, language) : best;
}

/** One tag is enough for "central bank" and "bank". */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const common = a.intersection(b).size;
  return common > 0 && common * 2 >= Math.min(a.size, b.size);
}
