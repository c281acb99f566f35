/** Reads robots.txt (RFC 9309) before a site is scraped. Feeds are made for programs, so it is not asked for them. */
import robotsModule from 'robots-parser';
import type { Clock } from './clock.ts';
import type { Egress } from './egress.ts';
import { AppError } from './errors.ts';

export interface Robots {
  /**
   * May this page be read by us? Kept for 24 hours, a refusal for lack of an answer for one.
   * @throws AppError when the site cannot be reached at all (the page could not be, either)
   */
  allows(address: string): Promise<boolean>;
}

export interface RobotsDeps {
  egress: Egress;
  clock: Clock;
  /** The name that sites know us by. */
  agent?: string;
  /** Sites remembered; the one unused for longest goes first. */
  limit?: number;
}

/** The package's types name a default export that, being CommonJS, it is itself. */
const robotsParser = robotsModule as unknown as typeof robotsModule.default;

interface Rules {
  allows(address: string): boolean;
  until: number;
}

const day = 86_400_000;
const hour = 3_600_000;
/** RFC 9309 asks for at least 500 KiB to be read. */
const readable = 524_288;
/** Of that, what concerns us: matching a page takes rules x length, and both may come from a hostile site. */
const longestRules = 65_536;
const longestPath = 1024;
const mostWildcards = 4;

/** Nothing there (4xx) means no rules; a sick server (5xx) means "not now" (RFC 9309, 2.3.1). */
const noRules = new Set(['http_not_found', 'gone', 'needs_login']);

export function createRobots(deps: RobotsDeps): Robots {
  const { egress, clock, agent = 'tidings', limit = 1000 } = deps;
  const known = new Map<string, Promise<Rules>>();

  async function read(origin: string): Promise<Rules> {
    const now = clock.now().getTime();
    try {
      const { body } = await egress.get(`${origin}/robots.txt`, { kind: 'page', maxBytes: readable });
      return { allows: rulesFrom(origin, new TextDecoder().decode(body), agent), until: now + day };
    } catch (error) {
      const { code, details } = error instanceof AppError ? error : new AppError('internal', {}, { cause: error });
      const status = Number(details['status'] ?? 0);
      if (noRules.has(code) || (code === 'http_error' && status < 500)) return { allows: () => true, until: now + day };
      // Too large or damaged: what was meant cannot be known, so the site is left alone for a while.
      if (code === 'http_error' || code === 'body_too_large' || code === 'body_undecodable') return { allows: () => false, until: now + hour };
      throw error;
    }
  }

  return {
    async allows(address) {
      const { origin } = new URL(address);
      let rules = known.get(origin);
      if (rules && (await rules.catch(() => null)) && (await rules).until <= clock.now().getTime()) rules = undefined;
      rules ??= read(origin);
      known.delete(origin);
      known.set(origin, rules);
      rules.catch(() => known.delete(origin));
      if (known.size > limit) known.delete(known.keys().next().value ?? '');
      return (await rules).allows(address);
    },
  };
}

function rulesFrom(origin: string, text: string, agent: string): (address: string) => boolean {
  const robots = robotsParser(`${origin}/robots.txt`, concerning(text, agent));
  return (address) => {
    const { pathname, search } = new URL(address);
    if (pathname.length + search.length > longestPath) return false;
    return robots.isAllowed(address, agent) ?? true;
  };
}

/**
 * Leaves out the groups for other programs before parsing: a file that names 10,000 programs over 10,000
 * rules would make 100 million rules of them.
 */
function concerning(text: string, agent: string): string {
  const rules = new Map<string, string[]>();
  let size = 0;
  let group = new Set<string>();
  let inHeader = false;
  for (const { key, value } of robotsLines(text)) {
    if (key === 'user-agent') {
      if (!inHeader) group = new Set();
      const name = value.trim().toLowerCase().split('/', 1)[0] ?? '';
      group.add(name);
      // Begins with an empty rule: a group that ends without any lets that program read everything.
      if ((name === agent || name === '*') && !rules.has(name)) rules.set(name, ['disallow:']);
    } else {
      size += value.length;
      if (size > longestRules) break;
      for (const [name, lines] of rules) if (group.has(name)) lines.push(`${key}:${value}`);
    }
    inHeader = key === 'user-agent';
  }
  return [...rules].map(([name, lines]) => `user-agent: ${name}\n${lines.join('\n')}`).join('\n');
}

/** The lines that matter, without comments, and without rules that would take long to match. */
function robotsLines(text: string): { key: string; value: string }[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  return lines.flatMap((line) => {
    const match = /^[ \t]*(user-agent|allow|disallow)[ \t]*:(.*)$/i.exec(line.split('#', 1)[0] ?? '');
    const wildcards = (match?.[2] ?? '').split('*').length - 1;
    return match && wildcards <= mostWildcards ? [{ key: (match[1] ?? '').toLowerCase(), value: match[2] ?? '' }] : [];
  });
}
