/** What `inspect` found, for a person. */
import type { inspection } from '#sources';

type Reading = Extract<inspection.Inspection, { posts: unknown }>;
type Article = Extract<inspection.Inspection, { publishedAt: unknown }>;
type Opml = Extract<inspection.Inspection, { sources: unknown }>;

export function inspectionLines(found: inspection.Inspection): string[] {
  if ('posts' in found) return readingLines(found);
  if ('publishedAt' in found) return articleLines(found);
  if ('sources' in found) return opmlLines(found);
  return found.feeds.length === 0 ? ['This page names no feed.'] : found.feeds;
}

const kinds = { rss: 'feed', telegram: 'Telegram channel', web: 'site without a feed' };

function readingLines({ kind, address, title, siteUrl, language, posts, problems }: Reading): string[] {
  const facts = [kinds[kind], language ? `language ${language}` : null, `${posts.length} posts`];
  return [
    title ?? address,
    joined(facts),
    ...[address, siteUrl].filter((line) => line !== null && line !== '' && line !== title).map(String),
    ...posts.flatMap((post) => [
      '',
      post.title ?? short(post.text) ?? '(no text)',
      `    ${joined([moment(post.postedAt) ?? 'no date', post.author, pictures(post.media.length), post.url])}`,
      ...(post.title !== null && post.text !== '' ? [`    ${short(post.text)}`] : []),
    ]),
    ...problemLines(problems),
  ];
}

function articleLines({ title, author, publishedAt, language, text }: Article): string[] {
  const facts = joined([author, moment(publishedAt), language ? `language ${language}` : null]);
  return [title ?? '(no title)', ...(facts === '' ? [] : [facts]), '', text];
}

function opmlLines({ sources, problems }: Opml): string[] {
  return [
    `${sources.length} sources`,
    ...sources.map(({ title, address, folder }) => `${folder === null ? '' : `${folder} / `}${title ?? address}\n    ${address}`),
    ...problemLines(problems),
  ];
}

function problemLines(problems: readonly { code: string; message: string }[]): string[] {
  return problems.length === 0 ? [] : ['', 'Problems:', ...problems.map(({ code, message }) => `  ${code}: ${message}`)];
}

function joined(facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null && fact !== '').join(', ');
}

function moment(at: string | null): string | null {
  return at === null ? null : `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

function pictures(count: number): string | null {
  return count === 0 ? null : count === 1 ? '1 picture or file' : `${count} pictures and files`;
}

/** The first line or two of a text. */
function short(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? null : line.length > 160 ? `${Array.from(line).slice(0, 159).join('')}…` : line;
}
