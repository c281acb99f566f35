/** The lint sees which doors a domain imports; this sees which tables its SQL names. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { expect, it } from 'vitest';
import { doors } from '../doors.ts';
import * as accounts from '../src/accounts/tables.ts';
import * as posts from '../src/posts/tables.ts';
import * as search from '../src/search/tables.ts';
import * as sources from '../src/sources/tables.ts';

/** Reads past a closed door, each with the reason why it stays. Writes have no exception. */
const exceptions: Record<string, string> = {
  'accounts/routes.ts reads follows': 'the signed-in user is told with the number of followed sources, which decides on the first page',
  'posts/clean-up.ts reads follows': 'how long a post stays is decided by its followers, in one statement over all posts',
  'posts/clean-up.ts reads sources': 'posts of imports stay; in the same statement',
  'posts/enrich-post.ts reads sources': 'the kind of its source says whether a post announces its own address',
  'posts/save-posts.ts reads sources': 'whether the site of an article brought it is told by the address of its source',
  'posts/tombstones.ts reads sources': 'a tombstone goes when its source has published since and no longer lists the post',
  'posts/marks.ts reads follows': 'a story is read as one row: its posts are those of followed sources',
};

const folder = fileURLToPath(new URL('../src', import.meta.url));
const tables = Object.entries({ accounts, posts, search, sources }).flatMap(([owner, names]) =>
  Object.entries(names).flatMap(([variable, table]) => (is(table, PgTable) ? [{ owner, variable, name: getTableName(table) }] : [])),
);
/** These go by the doors; all others (edges, roles) may read every table and own none. */
const readers: Record<string, readonly string[]> = { ...doors, platform: [], contract: [] };

/** What this code of a domain (or an edge) does to tables that it may not: "reads posts", "writes posts". */
function trespasses(domain: string, code: string): string[] {
  const plain = code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
  const item = String.raw`(?:only\s+)?[a-z_]+(?:\s+(?:as\s+)?[a-z_]+)?`;
  const read = [...plain.matchAll(new RegExp(String.raw`\b(?:from|join|using)\s+(${item}(?:\s*,\s*${item})*)`, 'gi'))].flatMap(([, list = '']) =>
    list.split(',').map(
      (part) =>
        part
          .trim()
          .replace(/^only\s+/i, '')
          .split(/\s/)[0],
    ),
  );
  const written = [...plain.matchAll(/\b(?:insert\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into|copy)\s+(?:only\s+)?([a-z_]+)/gi)].map(
    ([, name]) => name,
  );
  const builder = [...plain.matchAll(/\.(?:insert|update|delete)\((\w+)\)/g)].map(([, variable]) => variable);
  const foreign = tables.filter(({ owner }) => owner !== domain);
  const open = readers[domain] ?? Object.keys(doors);
  return [
    ...foreign.filter(({ owner, name }) => !open.includes(owner) && read.includes(name)).map(({ name }) => `reads ${name}`),
    ...foreign.filter(({ name, variable }) => written.includes(name) || builder.includes(variable)).map(({ name }) => `writes ${name}`),
  ];
}

it('no SQL reads tables past a closed door, or writes those of another domain', () => {
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'));
  const found = files.flatMap((file) => trespasses(file.split('/')[0]!, readFileSync(`${folder}/${file}`, 'utf8')).map((what) => `${file} ${what}`));
  expect(found.sort()).toEqual(Object.keys(exceptions).sort());
});

it.each([
  ['accounts', 'sql`select 1 from posts`', ['reads posts']],
  ['posts', 'sql`select 1 from users u join sources s on true`', ['reads sources']],
  ['posts', 'pool.query("select 1 from posts p, only folders as f")', ['reads folders']],
  ['posts', 'sql`delete from posts p using follows f`', ['reads follows']],
  ['platform', 'sql`select 1 from users`', ['reads users']],
  ['search', 'sql`update posts set title = null`', ['writes posts']],
  ['sources', 'sql`insert into post_marks (post_id) select id from posts`', ['writes post_marks']],
  ['live', 'sql`delete from sessions`', ['writes sessions']],
  ['search', 'await tx.update(posts).set({})', ['writes posts']],
  ['posts', '// read from follows\nsql`select 1 from posts on conflict do update set id = 1 for update`', []],
  ['search', 'sql`select 1 from posts p join follows f on f.source_id = p.source_id`', []],
  ['live', 'sql`select 1 from posts`', []],
])('in %s, %s is seen for what it is', (domain, code, expected) => {
  expect(trespasses(domain, code)).toEqual(expected.map((what) => expect.stringContaining(what) as unknown));
});
