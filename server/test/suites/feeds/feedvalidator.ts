/** Feeds of the W3C feed validator: right or wrong, their items have to arrive. */
import { readFileSync } from 'node:fs';
import { decodeText } from '../../../src/platform/decode-text.ts';
import { clockOfSuites, readCases, type Case, type Check, type FeedReader } from './reader.ts';

interface ValidatorCase extends Case {
  class: 'conforming' | 'nonconforming' | 'nonwellformed' | 'security';
}

export async function checkFeedvalidator(dir: string, read: FeedReader): Promise<Check[]> {
  const checks: Check[] = [];
  for (const each of readCases<ValidatorCase>(dir)) {
    const body = readFileSync(`${dir}/${each.file}`);
    const expected = countItems(decodeText(body, { kind: 'xml' }).text);
    let ok = false;
    let detail = '';
    try {
      const feed = await read(body, { contentType: null, address: 'http://feed.example/feed', now: clockOfSuites });
      ok = feed.items.length === expected || each.class === 'nonwellformed';
      detail = `${feed.items.length} of ${expected} items`;
    } catch (error) {
      ok = each.class === 'nonwellformed' && !isCrash(error);
      detail = String(error);
    }
    checks.push({ id: `${each.id} (${each.class})`, field: 'items', ok, detail: ok ? '' : detail });
  }
  return checks;
}

/** An error that a parser did not mean to throw. */
function isCrash(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

/** Items by their start tags, outside comments and CDATA; those without anything in them are none. */
function countItems(source: string): number {
  const bare = source.replace(/<!--[\s\S]*?-->/g, '').replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, 'x');
  return [...bare.matchAll(/<(?:\w+:)?(item|entry)(?=[\s>])[^>]*>([\s\S]*?)<\/(?:\w+:)?\1>/g)].length;
}
