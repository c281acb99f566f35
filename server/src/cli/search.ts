import { parseArgs } from 'node:util';
import { searchBody } from '#contract';
import { searchPosts } from '#search';
import { print, UsageError, withInstance } from './command.ts';

export async function search(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, limit: { type: 'string', default: '20' }, mode: { type: 'string' } },
  });
  const body = searchBody.safeParse({ query: positionals.join(' '), limit: Number(values.limit), mode: values.mode });
  if (positionals.length === 0 || !body.success)
    throw new UsageError(positionals.length === 0 ? 'What for?' : '--limit is 1 to 100, --mode is lexical, vector or hybrid');
  await withInstance({ search: true }, async ({ deps, owner }) => {
    // Reading the index is not a part of the search that is timed.
    while (!(await deps.search!.status()).ready) await new Promise((next) => setTimeout(next, 20));
    const answer = await searchPosts(
      { db: deps.db, engine: deps.search!, embedder: deps.embedder, clock: deps.clock, thumbOf: () => null, imageOf: () => null },
      owner,
      body.data,
    );
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
    print(values.json, { results, tookMs: answer.tookMs, mode: answer.mode }, () =>
      results.length === 0
        ? 'Nothing found.'
        : results.map((row) => `${row.title ?? row.snippet}\n    ${row.source}, ${row.postedAt.slice(0, 16)}  ${row.url ?? ''}`),
    );
  });
}
