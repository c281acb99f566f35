import { sql } from 'drizzle-orm';
import { first } from '../platform/db.ts';
import { enoughSpace, freeSpace, inGigabytes } from '../platform/free-space.ts';
import { print, withInstance, type CommandContext } from './command.ts';

interface Check {
  name: string;
  ok: boolean;
  detail: string;
}

export async function doctor(args: string[]): Promise<void> {
  const checks = [check('node', Number(process.versions.node.split('.')[0]) >= 24, process.version)];
  try {
    await withInstance({}, async (context) => {
      checks.push(...(await instanceChecks(context)));
    });
  } catch (error) {
    checks.push(check('database', false, (error as Error).message));
  }
  print(args.includes('--json'), { checks }, () => checks.map((entry) => `${entry.ok ? 'ok  ' : 'FAIL'}  ${entry.name}: ${entry.detail}`));
  if (checks.some((entry) => !entry.ok)) process.exitCode = 1;
}

async function instanceChecks({ deps }: CommandContext): Promise<Check[]> {
  const { config } = deps;
  const server = await first<{ version: string }>(deps.db, sql`select current_setting('server_version') as version`);
  const facts = await first<{ sources: number; failing: number; posts: number }>(
    deps.db,
    sql`select (select count(*)::int from sources where followers > 0) as sources, (select count(*)::int from sources where followers > 0 and failures > 0) as failing, (select count(*)::int from posts) as posts`,
  );
  const queues = await deps.bus.queues();
  const dead = await deps.bus.deadLetters(1000);
  const free = await freeSpace(config.dataDir);
  return [
    check('database', Number.parseInt(server?.version ?? '0', 10) >= 15, `PostgreSQL ${server?.version}${config.database.url ? '' : ', embedded'}`),
    check('sources', true, `${facts?.sources} followed, ${facts?.failing} failing, ${facts?.posts} posts`),
    check('jobs', dead.length === 0, `${queues.reduce((sum, queue) => sum + queue.ready, 0)} waiting, ${dead.length} given up`),
    check('meaning', true, deps.embedder ? `model ${deps.embedder.model}` : 'no embedding model: search is by words (docs/search.md)'),
    check('disk', free > enoughSpace, inGigabytes(free)),
  ];
}

function check(name: string, ok: boolean, detail: string): Check {
  return { name, ok, detail };
}
