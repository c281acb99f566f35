/** Which languages need no label: that of the interface, and those of much of what one follows. */
import { createStore } from './small-store.ts';

const muchOf = 0.25;

/** Languages of the followed sources that a reader evidently reads; empty until sources are known. */
export const followedLanguages = createStore<ReadonlySet<string>>(new Set());

export function languagesOf(sources: readonly { language: string | null }[]): ReadonlySet<string> {
  const known = sources.flatMap(({ language }) => (language ? [language] : []));
  return new Set(known.filter((language) => known.filter((one) => one === language).length >= known.length * muchOf));
}

/** Whether a post should say which language it is in. */
export function isForeign(language: string | null, interfaceLanguage: string, followed: ReadonlySet<string>): language is string {
  return language !== null && language !== interfaceLanguage && !followed.has(language);
}
