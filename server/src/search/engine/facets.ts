/** How the posts that match are spread over sources and languages. */
import type { PostTable } from './post-table.ts';

const MOST_SOURCES = 20;

export interface Facets {
  sources: { id: number; count: number }[];
  languages: { language: string; count: number }[];
}

/** Counts only sources that the asker follows; a post of two of them counts for both. */
export function countFacets(posts: PostTable, lists: readonly Int32Array[], sourceIds: readonly number[]): Facets {
  const bySource = new Uint32Array(sourceIds.reduce((highest, id) => Math.max(highest, id), 0) + 1);
  const byLanguage = new Uint32Array(256);
  for (const ordinals of lists) {
    for (const ordinal of ordinals) {
      byLanguage[posts.languageOf[ordinal]!]!++;
      if (posts.hasMoreSources(ordinal)) for (const id of posts.sourcesOf(ordinal)) bySource[id]!++;
      else bySource[posts.sourceOf[ordinal]!]!++;
    }
  }
  const sources = sourceIds.map((id) => ({ id, count: bySource[id]! })).filter((entry) => entry.count > 0);
  const languages = posts.languages.map((language, number) => ({ language, count: byLanguage[number]! }));
  return {
    sources: sources.sort((a, b) => b.count - a.count || a.id - b.id).slice(0, MOST_SOURCES),
    languages: languages.filter((entry) => entry.language !== '' && entry.count > 0).sort((a, b) => b.count - a.count),
  };
}
