/** List and reading pane side by side; on a phone the post lies over the list, which keeps its place. */
import { useLocation, useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../i18n/t.ts';
import { ListPane } from '../features/timeline/list-pane.tsx';
import type { ListScope } from '../lib/list-state.ts';
import { usePhone, useWide } from '../lib/media.ts';
import { useFolders, useMe, useSources } from '../lib/queries.ts';
import { useStore } from '../lib/small-store.ts';
import { Divider } from '../ui/divider.tsx';
import { NothingOpen } from '../ui/nothing-open.tsx';
import { PostSkeleton } from '../ui/skeletons.tsx';
import { listDefault, listHidden, listWidth, overlay, shown } from './layout-store.ts';
import { baseFrom, listPath, toWithin } from './scope.ts';

const loadPostPane = () => import('../features/post/post-pane.tsx');
const PostPane = lazy(() => loadPostPane().then((module) => ({ default: module.PostPane })));

export function ReaderLayout() {
  const phone = usePhone();
  const width = useStore(listWidth);
  const hidden = useStore(listHidden);
  const wide = useWide();
  const { scope, title, openId } = useScope();
  const { open, stays, back } = useOpening(scope, openId);
  const [near, setNear] = useState<{ previous: number | null; next: number | null }>({ previous: null, next: null });
  const setNeighbours = useCallback((previous: number | null, next: number | null) => setNear({ previous, next }), []);
  const hasSources = (useMe()?.sources ?? 1) > 0;
  useEffect(() => {
    if (openId === null) document.title = `${title} · Tidings`;
  }, [openId, title]);
  useEffect(() => {
    const idle = setTimeout(() => void loadPostPane(), 600);
    return () => clearTimeout(idle);
  }, []);
  const move = (id: number | null) => (id === null ? {} : { go: () => open(id, true) });
  const previous = move(near.previous).go;
  const next = move(near.next).go;
  const covered = phone && openId !== null;

  return (
    <div className="relative flex h-full min-w-0">
      <div
        className={`relative h-full min-w-0 flex-none border-r border-line max-md:w-full! max-md:border-0 ${hidden && openId !== null && !phone ? 'hidden' : ''}`}
        style={{ width: wide ? width : 360 }}
        inert={covered}
        aria-hidden={covered}
      >
        <ListPane
          scope={scope}
          title={title}
          openId={openId}
          onOpen={open}
          onShow={(show) => shown.set((old) => ({ ...old, [scope.kind]: show }))}
          onAddSource={() => overlay.set('add')}
          hasSources={hasSources}
          opensOnMove={!phone}
          onNeighbours={setNeighbours}
        />
        <Divider
          label={t('pane.listWidth')}
          value={width}
          min={320}
          max={560}
          onChange={(value) => listWidth.set(value)}
          onReset={() => listWidth.set(listDefault)}
        />
      </div>
      {openId === null ? (
        phone ? null : (
          <NothingOpen />
        )
      ) : (
        <div className="reading h-full min-w-0 flex-1 max-md:absolute max-md:inset-0 max-md:z-10">
          <Suspense fallback={<PostSkeleton />}>
            <PostPane
              id={openId}
              focusTitle={!stays}
              onBack={back}
              onOpenPost={(id) => open(id, false)}
              {...(previous ? { onPrevious: previous } : {})}
              {...(next ? { onNext: next } : {})}
            />
          </Suspense>
        </div>
      )}
    </div>
  );
}

function useScope(): { scope: ListScope; title: string; openId: number | null } {
  const params = useParams({ strict: false }) as { folderId?: string; sourceId?: string; tag?: string; postId?: string };
  const search = useSearch({ strict: false }) as { in?: string };
  const path = useLocation({ select: (at) => at.pathname });
  const show = useStore(shown);
  const { kind, id, tag } = baseFrom(path, params, search.in);
  const wanted = kind === 'saved' ? 'saved' : (show[kind] ?? 'all');
  const scope = useMemo<ListScope>(() => ({ kind, id, tag, show: wanted }), [kind, id, tag, wanted]);
  const openId = params.postId ? Number(params.postId) || 0 : null;
  return { scope, title: useTitle(scope), openId };
}

function useTitle({ kind, id, tag }: ListScope): string {
  const folders = useFolders().data;
  const sources = useSources().data;
  if (kind === 'folder') return folders?.find((one) => one.id === id)?.name ?? t('sources.folder');
  if (kind === 'source') return sources?.find((one) => one.id === id)?.title ?? t('sources.col.source');
  if (kind === 'tag') return `#${tag}`;
  return t(kind === 'saved' ? 'nav.saved' : 'nav.timeline');
}

/** Opening pushes the post onto the history once; moving on from it replaces it, so that Back leads to the list. */
function useOpening(scope: ListScope, openId: number | null) {
  const navigate = useNavigate();
  const router = useRouter();
  const [stays, setStays] = useState(false);
  const isOpen = useRef(false);
  isOpen.current = openId !== null;
  const open = useCallback(
    (id: number, stay: boolean) => {
      setStays(stay);
      const within = toWithin(scope);
      void navigate({ to: '/post/$postId', params: { postId: String(id) }, search: within ? { in: within } : {}, replace: isOpen.current });
    },
    [navigate, scope],
  );
  const back = useCallback(() => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: listPath(scope), replace: true });
  }, [navigate, router, scope]);
  return { open, stays, back };
}
