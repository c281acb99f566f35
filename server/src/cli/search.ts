import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { searchAnswer, searchBody, type SearchMode } from '#contract';
import { searchPosts } from '#search';
import { readConfig } from '../config.ts';
import { askServer } from './ask-server.ts';
import { print, say, withInstance } from './command.ts';
import { indexRead } from './index-read.ts';
import { UsageError } from './usage-error.ts';

const inWords: Record<SearchMode, string> = { lexical: 'by words', vector: 'by meaning', hybrid: 'by words and by meaning' };

export async function search(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, limit: { type: 'string', default: '20' }, mode: { type: 'string' } },
  });
  if (positionals.join('').trim() === '') throw new UsageError('The query is missing.');
  const body = searchBody.safeParse({ query: positionals.join(' '), limit: Number(values.limit), mode: values.mode });
  if (!body.success) throw new UsageError('A query has at most 500 characters, --limit is 1 to 100, --mode is lexical, vector or hybrid.');
  const served = await askServer(readConfig(), { path: '/api/search', body: body.data, answer: searchAnswer });
  const answer = served ?? (await searchHere(body.data));
  const results = answer.results.map(({ postId, externalId, title, url, source, postedAt, score, snippet }) => ({
    postId,
    externalId,
    title,
    url,
    source,
    postedAt,
    score,
    snippet,
  }));
  if (!values.json) say(`Searched ${inWords[answer.mode]} (${answer.mode}), ${served ? 'by the running server' : 'without a server'}, in ${answer.tookMs} ms.`);
  print(values.json, { results, tookMs: answer.tookMs, mode: answer.mode }, () =>
    results.length === 0
      ? 'Nothing found.'
      : results.map((row) => `${row.title ?? row.snippet.split('\n', 1)[0]}\n    ${row.source}, ${row.postedAt.slice(0, 16)}  ${row.url ?? ''}`),
  );
}

/** With an index and a model of our own. */
async function searchHere(body: z.output<typeof searchBody>): Promise<z.output<typeof searchAnswer>> {
  return withInstance({ search: true }, async ({ deps, owner }) => {
    // Reading the index is not a part of the search that is timed.
    await indexRead(deps.search!);
    return searchPosts(
      { db: deps.db, engine: deps.search!, embedder: deps.embedder, clock: deps.clock, thumbOf: () => null, imageOf: () => null },
      owner,
      body,
    );
  });
}
