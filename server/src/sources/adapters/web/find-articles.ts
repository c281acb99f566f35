import { linkCandidates, type LinkCandidate } from './link-candidates.ts';
import { parsePage } from './parse-page.ts';

export interface FoundArticle {
  url: string;
  title: string;
}

const ENOUGH = 4;
const MOST = 100;

/**
 * Links to articles on the front page of a site without a feed, the newest first where the page tells
 * dates, else in page order. Empty when the page holds no list of articles.
 */
export function findArticles(html: string, pageUrl: string): FoundArticle[] {
  const found = joinByAddress(linkCandidates(parsePage(html), pageUrl));
  const places = new Map<string, number>();
  for (const { place, score } of found) if (score >= ENOUGH - 1.5) places.set(place, (places.get(place) ?? 0) + 1);
  const kept = found.filter(({ place, score, title }) => title !== '' && score + ((places.get(place) ?? 0) >= 3 ? 1 : 0) >= ENOUGH);
  return newestFirst(kept)
    .slice(0, MOST)
    .map(({ url, title }) => ({ url, title }));
}

/** A picture, a headline and "read more" often lead to one article: the best place and the headline count. */
function joinByAddress(candidates: readonly LinkCandidate[]): LinkCandidate[] {
  const joined = new Map<string, LinkCandidate>();
  for (const candidate of candidates) {
    const known = joined.get(candidate.url);
    if (known === undefined) joined.set(candidate.url, { ...candidate });
    else {
      if (candidate.score > known.score) Object.assign(known, { score: candidate.score, place: candidate.place, title: candidate.title || known.title });
      known.date ??= candidate.date;
    }
  }
  return [...joined.values()];
}

function newestFirst(candidates: readonly LinkCandidate[]): LinkCandidate[] {
  const dated = candidates.filter(({ date }) => date !== null).length;
  if (dated < candidates.length * 0.8) return [...candidates];
  return candidates.toSorted((one, other) => (other.date ?? 0) - (one.date ?? 0));
}
