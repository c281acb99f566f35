/**
 * `TIDINGS_TEST_DATA=... node scripts/quality.ts [NAME ...]`: scores on test material of other projects,
 * each suite in a process of its own; prints them and, when all were run, writes docs/quality.md.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Figure {
  suite: string;
  metric: string;
  value: number;
  /** 0 for a count of what must never happen, and where nothing is aimed at. */
  target: number | null;
  n: number;
}

const folder = join(import.meta.dirname, '../server/test/suites');
const dataDir = process.env['TIDINGS_TEST_DATA'];
/** Counts of what must not happen, and times; every other figure is better when it is higher. */
const ceilings = /^connections|cases with a hit|left in output|^slowest/;

/** What each file of suites is about, in the order of the page. */
const about: Record<string, string> = {
  feeds: 'Feeds, dates, encodings, the search for feeds on pages, lists of subscriptions',
  preview: 'Public previews of channels',
  readability: 'Readable text of saved pages',
  xss: 'Hostile markup: what an HTML5 parser still finds in what we show',
  inert: 'The same in the whole program: followed, read, stored and drawn in a real browser',
  ssrf: 'Hostile addresses: connections that were made to where none may go',
  images: 'Pictures, valid, broken and hostile',
  urls: 'Cleaning and resolving of addresses',
  language: 'Language of short texts',
  dedup: 'Copies and stories',
  retrieval: 'Search: order of the results',
};

/** What is expected there and not asked for here; the files of suites say where. */
const notes: Record<string, string> = {
  feeds:
    'Not asked for: entities that a feed declares in a DTD (never expanded, on purpose), what only an HTTP header says, a text for bytes that fit no encoding. Counted as equal: the angle brackets `&lang;` and `&rang;` of HTML 4 and of HTML 5; for an RSS 1.0 item without a link, the address that its id is instead of the front page.',
  readability:
    'Counted as equal: where the expected title is the `<title>` of the page or a piece of it, the headline on the page (its `h1`) without the name of the site; where an expected author is "one and N more", the names of all. Not asked for: a date with a month that does not exist.',
};

if (process.argv[2] === '--run') await runHere(process.argv[3]!);
else if (dataDir === undefined) {
  process.stderr.write('TIDINGS_TEST_DATA must name the folder of test material.\n');
  process.exitCode = 2;
} else runAll(process.argv.slice(2));

/** Names of files in the folder of suites that export a suite, known ones first. */
function suiteNames(): string[] {
  const known = Object.keys(about);
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !/^(figure|case-files)\.|-/.test(name))
    .map((name) => name.slice(0, -3));
  return [...known.filter((name) => files.includes(name)), ...files.filter((name) => !known.includes(name))];
}

/** Every exported `run...Suite(s)` gives figures, or figures under `results`. */
async function runHere(name: string): Promise<void> {
  const loaded = (await import(pathToFileURL(join(folder, `${name}.ts`)).href)) as Record<string, unknown>;
  const suites = Object.entries(loaded).filter(([key, value]) => /^run\w+Suites?$/.test(key) && typeof value === 'function');
  for (const [, run] of suites) {
    const answer = await (run as (dataDir: string) => Promise<Figure[] | { results: Figure[] }>)(dataDir!);
    for (const figure of Array.isArray(answer) ? answer : answer.results) process.stdout.write(`${JSON.stringify(figure)}\n`);
  }
  process.exit(0);
}

function runAll(wanted: readonly string[]): void {
  const sections: string[] = [];
  let complete = wanted.length === 0;
  for (const name of suiteNames().filter((one) => wanted.length === 0 || wanted.includes(one))) {
    const done = spawnSync(process.execPath, ['--conditions=node', import.meta.filename, '--run', name], {
      encoding: 'utf8',
      cwd: join(folder, '../../..'),
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    process.stdout.write(done.stdout);
    if (done.status === 0)
      sections.push(
        toSection(
          name,
          done.stdout
            .split('\n')
            .filter((line) => line.startsWith('{'))
            .map((line) => JSON.parse(line) as Figure),
        ),
      );
    else {
      process.stderr.write(`${name} could not be run\n`);
      process.exitCode = 1;
      complete = false;
    }
  }
  if (complete) writeFileSync(join(import.meta.dirname, '../docs/quality.md'), toPage(sections));
}

function toSection(name: string, figures: readonly Figure[]): string {
  const lines = figures.map(
    (figure) => `| ${figure.suite} | ${figure.metric} | ${figure.n} | ${show(figure.value)} | ${showTarget(figure)} | ${showVerdict(figure)} |`,
  );
  const note = notes[name] === undefined ? '' : `${notes[name]}\n\n`;
  return `## ${about[name] ?? name}\n\n${note}| suite | what is measured | n | ours | target | met |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n`;
}

function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function showTarget({ target, metric }: Figure): string {
  if (ceilings.test(metric)) return target ? `≤ ${target}` : 'none';
  return target ? `≥ ${target}` : '';
}

function showVerdict({ target, metric, value }: Figure): string {
  if (ceilings.test(metric)) return value <= (target ?? 0) ? 'yes' : '**no**';
  if (!target) return '';
  return value >= target ? 'yes' : '**no**';
}

function toPage(sections: readonly string[]): string {
  return `# How good it is

Tidings is measured on what other people wrote down: the test cases of other feed readers, of text extractors and of sanitisers, saved pages, labelled texts, pairs of news. None of it is part of this repository. A share is between 0 and 1, \`n\` is the number of cases or comparisons behind it. An empty target means that the figure is only told.

Made by

\`\`\`sh
TIDINGS_TEST_DATA=/path/to/test-material node scripts/quality.ts
\`\`\`

with a folder that holds one folder for each suite; what is read from it stands in \`server/test/suites\`. With names (\`node scripts/quality.ts feeds xss\`) only those are run and this page stays as it is. The tests named \`*.conformance.test.ts\` run the same suites and fail below the targets. How fast it is stands in [bench/results.md](../bench/results.md).

${sections.join('\n')}`;
}
