/** The reading pane: one open post, its marks and keys. */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { SearchX } from 'lucide-react';
import { t } from '../../i18n/t.ts';
import { api } from '../../lib/api.ts';
import { ApiError } from '../../lib/api-client.ts';
import { useCommands } from '../../lib/commands.ts';
import type { Post, StoryMember } from '../../lib/contract-types.ts';
import { splitHeadline } from '../../lib/headline.ts';
import { markPosts } from '../../lib/marks.ts';
import { keys, queryClient, useMe, usePost } from '../../lib/queries.ts';
import { openOriginal } from '../../lib/open-original.ts';
import { PostSkeleton } from '../../ui/skeletons.tsx';
import { ErrorMessage, errorText, StateMessage } from '../../ui/state-message.tsx';
import { showToast, showUndo } from '../../ui/toaster.tsx';
import { Article } from './article.tsx';
import type { Hits } from './inline.tsx';
import { Toolbar } from './toolbar.tsx';

export interface PostPaneProps {
  id: number;
  /** Words to mark in the text (from a search). */
  hits?: Hits;
  /** Puts the focus on the title; not while moving through the list with j and k. */
  focusTitle: boolean;
  position?: string | undefined;
  /** Stands before the post. */
  lead?: ReactNode;
  onBack?: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
  onOpenPost: (id: number) => void;
}
const noHits: Hits = new Set();

export function PostPane({ id, hits = noHits, focusTitle, position, lead, onBack, onPrevious, onNext, onOpenPost }: PostPaneProps) {
  const { data: post, error, refetch } = usePost(id);
  const scroller = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const [storyOpen, setStoryOpen] = useState(false);
  useEffect(() => {
    scroller.current?.scrollTo(0, 0);
    setStoryOpen(false);
  }, [id]);
  const loadedId = post?.id;
  useEffect(() => {
    if (loadedId !== id) return;
    const open = queryClient.getQueryData<Post>(keys.post(id));
    if (open && !open.read) markPosts([open], { read: true });
    if (focusTitle) heading.current?.focus({ preventScroll: true });
  }, [loadedId, id, focusTitle]);
  useEffect(() => {
    if (post) document.title = `${post.title ?? (splitHeadline(post.snippet).headline || post.sourceTitle)} · Tidings`;
  }, [post]);

  const save = (): void => {
    if (post) markPosts([post], { saved: !post.saved });
  };
  const toggleRead = (): void => {
    if (post) markPosts([post], { read: !post.read });
  };
  useCommands({
    s: save,
    b: save,
    m: toggleRead,
    v: () => openOriginal(post),
    x: () => setStoryOpen((open) => !open),
    Space: () => scrollOrNext(scroller.current, 1, onNext),
    'Shift+Space': () => scrollOrNext(scroller.current, -1),
    ...(onBack ? { Escape: onBack } : {}),
  });
  // A story is the same one for everybody.
  const isAdmin = useMe()?.role === 'admin';
  const swipe = useSideSwipe(onPrevious, onNext);

  return (
    <section className="flex h-full min-w-0 flex-col bg-canvas" aria-label={t('post.region')}>
      <Toolbar
        post={post}
        position={position}
        onSave={save}
        onToggleRead={toggleRead}
        {...(onBack ? { onBack } : {})}
        {...(onPrevious ? { onPrevious } : {})}
        {...(onNext ? { onNext } : {})}
      />
      <div ref={scroller} className="scroll flex flex-1 flex-col" {...swipe}>
        {post ? (
          <div className="w-full">
            {lead}
            <Article
              key={post.id}
              post={post}
              hits={hits}
              headingRef={heading}
              storyOpen={storyOpen}
              onToggleStory={() => setStoryOpen((open) => !open)}
              onOpenPost={onOpenPost}
              {...(isAdmin ? { onSplit: (member: StoryMember) => void split(member, id) } : {})}
            />
          </div>
        ) : error ? (
          <PostError error={error} onRetry={() => void refetch()} />
        ) : (
          <PostSkeleton />
        )}
      </div>
    </section>
  );
}

function PostError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  if (error instanceof ApiError && (error.status === 404 || error.status === 403))
    return <StateMessage level={1} icon={SearchX} title={t('error.notFound')} text={t('error.notFoundText')} />;
  return <ErrorMessage level={1} error={error} title={t('error.post')} onRetry={onRetry} />;
}

function scrollOrNext(element: HTMLElement | null, direction: 1 | -1, onEnd?: () => void): boolean {
  if (!element) return false;
  const atEnd = direction > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 4;
  if (atEnd && onEnd) onEnd();
  else element.scrollBy({ top: direction * element.clientHeight * 0.85, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
  return true;
}

/** Takes a post out of its story; the toast puts it back. */
async function split(member: StoryMember, shownId: number): Promise<void> {
  const refresh = (): void => {
    void queryClient.invalidateQueries({ queryKey: keys.post(shownId) });
    void queryClient.invalidateQueries({ queryKey: keys.post(member.postId) });
  };
  try {
    await api.splitPost(member.postId);
    refresh();
    showUndo(t('story.splitDone'), () => void api.unsplitPost(member.postId).then(refresh, (error) => showToast(errorText(error))));
  } catch (error) {
    showToast(errorText(error));
  }
}

/** On touch screens a swipe sideways goes to the next or previous post; the toolbar and keys do the same. */
function useSideSwipe(onPrevious?: () => void, onNext?: () => void) {
  const start = useRef<{ x: number; y: number } | null>(null);
  return {
    onTouchStart: (event: React.TouchEvent) => {
      const touch = event.touches.length === 1 ? event.touches[0] : undefined;
      const sideways = (event.target as Element).closest('pre, .table');
      start.current = touch && !sideways && touch.clientX > 28 ? { x: touch.clientX, y: touch.clientY } : null;
    },
    onTouchEnd: (event: React.TouchEvent) => {
      const touch = event.changedTouches[0];
      if (!start.current || !touch) return;
      const dx = touch.clientX - start.current.x;
      const dy = touch.clientY - start.current.y;
      start.current = null;
      if (Math.abs(dx) < 90 || Math.abs(dx) < Math.abs(dy) * 2.5) return;
      if (dx < 0) onNext?.();
      else onPrevious?.();
    },
  };
}
