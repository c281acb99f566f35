/** Requests a second of the list of 50 posts, for one reader among many posts and sources. */
import autocannon from 'autocannon';
import { filledData, sourceCount } from './filled-data.ts';
import type { BenchOptions, Report } from './report.ts';
import { makeReader, runProgram } from './run-program.ts';

const connections = 50;
const followed = 200;

export async function run(report: Report, { posts = 100_000 }: BenchOptions = {}): Promise<void> {
  const { dataDir } = await filledData(posts);
  const program = await runProgram(dataDir);
  try {
    const [cookie] = await program.signIn(await makeReader(program.db, `list ${Date.now()}`, followed));
    const url = `${program.url}/api/users/me/posts?limit=50`;
    const answer = (await (await fetch(url, { headers: { cookie: cookie! } })).json()) as { items: unknown[] };
    if (answer.items.length !== 50) throw new Error(`the list has ${answer.items.length} posts`);
    const load = (duration: number) => autocannon({ url, connections, duration, headers: { cookie: cookie! } });
    await load(3);
    const { requests, latency, non2xx, errors } = await load(12);
    if (non2xx + errors > 0) throw new Error(`${non2xx + errors} requests failed`);
    const conditions = `${posts} posts, reader of ${followed} of ${sourceCount} sources, ${connections} connections, 12 s; the caller shares the machine`;
    report({ bench: 'api-list', metric: 'lists of 50 posts', value: requests.average, unit: 'requests/s', conditions });
    report({ bench: 'api-list', metric: 'p50', value: latency.p50, unit: 'ms', conditions });
    report({ bench: 'api-list', metric: 'p99', value: latency.p99, unit: 'ms', conditions });
  } finally {
    await program.stop();
  }
}
