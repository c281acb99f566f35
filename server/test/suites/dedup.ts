/** Scores near-duplicates and story pairs: `dedup` and the news of `retrieval` in the folder of test material. */
import { join } from 'node:path';
import { fingerprint } from '../../src/posts/fingerprint.ts';
import { compare, pack } from '../../src/posts/near-duplicates-compare.ts';
import { sameStory, storyTerms, type StemWeight } from '../../src/posts/near-duplicates-same-story.ts';
import { createStemCounts } from '../../src/posts/near-duplicates-stem-counts.ts';
import { createDuplicateIndex } from '../../src/posts/near-duplicates.ts';
import { readCases } from './case-files.ts';
import { pick, planRepost, repost, seeded, type Random } from './dedup-reposts.ts';
import type { SuiteFigure } from './figure.ts';

interface Pair {
  lang: 'ru' | 'en';
  same_story: boolean;
  a: { title: string; text: string };
  b: { title: string; text: string };
}

const corpora = ['news-headlines-ru', 'news-headlines-en', 'xquad-ru', 'scifact'];
/** Posts of a messenger, short news, articles: from and to in words. */
const lengths = { short: [12, 25], medium: [30, 60], long: [100, 250] } as const;
const perCorpus = 700;
const now = new Date('2026-03-01T12:00:00Z');

export function runDedupSuite(dataDir: string): SuiteFigure[] {
  const texts = corpora.map((name) =>
    readCases<{ title: string; text: string }>(join(dataDir, 'retrieval/common', name, 'corpus.jsonl'))
      .slice(0, perCorpus)
      .map(({ title, text }) => (title === '' ? text : `${title}. ${text}`)),
  );
  const pairs = readCases<Pair>(join(dataDir, 'dedup/public/news-pairs/cases.jsonl'));
  return [...repostFigures(texts), ...strangerFigures(texts), ...factFigures(texts), ...pairFigures(pairs, texts.flat())];
}

const figure = (metric: string, value: number, target: number, n: number): SuiteFigure => ({ suite: 'dedup', metric, value, target, n });

function cutTo(texts: readonly string[], [from, to]: readonly [number, number], random: Random): string[] {
  return [
    ...new Set(
      texts.map((text) =>
        text
          .split(/\s+/)
          .slice(0, from + Math.floor(random() * (to - from)))
          .join(' '),
      ),
    ),
  ];
}

function repostFigures(corpus: readonly string[][]): SuiteFigure[] {
  const total = { joined: 0, all: 0 };
  const figures = Object.entries(lengths).map(([name, range]) => {
    let joined = 0;
    let all = 0;
    for (const texts of corpus) {
      const random = seeded(11);
      const base = cutTo(texts, range, random);
      const vocabulary = base.flatMap((text) => text.split(/\s+/)).filter((word) => /^\p{Ll}+$/u.test(word));
      const index = createDuplicateIndex();
      base.forEach((text, n) => index.add({ postId: n + 1, storyId: n + 1, sourceId: n + 1, postedAt: now, print: fingerprint(null, text) }));
      for (const text of base) {
        const print = fingerprint(null, repost(text, planRepost(random), vocabulary, random));
        all++;
        if (index.find({ sourceId: 1e6, postedAt: now, print }) !== null) joined++;
      }
    }
    total.joined += joined;
    total.all += all;
    return figure(`light reposts joined, ${name} texts`, joined / all, 0, all);
  });
  return [...figures, figure('light reposts joined', total.joined / total.all, 0.9, total.all)];
}

/** Passages and abstracts have no copies among them, so whatever joins is wrong. */
function strangerFigures(corpus: readonly string[][]): SuiteFigure[] {
  let joined = 0;
  let all = 0;
  for (const texts of corpus.slice(2)) {
    for (const range of Object.values(lengths)) {
      const index = createDuplicateIndex();
      cutTo(texts, range, seeded(5)).forEach((text, n) => {
        const print = fingerprint(null, text);
        all++;
        if (index.find({ sourceId: n + 1, postedAt: now, print }) !== null) joined++;
        index.add({ postId: n + 1, storyId: n + 1, sourceId: n + 1, postedAt: now, print });
      });
    }
  }
  return [figure('strangers kept apart', 1 - joined / all, 0.9999, all)];
}

/** One number of a text changed. */
function factFigures(corpus: readonly string[][]): SuiteFigure[] {
  let joined = 0;
  let all = 0;
  for (const texts of corpus.slice(0, 2)) {
    for (const range of Object.values(lengths)) {
      const random = seeded(3);
      for (const text of cutTo(texts, range, random)) {
        const changed = changeNumber(text, random);
        if (changed === null) continue;
        all++;
        if (compare(pack(fingerprint(null, text)), pack(fingerprint(null, changed))).copy) joined++;
      }
    }
  }
  return [figure('a changed number keeps texts apart', 1 - joined / all, 0.99, all)];
}

function changeNumber(text: string, random: Random): string | null {
  const words = text.split(' ');
  const numbers = words.flatMap((word, n) => (/\d/.test(word) && !/[@/]|\p{L}\.\p{L}/u.test(word) ? [n] : []));
  if (numbers.length === 0) return null;
  const at = pick(random, numbers);
  words[at] = words[at]!.replace(/\d/, (digit) => String((Number(digit) + 1 + Math.floor(random() * 8)) % 10));
  return words.join(' ');
}

function pairFigures(pairs: readonly Pair[], texts: readonly string[]): SuiteFigure[] {
  const merged = pairs.filter(
    (pair) => !pair.same_story && compare(pack(fingerprint(pair.a.title, pair.a.text)), pack(fingerprint(pair.b.title, pair.b.text))).copy,
  );
  const different = pairs.filter((pair) => !pair.same_story).length;
  const counts = createStemCounts();
  for (const text of texts) counts.add(storyTerms({ title: null, text }));
  const figures = [figure('different stories not merged as copies', 1 - merged.length / different, 1, different)];
  for (const [name, weight, target] of [
    ['', undefined, 0.82],
    [', with learnt weights', counts.weight, 0.82],
  ] as const) {
    figures.push(figure(`same story F1${name}`, storyF1(pairs, weight), target, pairs.length));
    for (const lang of ['ru', 'en'] as const) {
      const part = pairs.filter((pair) => pair.lang === lang);
      figures.push(figure(`same story F1 ${lang}${name}`, storyF1(part, weight), 0, part.length));
    }
  }
  return figures;
}

function storyF1(pairs: readonly Pair[], weight: StemWeight | undefined): number {
  let right = 0;
  let wrong = 0;
  for (const pair of pairs) {
    const { same } = sameStory(storyTerms(pair.a), storyTerms(pair.b), weight);
    if (same && pair.same_story) right++;
    else if (same !== pair.same_story) wrong++;
  }
  return (2 * right) / (2 * right + wrong);
}
