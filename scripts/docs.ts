/** Writes docs/configuration.md from the settings themselves; `--check` only compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { settings } from '../server/src/config.ts';

const rows = Object.entries(settings).map(([name, entry]) => {
  const fallback = entry.schema.safeParse(undefined);
  const value = fallback.success && fallback.data !== undefined ? [fallback.data].flat().join(',') : '';
  return `| \`${name}\` | ${value === '' ? '' : `\`${value}\``} | ${entry.about} |`;
});
const text = `# Configuration

Environment variables, or a file \`.env\` in the folder where Tidings is started. A wrong value stops the start with a list of all that is wrong.

| variable | default | what it does |
|---|---|---|
${rows.join('\n')}
`;
const file = 'docs/configuration.md';
if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the settings say: node scripts/docs.ts`);
    process.exitCode = 1;
  }
} else writeFileSync(file, text);
