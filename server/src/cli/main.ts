#!/usr/bin/env node
/** The command line: `npx tidings COMMAND`. Exit 0 done, 1 failed with a message, 2 wrong usage. */
import { fromDatabase } from '../platform/database-errors.ts';
import { AppError } from '../platform/errors.ts';
import { errorLine, errorStack } from '../platform/log.ts';
import { version } from '../version.ts';
import { UsageError, type Command } from './command.ts';
import { commands } from './commands.ts';

process.exitCode = await main(process.argv.slice(2));
// Sockets that are kept for reuse must not hold a command that is done; what was printed must get out first.
process.stdout.write('', () => process.exit());

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(helpText());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    process.stderr.write(`There is no command "${name}".\n\n${helpText()}`);
    return 2;
  }
  if (rest.includes('--help')) {
    process.stdout.write(`${entry.usage}\n  ${entry.about}\n`);
    return 0;
  }
  return runCommand(await entry.load(), entry.usage, rest);
}

async function runCommand(run: Command, usage: string, args: string[]): Promise<number> {
  try {
    await run(args);
    // A command that did a part of its work says so itself.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${(error as Error).message}\n\nUsage: ${usage}\n`);
      return 2;
    }
    tell(error, args.includes('--json'));
    return 1;
  }
}

function tell(error: unknown, json: boolean): void {
  const known = error instanceof AppError ? error : fromDatabase(error);
  process.stderr.write(`${known?.message ?? errorStack(error)}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code: known?.code ?? 'internal', message: known?.message ?? errorLine(error) } })}\n`);
}

function helpText(): string {
  const lines = Object.values(commands).map((entry) => `  ${entry.usage}\n      ${entry.about}`);
  return `Usage: npx tidings COMMAND [--json]\n\n${lines.join('\n')}\n\nDATA_DIR and DATABASE_URL choose the instance; it may be running or not.\n`;
}
