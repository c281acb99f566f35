/** Looks at everything that the program needs, and says of each fault what to do next. Exits with 1 when there is one. */
import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { AppError } from '../platform/errors.ts';
import { errorLine } from '../platform/log.ts';
import { print, say, withInstance } from './command.ts';
import { checkInstance, fault, fine, type Check } from './doctor-checks.ts';

export async function doctor(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean', default: false }, retry: { type: 'boolean', default: false } } });
  const checks = [checkNode()];
  try {
    await withInstance({}, async ({ deps }) => {
      if (values.retry) say(`Jobs that are tried again: ${await deps.bus.redrive()}.`);
      checks.push(...(await checkInstance(deps)));
    });
  } catch (error) {
    checks.push(whyNotOpened(error));
  }
  print(values.json, { checks }, () => checks.flatMap(checkLines));
  if (checks.some((entry) => !entry.ok)) process.exitCode = 1;
}

function checkLines({ name, ok, detail, advice }: Check): string[] {
  return [`${ok ? 'ok  ' : 'FAIL'}  ${name}: ${detail}`, ...(advice === undefined ? [] : [`      → ${advice}`])];
}

function checkNode(): Check {
  if (Number(process.versions.node.split('.')[0]) >= 24) return fine('node', process.version);
  return fault('node', `${process.version}, 24 is needed`, 'Start it with npm or npx in its own folder: "npm install" has put the right one there.');
}

function whyNotOpened(error: unknown): Check {
  // A refused connection says so in its code only.
  const detail = errorLine(error) || String((error as { code?: unknown }).code);
  if (error instanceof AppError && error.code === 'config_invalid')
    return fault('configuration', detail, 'Correct it in the environment or in the file .env; docs/configuration.md has every variable.');
  // Its sentence says what to do.
  if (error instanceof AppError && error.code === 'no_instance') return { name: 'instance', ok: false, detail };
  if (error instanceof AppError && error.code === 'key_broken')
    return fault(
      'key',
      `${error.details['file']} is damaged`,
      'Put it back from a backup. Without one, delete it: the next start makes a new key, and what was sealed with the old one is lost.',
    );
  if (readConfig().database.url) return fault('database', detail, 'Start the server that DATABASE_URL names, and check the address, name and password in it.');
  return fault('database', detail, 'Look whether DATA_DIR may be written and its disk has space; DATABASE_URL takes a PostgreSQL of your own instead.');
}
