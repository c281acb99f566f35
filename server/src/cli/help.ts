import { commands, type Entry } from './commands.ts';

export function helpText(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  return `Usage: npx tidings COMMAND [--json]

${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`)
  .join('\n')}

"npx tidings COMMAND --help" says more of one of them; "--version" which version this is.
--json prints one JSON value; messages go to standard error.
A command works beside a running server and without one. DATA_DIR (./data) or DATABASE_URL choose the instance.
Exit: 0 done, 1 failed with a message, 2 wrong usage.
`;
}

export function commandHelp({ usage, about, options = {}, examples = [] }: Entry): string {
  const all = { ...options, '--json': 'one JSON value in place of a text' };
  const width = Math.max(...Object.keys(all).map((name) => name.length));
  return [
    usageText(usage),
    '',
    about,
    '',
    ...Object.entries(all).map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`),
    ...(examples.length === 0 ? [] : ['', ...examples.map((example) => `  npx tidings ${example}`)]),
    '',
  ].join('\n');
}

export function usageText(usage: readonly string[]): string {
  return usage.map((way, n) => `${n === 0 ? 'Usage:' : '   or:'} npx tidings ${way}`).join('\n');
}

/** For a name that is none: the command that was probably meant, and where to find all of them. */
export function unknownCommand(name: string): string {
  const [nearest] = Object.keys(commands)
    .map((known) => ({ known, distance: editDistance(name, known) }))
    .toSorted((a, b) => a.distance - b.distance);
  const meant = nearest !== undefined && nearest.distance <= 2 ? ` Did you mean "${nearest.known}"?` : '';
  return `There is no command "${name}".${meant} "npx tidings help" lists all of them.\n`;
}

/** Levenshtein's, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length]!;
}
