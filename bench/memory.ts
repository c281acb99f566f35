/** Memory of the program and of its database with many posts. */
import { filledData } from './filled-data.ts';
import type { BenchOptions, Report } from './report.ts';
import { databaseCost, makeReader, nodeMemory, runProgram } from './run-program.ts';

const settleMs = 15_000;

export async function run(report: Report, { posts = 100_000 }: BenchOptions = {}): Promise<void> {
  const { dataDir, importedPerSecond } = await filledData(posts);
  if (importedPerSecond !== null)
    report({
      bench: 'memory',
      metric: 'import of posts by the command line',
      value: importedPerSecond,
      unit: 'posts/s',
      conditions: `${posts} posts of about 110 words, one in twelve a copy`,
    });
  const program = await runProgram(dataDir);
  try {
    const [cookie] = await program.signIn(await makeReader(program.db, `memory ${Date.now()}`, 200));
    await useIt(program.url, cookie!);
    await new Promise((done) => setTimeout(done, settleMs));
    const conditions = `${posts} posts, all roles in one process, search index loaded, after 200 lists and 200 searches, ${settleMs / 1000} s idle`;
    report({ bench: 'memory', metric: 'node', value: nodeMemory(program.pid), unit: 'MB', conditions: `${conditions}; resident` });
    const { memory, processes } = databaseCost(dataDir);
    report({ bench: 'memory', metric: 'database', value: memory, unit: 'MB', conditions: `${conditions}; proportional share of ${processes} processes` });
  } finally {
    await program.stop();
  }
}

async function useIt(url: string, cookie: string): Promise<void> {
  const headers = { cookie, 'content-type': 'application/json' };
  const search = async (query: string) => (await fetch(`${url}/api/search`, { method: 'POST', headers, body: JSON.stringify({ query }) })).status;
  for (let n = 0; (await search('bat')) !== 200; n += 1) {
    if (n > 600) throw new Error('the search index did not become ready');
    await new Promise((done) => setTimeout(done, 100));
  }
  for (let n = 0; n < 200; n += 1) {
    await search(['bat', 'ста', 'pa ver', 'tot', 'гон ди'][n % 5]!);
    await (await fetch(`${url}/api/users/me/posts?limit=50`, { headers })).arrayBuffer();
  }
}
