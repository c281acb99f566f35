/** What the app keeps in memory of the server's answers, and the hooks that read it. */
import { infiniteQueryOptions, keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, type PostListQuery } from './api.ts';
import { ApiError } from './api-client.ts';
import type { Counts, Folder, ListPostsAnswer, Me, Source, Task, TaskProgress } from './contract-types.ts';
import type { ListScope } from './list-state.ts';
import { followedLanguages, languagesOf } from './own-languages.ts';
import { outgoingMarks } from './outgoing-marks.ts';
import { withWaiting } from './waiting-marks.ts';

const minutes = 60_000;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Offline the service worker answers, so a query is always worth asking.
      networkMode: 'always',
      staleTime: minutes,
      gcTime: 60 * minutes,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (count, error) => count < 1 && error instanceof ApiError && error.status >= 502,
      retryDelay: 800,
    },
    mutations: { networkMode: 'always' },
  },
});

export const keys = {
  me: ['me'] as const,
  sources: ['sources'] as const,
  folders: ['folders'] as const,
  counts: ['counts'] as const,
  tasks: ['tasks'] as const,
  packs: ['packs'] as const,
  sessions: ['sessions'] as const,
  tokens: ['tokens'] as const,
  allPosts: ['posts'] as const,
  posts: (scope: ListScope) => ['posts', scope] as const,
  post: (id: number) => ['post', id] as const,
};

export const meQuery = { queryKey: keys.me, queryFn: api.me, staleTime: 60 * minutes };

export const useMe = (): Me | undefined => useQuery(meQuery).data;
async function readSources(): Promise<{ items: Source[] }> {
  const sources = await api.sources();
  followedLanguages.set(languagesOf(sources.items));
  return sources;
}
export const useSources = () =>
  useQuery({ queryKey: keys.sources, queryFn: readSources, select: (data: { items: Source[] }) => data.items, staleTime: 5 * minutes });
export const useFolders = () => useQuery({ queryKey: keys.folders, queryFn: api.folders, select: sortedFolders, staleTime: 5 * minutes });
/** The server counts without the marks that wait here: they go first, and while they cannot, the numbers stay as they are shown. */
async function readCounts(): Promise<Counts> {
  const shown = (): Counts | undefined => (outgoingMarks.waiting() > 0 ? queryClient.getQueryData<Counts>(keys.counts) : undefined);
  await outgoingMarks.flush();
  const before = shown();
  if (before) return before;
  const counts = await api.counts();
  return shown() ?? counts;
}
export const countsQuery = { queryKey: keys.counts, queryFn: readCounts, staleTime: 30_000 };
export const useCounts = (): Counts | undefined => useQuery(countsQuery).data;
export const useTasks = () =>
  useQuery({ queryKey: keys.tasks, queryFn: api.tasks, select: (data: { items: Task[] }) => data.items, staleTime: minutes, refetchInterval: taskInterval });

function sortedFolders(data: { items: Folder[] }): Folder[] {
  return [...data.items].sort((a, b) => a.position - b.position || a.name.localeCompare(b.name));
}

/** The live connection brings progress; this slow question is only the net under it. */
function taskInterval(query: { state: { data: { items: Task[] } | undefined } }): number | false {
  return query.state.data?.items.some((task) => task.state === 'running') ? 5000 : false;
}

export function toListQuery(scope: ListScope): PostListQuery {
  if (scope.kind === 'source') return { sourceId: scope.id, show: scope.show };
  if (scope.kind === 'folder') return { folderId: scope.id, show: scope.show };
  if (scope.kind === 'tag') return { tag: scope.tag, show: scope.show };
  return { show: scope.show };
}

const postListOptions = (scope: ListScope) =>
  infiniteQueryOptions({
    queryKey: keys.posts(scope),
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.posts(toListQuery(scope), pageParam, signal);
      return { ...page, items: page.items.map((row) => withWaiting(row)) };
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: ListPostsAnswer) => last.nextCursor,
    // The live connection keeps a list true; it is read again only when asked for.
    staleTime: Number.POSITIVE_INFINITY,
  });
export const usePostList = (scope: ListScope) => useInfiniteQuery(postListOptions(scope));

/** Asks for what the first page needs while the texts of the language are still on their way. */
export function startEarly(scope: ListScope | null): void {
  void queryClient.prefetchQuery(meQuery);
  void queryClient.prefetchQuery({ queryKey: keys.sources, queryFn: readSources });
  if (scope) void queryClient.prefetchInfiniteQuery(postListOptions(scope));
}

const postOptions = (id: number) => ({
  queryKey: keys.post(id),
  queryFn: async ({ signal }: { signal: AbortSignal }) => withWaiting(await api.post(id, signal)),
  staleTime: 5 * minutes,
});
export const usePost = (id: number) => useQuery(postOptions(id));

const restMs = 600;
let ahead: number[] = [];
let aheadTimer: ReturnType<typeof setTimeout> | undefined;

/** Reads posts ahead once the reader rests on one; what was being read ahead for an earlier place is given up. */
export function readAhead(ids: readonly number[]): void {
  clearTimeout(aheadTimer);
  for (const id of ahead) {
    const query = queryClient.getQueryCache().find({ queryKey: keys.post(id) });
    if (query && !query.isActive() && query.state.fetchStatus === 'fetching') void query.cancel();
  }
  ahead = [...ids];
  aheadTimer = setTimeout(() => {
    for (const id of ahead) void queryClient.prefetchQuery(postOptions(id));
  }, restMs);
}

export const useSearch = (key: unknown, ask: (signal: AbortSignal) => ReturnType<typeof api.search>, enabled: boolean) =>
  useQuery({
    queryKey: ['search', key],
    queryFn: ({ signal }) => ask(signal),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
    gcTime: 5 * minutes,
  });

/** Asks again what failed for want of a connection. */
export function askAgain(): void {
  void queryClient.refetchQueries({ type: 'active', predicate: ({ state }) => state.error instanceof ApiError && state.error.code === 'network' });
}

export function folderOfSource(sourceId: number): number | null {
  const sources = queryClient.getQueryData<{ items: Source[] }>(keys.sources);
  return sources?.items.find((source) => source.id === sourceId)?.folderId ?? null;
}

/** Puts a changed or new source into the list of sources. */
export function storeSource(source: Source): void {
  queryClient.setQueryData<{ items: Source[] }>(keys.sources, (old) => {
    if (!old) return old;
    const at = old.items.findIndex((one) => one.id === source.id);
    return { items: at < 0 ? [...old.items, source] : old.items.with(at, source) };
  });
}

export function storeTask(task: Task): void {
  queryClient.setQueryData<{ items: Task[] }>(keys.tasks, (old) => {
    const items = old?.items ?? [];
    const at = items.findIndex((one) => one.id === task.id);
    return { items: at < 0 ? [task, ...items] : items.with(at, task) };
  });
}

/** How far a task is; the problems that are known of it stay until it is read again. */
export function storeProgress(progress: TaskProgress): void {
  const known = queryClient.getQueryData<{ items: Task[] }>(keys.tasks)?.items.find((one) => one.id === progress.id);
  storeTask({ problems: [], ...known, ...progress });
}

/** After sources, folders or follows changed in a way that lists and counts depend on; done when the new answers are there. */
export async function refreshFollows(): Promise<void> {
  await Promise.all([keys.sources, keys.folders, keys.counts, keys.me].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
