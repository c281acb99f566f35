import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commands } from './commands.ts';
import { commandHelp, helpText, unknownCommand } from './help.ts';

it('names every command in a line of its own', () => {
  const lines = helpText().split('\n');
  for (const [name, { about }] of Object.entries(commands)) expect(lines).toContain(`  ${name.padEnd(7)}  ${about}`);
});

describe.each(Object.entries(commands))('the help of %s', (name, entry) => {
  const help = commandHelp(entry);
  // As Node reads them: what a command takes stands in its source.
  const source = readFileSync(new URL(`./${name === 'models' ? 'models-command' : name}.ts`, import.meta.url), 'utf8');
  const taken = [...source.matchAll(/'?([a-z-]+)'?: \{ type: '(?:string|boolean)'/g)].map(([, option]) => `--${option}`);

  it('has every option that it takes, and none that it does not', () => {
    expect(taken).toContain('--json');
    expect([...new Set(help.match(/--[a-z][a-z-]+/g))].toSorted()).toEqual(taken.toSorted());
  });

  it('begins with how it is called, and fits a terminal', () => {
    expect(help).toMatch(new RegExp(`^Usage: npx tidings ${name}`));
    expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(140);
  });
});

it('guesses what was meant, and does not guess wildly', () => {
  expect(unknownCommand('docter')).toContain('Did you mean "doctor"?');
  expect(unknownCommand('constructor')).not.toContain('Did you mean');
});
