/** Above an open post: previous, next, marks, text size, share, the original. */
import { ALargeSmall, Bookmark, ChevronDown, ChevronLeft, ChevronUp, Circle, CircleDot, Ellipsis, ExternalLink, Share } from 'lucide-react';
import { t } from '../../i18n/t.ts';
import type { Post } from '../../lib/contract-types.ts';
import { percent } from '../../lib/format-time.ts';
import { usePhone } from '../../lib/media.ts';
import { saveMe, settingsNow, textSizes } from '../../lib/preferences.ts';
import { safeHref } from '../../lib/text.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { showToast } from '../../ui/toaster.tsx';

export interface ToolbarProps {
  post: Post | undefined;
  onBack?: () => void;
  onPrevious?: () => void;
  onNext?: () => void;
  /** "3 of 11", in search. */
  position?: string | undefined;
  onSave: () => void;
  onToggleRead: () => void;
}

export function Toolbar({ post, onBack, onPrevious, onNext, position, onSave, onToggleRead }: ToolbarProps) {
  return (
    <div
      className="flex min-h-[calc(52px+var(--safe-t))] flex-none items-center gap-0.5 border-b border-line px-4 pt-[var(--safe-t)] max-md:px-1"
      role="toolbar"
      aria-label={t('post.region')}
    >
      {onBack ? <IconButton icon={ChevronLeft} size={22} label={t('back')} shortcut="Esc" className="md:hidden" onClick={onBack} /> : null}
      <IconButton icon={ChevronUp} label={t('post.previous')} shortcut="k" disabled={!onPrevious} onClick={onPrevious} />
      <IconButton icon={ChevronDown} label={t('post.next')} shortcut="j" disabled={!onNext} onClick={onNext} />
      {position ? <span className="num pl-2 text-13 text-ink-3 max-md:hidden">{position}</span> : null}
      <i className="mx-1.5 h-5 w-px bg-line max-md:hidden" />
      <span className="flex-1 md:hidden" />
      <IconButton
        icon={Bookmark}
        on={post?.saved ?? false}
        label={t(post?.saved ? 'post.unsave' : 'post.save')}
        shortcut="s"
        disabled={!post}
        onClick={onSave}
      />
      <IconButton
        icon={post?.read ? Circle : CircleDot}
        label={t(post?.read ? 'post.markUnread' : 'post.markRead')}
        shortcut="m"
        disabled={!post}
        onClick={onToggleRead}
      />
      <span className="flex-1 max-md:hidden" />
      {usePhone() ? <MoreMenu post={post} /> : <MoreButtons post={post} />}
    </div>
  );
}

/** On a phone there is room for six: the rest stands in a menu. */
function MoreMenu({ post }: { post: Post | undefined }) {
  const original = safeHref(post?.url);
  const items = [
    ...(original ? [{ label: t('post.openOriginal'), icon: ExternalLink, href: original }] : []),
    ...(post ? [{ label: t('post.share'), icon: Share, onSelect: () => void share(post) }] : []),
    ...sizeItems().map((item) => ({ ...item, group: t('post.textSize') })),
  ];
  return <Menu label={t('nav.more')} items={items} button={(props) => <IconButton icon={Ellipsis} label={t('nav.more')} {...props} />} />;
}

function MoreButtons({ post }: { post: Post | undefined }) {
  const original = safeHref(post?.url);
  return (
    <>
      <Menu label={t('post.textSize')} items={sizeItems()} button={(props) => <IconButton icon={ALargeSmall} label={t('post.textSize')} {...props} />} />
      <IconButton icon={Share} label={t('post.share')} disabled={!post} onClick={() => (post ? void share(post) : undefined)} />
      {original ? (
        <a
          className="btn quiet ml-1 max-lg:px-2"
          href={original}
          target="_blank"
          rel="noopener noreferrer nofollow"
          title={`${t('post.openOriginal')} (v)`}
          aria-label={t('post.openOriginal')}
        >
          <ExternalLink size={16} strokeWidth={1.75} aria-hidden="true" />
          <span className="max-lg:hidden">{t('post.original')}</span>
        </a>
      ) : post ? null : (
        // Its place, so that the others do not move when the post has come.
        <span className="btn quiet invisible ml-1 max-lg:px-2" aria-hidden="true">
          <ExternalLink size={16} strokeWidth={1.75} />
          <span className="max-lg:hidden">{t('post.original')}</span>
        </span>
      )}
    </>
  );
}

function sizeItems() {
  const now = settingsNow().textSize;
  return textSizes.map((size, textSize) => ({
    label: percent(size),
    checked: textSize === now,
    onSelect: () => void saveMe({ settings: { textSize } }).catch(() => undefined),
  }));
}

async function share(post: Post): Promise<void> {
  const url = safeHref(post.url) ?? location.href;
  const title = post.title ?? post.snippet.slice(0, 100);
  if (matchMedia('(pointer: coarse)').matches && 'share' in navigator) {
    await navigator.share({ title, url }).catch(() => undefined);
    return;
  }
  await navigator.clipboard?.writeText(url);
  showToast(t('post.linkCopied'));
}
