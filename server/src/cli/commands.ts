/** Every command with its help; loaded only when it is called. */
import type { Command } from './command.ts';

export interface Entry {
  /** One line for each way to call it. */
  usage: readonly string[];
  about: string;
  /** What an argument or option means, `--json` apart. */
  options?: Readonly<Record<string, string>>;
  examples?: readonly string[];
  load: () => Promise<Command>;
}

export const commands: Readonly<Record<string, Entry>> = {
  inspect: {
    usage: [
      'inspect ADDRESS',
      'inspect --file F [--base-url U] [--content-type T] [--article | --autodiscover | --preview]',
      'inspect --opml F',
      'inspect --batch LIST.jsonl',
    ],
    about: 'Shows what an address or a file would give, and why not, without saving anything.',
    options: {
      ADDRESS: 'a feed, a site, a channel (@name)',
      '--file F': 'a feed in a file; with one of the three below another kind of page',
      '--base-url U': 'the address that the file came from',
      '--content-type T': 'what its server said it is',
      '--article': 'the readable text of a page',
      '--autodiscover': 'the feeds that a page names',
      '--preview': 'the public page of a Telegram channel',
      '--opml F': 'the sources in an OPML file',
      '--batch LIST': 'many of these, one JSON object a line (docs/command-line.md); "-" reads standard input',
    },
    examples: ['inspect @channel', 'inspect https://example.org --json'],
    load: async () => (await import('./inspect.ts')).inspect,
  },
  source: {
    usage: ['source add ADDRESS... [--folder NAME]', 'source list', 'source remove ID'],
    about: 'Follows, lists and unfollows sources of the owner.',
    options: { '--folder NAME': 'the folder they go into, made when it is not there', ID: 'the number in the list' },
    examples: ['source add https://example.org/feed @channel --folder News', 'source list'],
    load: async () => (await import('./source.ts')).source,
  },
  poll: {
    usage: ['poll [--all]'],
    about: 'Reads the sources that are due, now.',
    options: { '--all': 'those that are not due, too' },
    load: async () => (await import('./poll.ts')).poll,
  },
  search: {
    usage: ['search QUERY [--limit N] [--mode lexical|vector|hybrid]'],
    about: 'Searches the posts of the owner: the running server is asked when there is one.',
    options: {
      QUERY: 'words, "a phrase", -without, source:name, lang:en, after:7d … (docs/search.md); after "--" when it begins with "-"',
      '--limit N': '1 to 100; 20 when not given',
      '--mode M': 'by words, by meaning, or both; both when there is an embedding model',
    },
    examples: ['search "late ferry" after:7d', 'search harbour --mode lexical --limit 5'],
    load: async () => (await import('./search.ts')).search,
  },
  import: {
    usage: ['import F', 'import posts F.jsonl [--vector-model NAME]'],
    about: 'Brings in an account, or posts, as export wrote them. Again is harmless: nothing is doubled.',
    options: {
      F: 'settings, folders, sources and marks; after the posts that the marks are about',
      '--vector-model NAME': 'the model that made the vectors in the file',
    },
    load: async () => (await import('./import.ts')).importCommand,
  },
  export: {
    usage: ['export F', 'export posts F.jsonl'],
    about: 'Writes the account (settings, folders, sources, marks), or the posts, into a file.',
    examples: ['export account.jsonl', 'export posts posts.jsonl'],
    load: async () => (await import('./export.ts')).exportCommand,
  },
  token: {
    usage: ['token create --name N --scope read|write|admin'],
    about: 'Makes an API token of the owner; it is shown once.',
    options: { '--name N': 'how it is called in Settings, where it can be revoked', '--scope S': 'what it may do' },
    examples: ['token create --name script --scope read'],
    load: async () => (await import('./token.ts')).token,
  },
  'sign-in': { usage: ['sign-in'], about: 'Prints a one-time sign-in link of the owner.', load: async () => (await import('./sign-in.ts')).signIn },
  models: {
    usage: ['models list', 'models pull [NAME]'],
    about: 'Lists and downloads local embedding models, for search by meaning without any server.',
    options: { NAME: 'one of the list, or org/name on the hub; the first of the list when not given' },
    load: async () => (await import('./models-command.ts')).models,
  },
  doctor: {
    usage: ['doctor [--retry]'],
    about: 'Looks at everything that the program needs, and says of each fault what to do next. Exits with 1 when there is one.',
    options: { '--retry': 'first has the jobs that were given up tried again' },
    load: async () => (await import('./doctor.ts')).doctor,
  },
};
