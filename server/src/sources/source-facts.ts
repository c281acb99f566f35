/** What a source says of itself, within bounds: all of it is an outsider's text. */
import { cleanText, longestAddress } from '#contract';
import { cleanLine } from '#platform/text-lines';
import type { SourceRow } from './poll-source.ts';
import type { Reading } from './read-source.ts';

export const longestTitle = 300;
const longestDescription = 2000;
const longestInterval = 31 * 86_400;

/** What it says now, else what it said before. `majority`: the language of most of its posts. */
export function factsOf(source: SourceRow, reading: Reading, majority: string | null): Partial<SourceRow> {
  return {
    title: cleanLine(reading.title, longestTitle) ?? source.title,
    siteUrl: shortAddress(reading.siteUrl) ?? source.siteUrl,
    iconUrl: shortAddress(reading.iconUrl) ?? source.iconUrl,
    description: cleanLine(reading.description, longestDescription) ?? source.description,
    language: majority ?? cleanLine(reading.language, 20) ?? source.language,
    chatId: cleanLine(reading.chatId, 40) ?? source.chatId,
    askedInterval: secondsOf(reading.askedInterval),
  };
}

/** A wish of centuries fits no column. */
function secondsOf(asked: number | null): number | null {
  return asked !== null && asked > 0 ? Math.min(Math.round(asked), longestInterval) : null;
}

function shortAddress(address: string | null): string | null {
  if (address === null || address.length > longestAddress) return null;
  const clean = cleanText(address);
  const url = URL.parse(clean);
  // With a name before "@" it would look like the address of another site.
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? clean : null;
}
