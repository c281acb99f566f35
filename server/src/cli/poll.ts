import { parseArgs } from 'node:util';
import { leaseDueSources, pollDeps, pollSource } from '#sources';
import { print, withInstance } from './command.ts';

export async function poll(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false }, all: { type: 'boolean', default: false } } });
  await withInstance({}, async ({ deps }) => {
    const start = deps.clock.now();
    const total = { polled: 0, added: 0, failed: 0 };
    for (;;) {
      const due = await leaseDueSources(deps.db, start, deps.config.poller.concurrency, { all: values.all });
      if (due.length === 0) break;
      const results = await Promise.all(due.map((source) => pollSource(pollDeps(deps), source)));
      for (const result of results) {
        total.polled += 1;
        if (result.outcome === 'failed') total.failed += 1;
        else total.added += result.saved.added.length;
      }
    }
    print(values.json, total, () => `${total.polled} sources read, ${total.added} new posts, ${total.failed} could not be read.`);
  });
}
