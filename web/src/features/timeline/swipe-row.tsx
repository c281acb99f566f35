/** A row that can be swiped on touch screens: to the right read or unread, to the left into saved. A long press opens the same as a menu. */
import { Bookmark, Circle, CircleDot, ExternalLink, Link2 } from 'lucide-react';
import { createPortal } from 'react-dom';
import { memo, useRef, useState } from 'react';
import { t } from '../../i18n/t.ts';
import type { PostRow } from '../../lib/contract-types.ts';
import { splitHeadline } from '../../lib/headline.ts';
import { markPosts } from '../../lib/marks.ts';
import { safeHref } from '../../lib/text.ts';
import { attachmentTitle } from '../../ui/attachment-title.ts';
import { MenuList } from '../../ui/menu.tsx';
import { PostRowView } from '../../ui/post-row.tsx';
import { showToast } from '../../ui/toaster.tsx';

export interface SwipeRowProps {
  row: PostRow;
  selected: boolean;
  position: number;
  size: number;
  day: string | null;
  plain: boolean;
  /** Today's date: the row is drawn again when it changes. */
  today: string;
  onOpen: (id: number) => void;
  followed: ReadonlySet<string>;
}
const revealed = 112;

export const SwipeRow = memo(function SwipeRow({ row, selected, position, size, day, plain, onOpen, followed }: SwipeRowProps) {
  const [menuAt, setMenuAt] = useState<{ x: number; y: number } | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const { headline, rest } = splitHeadline(row.snippet);
  const swipe = useSwipe(box, {
    right: () => markPosts([row], { read: !row.read }),
    left: () => markPosts([row], { saved: !row.saved }),
  });
  return (
    <div
      className="relative overflow-x-clip"
      {...swipe}
      onContextMenu={(event) => {
        if ((event.target as Element).closest('a[href^=http]')) return;
        event.preventDefault();
        setMenuAt({ x: event.clientX, y: event.clientY });
      }}
    >
      <SwipeHint side="left" label={t(row.read ? 'post.markUnread' : 'post.markRead')} icon={row.read ? CircleDot : Circle} />
      <SwipeHint side="right" label={t(row.saved ? 'post.unsave' : 'post.save')} icon={Bookmark} />
      <div ref={box} className="swipe-front relative">
        <PostRowView
          post={row}
          headline={row.title ?? (headline || attachmentTitle(row.attachment))}
          snippet={row.title ? row.snippet : rest}
          selected={selected}
          position={position}
          size={size}
          href={`/post/${row.id}`}
          onOpen={onOpen}
          day={day}
          underDay
          plain={plain}
          followed={followed}
        />
      </div>
      {menuAt ? <RowMenu row={row} at={menuAt} anchor={box.current} onClose={() => setMenuAt(null)} /> : null}
    </div>
  );
});

function SwipeHint({ side, label, icon: Icon }: { side: 'left' | 'right'; label: string; icon: typeof Bookmark }) {
  return (
    <div
      aria-hidden="true"
      data-side={side}
      className={`swipe-hint invisible absolute inset-y-0 ${side === 'left' ? 'left-0 justify-start' : 'right-0 justify-end'} flex w-full items-center bg-fill text-on-fill`}
    >
      <span className="grid w-28 justify-items-center gap-1.5 px-2 text-center text-13 font-[560]">
        <Icon size={22} strokeWidth={1.75} />
        {label}
      </span>
    </div>
  );
}

function RowMenu({ row, at, anchor, onClose }: { row: PostRow; at: { x: number; y: number }; anchor: HTMLElement | null; onClose: () => void }) {
  const original = safeHref(row.url);
  const copy = (): void => void navigator.clipboard?.writeText(original ?? `${location.origin}/post/${row.id}`).then(() => showToast(t('post.linkCopied')));
  const main = document.getElementById('main');
  if (!main) return null;
  // A feed may hold nothing but articles.
  return createPortal(
    <MenuList
      label={row.title ?? row.sourceTitle}
      anchor={anchor?.querySelector<HTMLElement>('h2 a') ?? null}
      at={at}
      onClose={onClose}
      items={[
        {
          label: t(row.read ? 'post.markUnread' : 'post.markRead'),
          icon: row.read ? CircleDot : Circle,
          onSelect: () => markPosts([row], { read: !row.read }),
        },
        { label: t(row.saved ? 'post.unsave' : 'post.save'), icon: Bookmark, onSelect: () => markPosts([row], { saved: !row.saved }) },
        'line',
        ...(original ? [{ label: t('post.openOriginal'), icon: ExternalLink, href: original }] : []),
        { label: t('post.copyLink'), icon: Link2, onSelect: copy },
      ]}
    />,
    main,
  );
}

/** Moves the row with the finger without drawing anything again; beyond 40 % of the width it is done. */
function useSwipe(box: React.RefObject<HTMLDivElement | null>, act: { right: () => void; left: () => void }) {
  const start = useRef<{ x: number; y: number; sideways: boolean } | null>(null);
  const shift = (dx: number, animate: boolean): void => {
    const element = box.current;
    if (!element) return;
    element.style.transition = animate ? 'transform 180ms cubic-bezier(.2,0,0,1)' : '';
    element.style.transform = dx === 0 ? '' : `translateX(${dx}px)`;
    for (const hint of element.parentElement?.querySelectorAll<HTMLElement>('.swipe-hint') ?? []) {
      const shown = dx !== 0 && (hint.dataset['side'] === 'left') === dx > 0;
      hint.style.visibility = shown ? 'visible' : '';
      hint.style.filter = Math.abs(dx) > element.clientWidth * 0.4 ? '' : 'saturate(.55)';
    }
  };
  return {
    onTouchStart: (event: React.TouchEvent) => {
      const touch = event.touches.length === 1 ? event.touches[0] : undefined;
      // The left edge belongs to the browser's own way back.
      start.current = touch && touch.clientX > 24 ? { x: touch.clientX, y: touch.clientY, sideways: false } : null;
    },
    onTouchMove: (event: React.TouchEvent) => {
      const from = start.current;
      const touch = event.touches[0];
      if (!from || !touch) return;
      const dx = touch.clientX - from.x;
      const dy = touch.clientY - from.y;
      if (!from.sideways && Math.abs(dy) > 10 && Math.abs(dy) > Math.abs(dx)) start.current = null;
      else if (from.sideways || Math.abs(dx) > 14) {
        from.sideways = true;
        const limit = (box.current?.clientWidth ?? 360) * 0.55;
        shift(Math.abs(dx) <= revealed ? dx : Math.sign(dx) * Math.min(limit, revealed + (Math.abs(dx) - revealed) * 0.8), false);
      }
    },
    onTouchEnd: (event: React.TouchEvent) => {
      const from = start.current;
      const touch = event.changedTouches[0];
      start.current = null;
      if (!from?.sideways || !touch) return;
      event.preventDefault();
      const dx = touch.clientX - from.x;
      shift(0, true);
      if (Math.abs(dx) > (box.current?.clientWidth ?? 360) * 0.4) (dx > 0 ? act.right : act.left)();
    },
    onTouchCancel: () => {
      start.current = null;
      shift(0, true);
    },
  };
}
