/** Which list a page shows, to and from its address. */
import type { ListScope } from '../lib/list-state.ts';

type Base = Pick<ListScope, 'kind' | 'id' | 'tag'>;
export const timelineBase: Base = { kind: 'timeline', id: 0, tag: '' };

/** From the parameters of a route; for an open post from `?in=`. */
export function baseFrom(path: string, params: { folderId?: string; sourceId?: string; tag?: string; postId?: string }, within: string | undefined): Base {
  if (params.postId) return parseWithin(within);
  if (params.folderId) return { kind: 'folder', id: Number(params.folderId) || 0, tag: '' };
  if (params.sourceId) return { kind: 'source', id: Number(params.sourceId) || 0, tag: '' };
  if (params.tag) return { kind: 'tag', id: 0, tag: params.tag };
  return path.startsWith('/saved') ? { kind: 'saved', id: 0, tag: '' } : timelineBase;
}

/** `folder-3`, `source-7`, `saved`, `tag-energy`; undefined for the timeline. */
export function toWithin(base: Base): string | undefined {
  if (base.kind === 'folder' || base.kind === 'source') return `${base.kind}-${base.id}`;
  if (base.kind === 'tag') return `tag-${base.tag}`;
  return base.kind === 'saved' ? 'saved' : undefined;
}

export function parseWithin(within: string | undefined): Base {
  const match = /^(folder|source|tag|saved)(?:-(.+))?$/.exec(within ?? '');
  if (!match) return timelineBase;
  const [, kind, rest = ''] = match;
  if (kind === 'saved') return { kind, id: 0, tag: '' };
  if (kind === 'tag') return rest ? { kind, id: 0, tag: rest } : timelineBase;
  const id = Number(rest);
  return Number.isInteger(id) && id > 0 ? { kind: kind as 'folder' | 'source', id, tag: '' } : timelineBase;
}

/** The address of the list itself. */
export function listPath(base: Base): string {
  if (base.kind === 'folder') return `/folder/${base.id}`;
  if (base.kind === 'source') return `/source/${base.id}`;
  if (base.kind === 'tag') return `/tag/${encodeURIComponent(base.tag)}`;
  return base.kind === 'saved' ? '/saved' : '/';
}
