import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inspection } from '#sources';
import { readConfig } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { createEgress, parseAllowList, type Egress } from '../platform/egress.ts';
import { AppError } from '../platform/errors.ts';
import { readLines } from '../platform/read-lines.ts';
import { createLimitedThread } from '../platform/limited-thread.ts';
import { createHostPacing } from '../platform/host-pacing.ts';
import { createRobots } from '../platform/robots.ts';
import { print } from './command.ts';
import { UsageError } from './usage-error.ts';
import { openForReading } from './files.ts';
import { inspectionLines } from './inspection-lines.ts';

export async function inspect(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      file: { type: 'string' },
      'base-url': { type: 'string' },
      'content-type': { type: 'string' },
      autodiscover: { type: 'boolean', default: false },
      article: { type: 'boolean', default: false },
      preview: { type: 'boolean', default: false },
      opml: { type: 'string' },
      batch: { type: 'string' },
    },
  });
  if (values.batch !== undefined) return inspectBatch(values.batch);
  const mode: inspection.InspectMode =
    values.opml !== undefined ? 'opml' : values.autodiscover ? 'autodiscover' : values.article ? 'article' : values.preview ? 'preview' : 'feed';
  const file = values.opml ?? values.file;
  const [address] = positionals;
  if (file === undefined && address === undefined) throw new UsageError('Give an address, or a file with --file.');
  const result =
    file === undefined
      ? await withEgress((egress) => readAddress(egress, address!))
      : inspection.inspectInput({
          mode,
          bytes: await readGiven(file),
          baseUrl: values['base-url'] ?? null,
          contentType: values['content-type'] ?? null,
          now: systemClock.now(),
        });
  print(values.json, result, () => inspectionLines(result));
}

const line = z.object({
  id: z.union([z.string(), z.number()]),
  mode: z.enum(['feed', 'article', 'autodiscover', 'opml', 'preview']),
  file: z.string().optional(),
  address: z.string().optional(),
  baseUrl: z.string().nullish(),
  contentType: z.string().nullish(),
});

const named = line.pick({ id: true });

/** One answer a line, in the order of the questions; no case ends the batch. */
async function inspectBatch(list: string): Promise<void> {
  const input = list === '-' ? process.stdin : await openForReading(list);
  await withEgress(async (egress) => {
    for await (const text of readLines(input)) {
      if (text.trim() === '') continue;
      const start = performance.now();
      const answer = await inspectLine(egress, text);
      process.stdout.write(`${JSON.stringify({ ...answer, tookMs: Math.round((performance.now() - start) * 100) / 100 })}\n`);
    }
  });
}

async function inspectLine(egress: Egress, text: string): Promise<object> {
  let id: string | number | null = null;
  try {
    const given: unknown = JSON.parse(text);
    id = named.safeParse(given).data?.id ?? null;
    const asked = line.parse(given);
    const { mode, baseUrl = null, contentType = null } = asked;
    if (asked.file !== undefined)
      return { id, ok: true, result: inspection.inspectInput({ mode, bytes: await readGiven(asked.file), baseUrl, contentType, now: systemClock.now() }) };
    if (asked.address === undefined) throw new AppError('invalid_request', { reason: 'neither file nor address' });
    if (mode === 'feed' || mode === 'preview') return { id, ok: true, result: await readAddress(egress, asked.address) };
    const answer = await egress.get(asked.address, { kind: mode === 'opml' ? 'feed' : 'page' });
    return {
      id,
      ok: true,
      result: inspection.inspectInput({
        mode,
        bytes: answer.body,
        baseUrl: answer.finalUrl,
        contentType: answer.headers['content-type'] ?? null,
        now: systemClock.now(),
      }),
    };
  } catch (error) {
    return { id, ok: false, error: { code: codeOf(error), message: messageOf(error) } };
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof z.ZodError || error instanceof SyntaxError ? 'invalid_request' : 'internal';
}

/** What zod finds is a list; a reader of the answer wants one line. */
function messageOf(error: unknown): string {
  if (!(error instanceof z.ZodError)) return (error as Error).message;
  return error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; ');
}

async function readAddress(egress: Egress, address: string) {
  const { poller } = readConfig();
  const apart = createLimitedThread();
  const deps = {
    egress,
    pacing: createHostPacing({ clock: systemClock }),
    robots: createRobots({ egress, clock: systemClock }),
    apart,
    clock: systemClock,
    previewUrl: poller.previewUrl,
    rsshubUrl: poller.rsshubUrl,
  };
  return inspection.inspectAddress(deps, address).finally(() => apart.stop());
}

async function withEgress<T>(work: (egress: Egress) => Promise<T>): Promise<T> {
  const egress = createEgress({ allowPrivate: parseAllowList(readConfig().egress.allowPrivateNetworks) });
  try {
    return await work(egress);
  } finally {
    await egress.close();
  }
}

async function readGiven(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new AppError('invalid_request', { reason: `the file ${file} cannot be read` }, { cause: error });
  }
}
