/** One row of a list: a post, or a story as its earliest followed source tells it. No effects in here: there are thousands. */
import { Bookmark, Play } from 'lucide-react';
import { memo, type ReactNode, type SyntheticEvent } from 'react';
import { plural, t } from '../i18n/t.ts';
import { type SourceKind, type StorySource, type Thumb } from '../lib/contract-types.ts';
import { languageName, locale, playTime, readingMinutes, shortLanguage } from '../lib/format-time.ts';
import { isForeign } from '../lib/own-languages.ts';
import { imageAt } from '../lib/text.ts';
import { Tile, TileStack } from './tile.tsx';
import { TimeText } from './time-text.tsx';

interface RowPost {
  id: number;
  sourceId: number;
  sourceTitle: string;
  sourceKind: SourceKind;
  sourceIcon: string | null;
  language: string | null;
  postedAt: string;
  thumb: Thumb | null;
  words: number;
  read: boolean;
  saved: boolean;
  story: { count: number; sources: StorySource[] } | null;
}
export interface PostRowProps {
  post: RowPost;
  /** Headline and snippet, possibly with hits marked. */
  headline: ReactNode;
  snippet: ReactNode;
  selected: boolean;
  position: number;
  size: number;
  href: string;
  onOpen: (id: number) => void;
  /** Above the first row of a day. */
  day?: string | null;
  /** The heading above names its day: the clock is enough. */
  underDay?: boolean;
  /** One more thing to know about it, below. */
  note?: string;
  /** No line above: the row follows a heading or the selected row. */
  plain?: boolean;
  /** Languages that need no label. */
  followed?: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

export const PostRowView = memo(function PostRowView({
  post,
  headline,
  snippet,
  selected,
  position,
  size,
  href,
  onOpen,
  day,
  underDay,
  note,
  plain,
  followed = none,
}: PostRowProps) {
  const foreign = post.language && post.language !== locale.get().language ? post.language : undefined;
  return (
    <article aria-posinset={position} aria-setsize={size} aria-labelledby={`headline-${post.id}`} {...(selected ? { 'aria-current': 'true' as const } : {})}>
      {day ? <p className="day">{day}</p> : null}
      <div className={`row ${post.read ? 'seen' : ''} ${selected ? 'sel' : ''} ${plain || day ? 'plain' : ''}`} data-post={post.id}>
        {post.read ? null : <i className="dot" role="img" aria-label={t('list.unreadMark')} />}
        <div className="src">
          <Tile id={post.sourceId} title={post.sourceTitle} kind={post.sourceKind} icon={post.sourceIcon} />
          <b className="clip">{post.sourceTitle}</b>
          {post.saved ? <Bookmark size={14} fill="currentColor" className="flex-none text-tide" role="img" aria-label={t('list.savedMark')} /> : null}
          {isForeign(post.language, locale.get().language, followed) ? (
            <span className="flex-none" title={languageName(post.language)}>
              {shortLanguage(post.language)}
            </span>
          ) : null}
          <TimeText at={post.postedAt} {...(underDay ? { style: 'ofDay' as const } : {})} />
        </div>
        <div className="min-w-0">
          <h2 id={`headline-${post.id}`} className="hl" lang={foreign}>
            <a
              href={href}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                event.preventDefault();
                onOpen(post.id);
              }}
            >
              {headline}
            </a>
          </h2>
          {snippet ? (
            <p className="snip" lang={foreign}>
              {snippet}
            </p>
          ) : null}
        </div>
        <RowThumb thumb={post.thumb} />
        <RowMeta post={post} note={note} />
      </div>
    </article>
  );
});

function RowThumb({ thumb }: { thumb: Thumb | null }) {
  const src = imageAt(thumb?.src, 320);
  if (!thumb || !src) return null;
  return (
    <div className="thumb">
      <img src={src} alt="" width={72} height={72} loading="lazy" decoding="async" onError={hideThumb} />
      {thumb.kind === 'video' ? (
        <span className="dur" role="img" aria-label={t('list.video')}>
          {thumb.duration ? playTime(thumb.duration) : <Play size={12} aria-hidden="true" />}
        </span>
      ) : null}
    </div>
  );
}

/** A picture that cannot be had leaves no hole. */
function hideThumb(event: SyntheticEvent<HTMLImageElement>): void {
  const box = event.currentTarget.parentElement;
  if (box) box.style.display = 'none';
}

function RowMeta({ post, note }: { post: RowPost; note: string | undefined }) {
  const minutes = readingMinutes(post.words);
  const story = post.story && post.story.count > 1 ? post.story : null;
  if (!story && !note && minutes < 5) return null;
  return (
    <div className="meta">
      {story ? (
        <span className="inline-flex items-center gap-1.5">
          <TileStack sources={story.sources} />
          <span>{plural('list.sources', story.sources.length)}</span>
        </span>
      ) : null}
      {note ? <span>{note}</span> : null}
      {minutes >= 5 ? <span>{plural('list.minutes', minutes)}</span> : null}
    </div>
  );
}
