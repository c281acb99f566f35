/** Hostile and broken answers (`/bad/...`). */
import type { Answer } from '../answer.ts';
import type { Place } from '../place.ts';
import { takeOverFor } from './bad-connections.ts';
import { badFeeds } from './bad-feeds.ts';

export function answerBad(place: Place): Answer {
  return badFeeds[place.path]?.() ?? takeOverFor(place.path) ?? { status: 404 };
}
