/** Asks the server that runs on this data folder, so that a command answers as it does. */
import { z } from 'zod';
import { commandToken } from '#accounts';
import { errorCodes, type ErrorCode } from '#contract';
import type { Config } from '../config.ts';
import { readAddress } from '../platform/claim-folder.ts';
import { systemClock } from '../platform/clock.ts';
import { createEgress } from '../platform/egress.ts';
import { AppError, type ErrorDetails } from '../platform/errors.ts';
import { deriveKey, loadMasterKey } from '../platform/secrets.ts';
import { commandPurpose } from '../start.ts';
import { say } from './command.ts';

const problem = z.object({ code: z.string(), details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).default({}) });
/** Milliseconds that a server may take to read its index. */
const patience = 120_000;

/**
 * The answer to a POST, or null where no server of this instance answers: then the command does its work itself.
 * @throws AppError what the server answers
 */
export async function askServer<S extends z.ZodType>(config: Config, ask: { path: string; body: object; answer: S }): Promise<z.output<S> | null> {
  const origin = readAddress(config.dataDir)?.listening;
  if (!origin) return null;
  const egress = createEgress({ trustedOrigins: [origin] });
  const key = deriveKey(loadMasterKey(config.dataDir, config.encryptionKey), commandPurpose);
  const until = performance.now() + patience;
  try {
    for (;;) {
      const headers = { authorization: `Bearer ${commandToken(key, systemClock.now())}` };
      const { status, json } = await egress.postJson(`${origin}${ask.path}`, ask.body, { headers });
      const answer = ask.answer.safeParse(json);
      if (status === 200 && answer.success) return answer.data;
      const error = toAppError(json);
      if (error.code === 'unauthenticated') throw new AppError('connection_failed', { host: origin });
      if (error.code !== 'not_ready' || performance.now() > until) throw error;
      await new Promise((next) => setTimeout(next, 200));
    }
  } catch (error) {
    if (!(error instanceof AppError) || !['connection_failed', 'host_not_found', 'timeout'].includes(error.code)) throw error;
    say(`No server of this instance answers at ${origin}.`);
    return null;
  } finally {
    await egress.close();
  }
}

function toAppError(json: unknown): AppError {
  const known = problem.safeParse(json).data;
  // Whatever else answers there is no server of ours.
  if (known === undefined || !Object.hasOwn(errorCodes, known.code)) return new AppError('unauthenticated');
  return new AppError(known.code as ErrorCode, known.details as ErrorDetails);
}
