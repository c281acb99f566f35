/** Scores language detection on labelled short texts: `language` in the folder of test material. */
import { join } from 'node:path';
import { detectLanguage } from '../../src/posts/detect-language.ts';
import { readCases } from './case-files.ts';
import type { SuiteFigure } from './figure.ts';

interface Case {
  lang: string;
  kind: 'sentences' | 'word-pairs' | 'single-words';
  text: string;
}

/** Other groups are only reported: their floor is 0. */
const targets: Record<string, number> = { 'ru sentences': 0.97, 'en sentences': 0.97, 'uk sentences': 0.95, 'ru word-pairs': 0.9 };
const read = ['ru', 'en', 'uk'];

export function runLanguageSuite(dataDir: string): SuiteFigure[] {
  const cases = readCases<Case>(join(dataDir, 'language/public/lingua/cases.jsonl'));
  const figures: SuiteFigure[] = [];
  const groups = Map.groupBy(cases, ({ lang, kind }) => `${lang} ${kind}`);
  for (const [name, group] of groups) {
    figures.push({
      suite: 'language',
      metric: name,
      value: share(group, ({ text, lang }) => detectLanguage(text) === lang),
      target: targets[name] ?? 0,
      n: group.length,
    });
  }
  const sentences = cases.filter(({ kind, lang }) => kind === 'sentences' && read.includes(lang));
  const known = share(sentences, ({ text, lang }) => detectLanguage(text, { sourceMajority: lang }) === lang);
  figures.push({ suite: 'language', metric: 'sentences, majority of the source known', value: known, target: 0.995, n: sentences.length });
  const others = cases.filter(({ kind, lang }) => kind === 'sentences' && !read.includes(lang));
  const kept = share(others, ({ text }) => !['ru', 'uk'].includes(detectLanguage(text) ?? ''));
  figures.push({ suite: 'language', metric: 'other Cyrillic languages not called ru or uk', value: kept, target: 0.98, n: others.length });
  return figures;
}

function share<T>(list: readonly T[], holds: (item: T) => boolean): number {
  return list.length === 0 ? 1 : list.filter(holds).length / list.length;
}
