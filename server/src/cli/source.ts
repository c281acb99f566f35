import { parseArgs } from 'node:util';
import { ZodError } from 'zod';
import { id } from '#contract';
import { following, listSources, pollDeps } from '#sources';
import { AppError } from '../platform/errors.ts';
import { print, say, withInstance, type CommandContext } from './command.ts';
import { UsageError } from './usage-error.ts';

export async function source(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, folder: { type: 'string' } },
  });
  const [verb, ...rest] = positionals;
  if (verb === 'list') return withInstance({}, (context) => list(context, values.json));
  if (verb === 'add' && rest.length > 0) return withInstance({ create: true }, (context) => add(context, rest, values));
  if (verb === 'remove' && rest.length === 1 && /^\d+$/.test(rest[0]!)) return withInstance({}, (context) => remove(context, Number(rest[0]), values.json));
  throw new UsageError(missing(verb));
}

function missing(verb: string | undefined): string {
  if (verb === 'add') return 'The address is missing.';
  return verb === 'remove' ? 'One number of a source is needed; "npx tidings source list" has them.' : 'source add, source list, or source remove';
}

async function remove({ deps, owner }: CommandContext, sourceId: number, json: boolean): Promise<void> {
  try {
    await following.unfollow(deps, owner, id.parse(sourceId));
  } catch (error) {
    const isUnknown = error instanceof ZodError || (error instanceof AppError && error.code === 'not_found');
    throw isUnknown ? new AppError('source_not_followed', { id: sourceId }, { cause: error }) : error;
  }
  print(json, { removed: sourceId }, () => 'No longer followed.');
}

async function add({ deps, owner }: CommandContext, addresses: string[], values: { json: boolean; folder?: string | undefined }): Promise<void> {
  const added: object[] = [];
  let failed: AppError | null = null;
  for (const address of addresses) {
    try {
      const { sourceId, found, existed, choices } = await following.addSource(pollDeps(deps), owner, { address, folder: values.folder });
      const [row] = await listSources(view(deps), owner, 'en', [sourceId]);
      added.push({ address, ok: true, source: row, found, existed, choices });
      if (!values.json && choices.length > 0)
        say(
          `${address} names ${choices.length} feeds; the first is taken. The others: ${choices
            .slice(1)
            .map((choice) => choice.address)
            .join(' ')}`,
        );
      if (!values.json) say(`${row?.title}: ${existed ? 'was followed already' : 'added'}, ${found} posts.`);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      failed = error;
      added.push({ address, ok: false, error: { code: error.code, message: error.message } });
      say(`${address}: ${error.message}`);
    }
  }
  print(values.json, { sources: added }, () => `${added.length - added.filter((entry) => 'error' in entry).length} of ${addresses.length} added.`);
  if (failed) process.exitCode = 1;
}

async function list({ deps, owner }: CommandContext, json: boolean): Promise<void> {
  const sources = await listSources(view(deps), owner, 'en');
  print(json, { sources }, () =>
    sources.length === 0
      ? 'Nothing is followed yet: npx tidings source add ADDRESS'
      : sources.map(
          (row) =>
            `${String(row.id).padStart(5)}  ${row.health.state.padEnd(8)} ${row.title}  ${row.address}${row.health.problem ? `\n         ${row.health.problem.message}` : ''}`,
        ),
  );
}

function view(deps: CommandContext['deps']) {
  return { db: deps.db, clock: deps.clock, intervals: deps.config.poller.intervals, iconOf: () => null };
}
