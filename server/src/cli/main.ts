#!/usr/bin/env node
/** The command line: `npx tidings COMMAND`. Exit 0 done, 1 failed with a message, 2 wrong usage. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { fromDatabase } from '../platform/database-errors.ts';
import { AppError } from '../platform/errors.ts';
import { errorLine, errorStack } from '../platform/log.ts';
import { version } from '../version.ts';
import type { Command } from './command.ts';
import { UsageError } from './usage-error.ts';
import { commands, type Entry } from './commands.ts';
import { commandHelp, helpText, unknownCommand, usageText } from './help.ts';

// Reading the program's text takes longer than most commands; where the folder cannot be written it goes without.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/node'));
process.exitCode = await main(process.argv.slice(2));
// Sockets that are kept for reuse must not hold a command that is done; what was printed must get out first.
process.stdout.write('', () => process.exit());

async function main(args: string[]): Promise<number> {
  const wantsHelp = args[0] === 'help' || isHelp(args[0]);
  const [name, ...rest] = wantsHelp ? args.slice(1) : args;
  if (name === undefined) {
    tellOut(helpText());
    return wantsHelp ? 0 : 2;
  }
  if (name === '--version' || name === '-v') return tellOut(`${version}\n`);
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!entry) {
    process.stderr.write(unknownCommand(name));
    return 2;
  }
  if (wantsHelp || asksForHelp(rest)) return tellOut(commandHelp(entry));
  return runCommand(await entry.load(), entry, rest);
}

/** What follows "--" is text, whatever it looks like. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).some(isHelp);
}

function isHelp(arg: string | undefined): boolean {
  return arg === '--help' || arg === '-h';
}

function tellOut(text: string): 0 {
  process.stdout.write(text);
  return 0;
}

async function runCommand(run: Command, { usage }: Entry, args: string[]): Promise<number> {
  try {
    await run(args);
    // A command that did a part of its work says so itself.
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof UsageError || String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')) {
      process.stderr.write(`${(error as Error).message}\n\n${usageText(usage)}\n`);
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
