/** Every command with its usage; loaded only when it is called. */
import type { Command } from './command.ts';

interface Entry {
  usage: string;
  about: string;
  load: () => Promise<Command>;
}

export const commands: Record<string, Entry> = {
  inspect: {
    usage:
      'inspect ADDRESS | inspect --file F [--base-url U] [--content-type T] [--autodiscover | --article | --preview] | inspect --opml F | inspect --batch LIST.jsonl',
    about: 'Shows what an address or a file would give, and why not, without saving.',
    load: async () => (await import('./inspect.ts')).inspect,
  },
  source: {
    usage: 'source add ADDRESS... | source list | source remove ID',
    about: 'Follows, lists, unfollows sources of the owner.',
    load: async () => (await import('./source.ts')).source,
  },
  poll: { usage: 'poll [--all]', about: 'Reads what is due (all) now.', load: async () => (await import('./poll.ts')).poll },
  search: {
    usage: 'search QUERY [--limit N] [--mode lexical|vector|hybrid]',
    about: 'Searches the posts of the owner.',
    load: async () => (await import('./search.ts')).search,
  },
  import: {
    usage: 'import posts F.jsonl [--vector-model NAME] | import F',
    about: 'Imports posts, or a whole account.',
    load: async () => (await import('./import.ts')).importCommand,
  },
  export: {
    usage: 'export posts F.jsonl | export F',
    about: 'Exports the posts, or the whole account.',
    load: async () => (await import('./export.ts')).exportCommand,
  },
  token: {
    usage: 'token create --name N --scope read|write|admin',
    about: 'Makes an API token of the owner.',
    load: async () => (await import('./token.ts')).token,
  },
  'sign-in': { usage: 'sign-in', about: 'Prints a one-time sign-in link of the owner.', load: async () => (await import('./sign-in.ts')).signIn },
  models: {
    usage: 'models pull [NAME] | models list',
    about: 'Downloads and lists local models.',
    load: async () => (await import('./models-command.ts')).models,
  },
  doctor: { usage: 'doctor', about: 'Checks that everything works.', load: async () => (await import('./doctor.ts')).doctor },
};
