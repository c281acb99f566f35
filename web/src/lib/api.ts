/** Every route that the web app uses, typed. */
import { call, upload } from './api-client.ts';
import type * as T from './contract-types.ts';

interface Items<Item> {
  items: Item[];
}
export interface PostListQuery {
  sourceId?: number;
  folderId?: number;
  tag?: string;
  show: 'unread' | 'all' | 'saved' | 'stories';
}

const my = '/api/users/me';

export const api = {
  signIn: (token: string, replace = false) => call<void>('/api/auth/link', { method: 'POST', body: { token, replace } }),
  signOut: () => call<void>('/api/auth/logout', { method: 'POST' }),
  me: () => call<T.Me>(my),
  patchMe: (body: T.PatchMe) => call<T.Me>(my, { method: 'PATCH', body }),
  outdated: (retentionDays: number) => call<T.CleanUpPreview>(`${my}/posts/cleanup`, { query: { retentionDays } }),
  sessions: () => call<Items<T.Session>>(`${my}/sessions`),
  endSession: (id: string) => call<void>(`${my}/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }),
  endOtherSessions: () => call<{ ended: number }>(`${my}/sessions`, { method: 'DELETE' }),
  exportAddress: `${my}/export`,
  importAccount: (file: Blob, onProgress: (share: number) => void) =>
    upload<T.AccountImported>(`${my}/import`, file, { type: 'application/x-ndjson', onProgress }),
  tokens: () => call<Items<T.Token>>(`${my}/tokens`),
  createToken: (body: { name: string; scope: T.TokenScope }) => call<T.NewToken>(`${my}/tokens`, { method: 'POST', body }),
  revokeToken: (id: string) => call<void>(`${my}/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' }),

  sources: () => call<Items<T.Source>>(`${my}/sources`),
  addSource: (body: T.AddSourceBody, idempotencyKey?: string) =>
    call<T.AddSourceAnswer>(`${my}/sources`, { method: 'POST', body, ...(idempotencyKey ? { idempotencyKey } : {}) }),
  patchSource: (id: number, body: T.PatchSource) => call<T.Source>(`${my}/sources/${id}`, { method: 'PATCH', body }),
  removeSource: (id: number) => call<void>(`${my}/sources/${id}`, { method: 'DELETE' }),
  pollSource: (id: number) => call<T.PollAnswer>(`${my}/sources/${id}/poll`, { method: 'POST' }),
  folders: () => call<Items<T.Folder>>(`${my}/folders`),
  createFolder: (name: string) => call<T.Folder>(`${my}/folders`, { method: 'POST', body: { name } }),
  patchFolder: (id: number, body: { name?: string; position?: number }) => call<T.Folder>(`${my}/folders/${id}`, { method: 'PATCH', body }),
  removeFolder: (id: number) => call<void>(`${my}/folders/${id}`, { method: 'DELETE' }),

  posts: (query: PostListQuery, cursor: string | null, signal?: AbortSignal) =>
    call<T.ListPostsAnswer>(`${my}/posts`, { query: { ...query, cursor, limit: 50 }, ...(signal ? { signal } : {}) }),
  counts: () => call<T.Counts>(`${my}/counts`),
  post: (id: number, signal?: AbortSignal) => call<T.Post>(`/api/posts/${id}`, signal ? { signal } : {}),
  splitPost: (id: number) => call<T.Post>(`/api/posts/${id}/split`, { method: 'POST' }),
  unsplitPost: (id: number) => call<T.Post>(`/api/posts/${id}/unsplit`, { method: 'POST' }),
  mark: (body: T.Marks) => call<void>('/api/posts/marks', { method: 'POST', body }),
  readAll: (body: T.ReadAllBody) => call<T.ReadAllAnswer>('/api/posts/read-all', { method: 'POST', body }),
  undoReadAll: (undoToken: string) => call<void>('/api/posts/read-all/undo', { method: 'POST', body: { undoToken } }),

  importOpml: (file: Blob & { name?: string }, folder?: string) =>
    call<T.Task>('/api/opml', { method: 'POST', query: { folder }, raw: { content: file, type: 'text/x-opml', fileName: file.name } }),
  importOpmlFrom: (address: string, folder?: string) => call<T.Task>('/api/opml/address', { method: 'POST', body: { address, folder } }),
  tasks: () => call<Items<T.Task>>('/api/tasks'),
  stopTask: (id: number) => call<T.Task>(`/api/tasks/${id}/stop`, { method: 'POST' }),
  starterPacks: () => call<Items<T.StarterPack>>('/api/starter-packs'),
  followPack: (id: string) => call<T.Task>(`/api/starter-packs/${encodeURIComponent(id)}/follow`, { method: 'POST' }),

  indexStatus: () => call<T.IndexStatus>('/api/index/status'),
  search: (body: T.SearchBody, signal?: AbortSignal) => call<T.SearchAnswer>('/api/search', { method: 'POST', body, ...(signal ? { signal } : {}) }),
};
