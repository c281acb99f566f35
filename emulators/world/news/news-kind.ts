/** What a kind of event is: facts drawn once, and sentences in both languages that tell them. */
import type { Random } from '../random.ts';
import type { Facts } from './fill-template.ts';

export type Beat = 'harbour' | 'energy' | 'science' | 'city' | 'code';

export interface NewsTexts {
  headlines: readonly string[];
  leads: readonly string[];
  details: readonly string[];
  quotes: readonly string[];
}

export interface NewsKind {
  name: string;
  beat: Beat;
  facts: (random: Random) => Facts;
  ru: NewsTexts;
  en: NewsTexts;
}
