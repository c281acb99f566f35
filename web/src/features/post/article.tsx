/** A post as it is read: who and when, title, story, body, what came with it, tags. */
import { Link } from '@tanstack/react-router';
import { Globe, Hash } from 'lucide-react';
import { type Ref, useMemo } from 'react';
import { plural, t } from '../../i18n/t.ts';
import type { Post, StoryMember } from '../../lib/contract-types.ts';
import { dateAndClock, fullDate, locale, readingMinutes } from '../../lib/format-time.ts';
import { splitHeadline, withoutHeadline } from '../../lib/headline.ts';
import { withoutRepeats } from '../../lib/said-once.ts';
import { hostOf, rangesOfWords, safeHref } from '../../lib/text.ts';
import { attachmentTitle } from '../../ui/attachment-title.ts';
import { Marked } from '../../ui/marked.tsx';
import { Tile } from '../../ui/tile.tsx';
import { useNow } from '../../ui/time-text.tsx';
import { Blocks } from './blocks.tsx';
import { type Hits, OutLink } from './inline.tsx';
import { PostMediaList } from './media.tsx';
import { Story } from './story.tsx';

export interface ArticleProps {
  post: Post;
  hits: Hits;
  headingRef: Ref<HTMLHeadingElement>;
  storyOpen: boolean;
  onToggleStory: () => void;
  onOpenPost: (id: number) => void;
  onSplit?: ((member: StoryMember) => void) | undefined;
}

export function Article({ post, hits, headingRef, storyOpen, onToggleStory, onOpenPost, onSplit }: ArticleProps) {
  const language = post.language && post.language !== locale.get().language ? post.language : undefined;
  const headline = post.title ? '' : splitHeadline(post.snippet).headline;
  const title = post.title ?? (headline || attachmentTitle(post.attachment));
  const blocks = useMemo(() => {
    const own = withoutRepeats(post.blocks, post.enriched?.blocks);
    return headline ? withoutHeadline(own, headline) : own;
  }, [post.blocks, post.enriched, headline]);
  return (
    <article className="art" aria-labelledby="post-title">
      <Kicker post={post} />
      <h1 id="post-title" ref={headingRef} tabIndex={-1} lang={language}>
        <Marked text={title} ranges={rangesOfWords(title, hits)} />
      </h1>
      {post.removedAt ? <p className="note warn mb-4">{t('post.removed')}</p> : null}
      <Story post={post} open={storyOpen} onToggle={onToggleStory} onOpenPost={onOpenPost} onSplit={onSplit} />
      <div className="prose" lang={post.language ?? undefined}>
        <Blocks blocks={blocks} images={post.images} hits={hits} />
      </div>
      {post.blocks.length === 0 && post.media.length === 0 && !post.enriched ? <p className="text-ink-3">{t('post.empty')}</p> : null}
      <PostMediaList post={post} />
      <Enriched post={post} hits={hits} />
      <Tags tags={post.tags} />
    </article>
  );
}

function Kicker({ post }: { post: Post }) {
  const now = useNow();
  const posted = new Date(post.postedAt);
  return (
    <div className="kick">
      <Link
        to="/source/$sourceId"
        params={{ sourceId: String(post.sourceId) }}
        className="inline-flex min-w-0 items-center gap-2 hover:underline"
        title={t('post.toSource', { name: post.sourceTitle })}
      >
        <Tile id={post.sourceId} title={post.sourceTitle} kind={post.sourceKind} icon={post.sourceIcon} size="m" />
        <b className="clip font-[560] text-ink-2">{post.sourceTitle}</b>
      </Link>
      {post.author && post.author !== post.sourceTitle ? <span className="clip max-w-[24ch]">{post.author}</span> : null}
      <time dateTime={post.postedAt} title={post.dateIsGuess ? t('post.dateGuess') : fullDate(posted)}>
        {post.dateIsGuess ? '≈ ' : ''}
        {dateAndClock(posted, now)}
      </time>
      {post.editedAt ? (
        <span title={fullDate(new Date(post.editedAt))}>{t('post.edited', { date: dateAndClock(new Date(post.editedAt), now, true) })}</span>
      ) : null}
      {post.words >= 90 ? <span>{plural('list.minutes', readingMinutes(post.words))}</span> : null}
    </div>
  );
}

/** Text of the linked page: its own words, so it is set in serif, under a line that says where it is from. */
function Enriched({ post, hits }: { post: Post; hits: Hits }) {
  if (!post.enriched || post.enriched.blocks.length === 0) return null;
  const href = safeHref(post.enriched.url);
  return (
    <section className="mt-8 border-t border-line pt-4">
      <p className="mb-4 flex flex-wrap items-center gap-x-2 text-13 text-ink-3">
        <Globe size={15} strokeWidth={1.75} aria-hidden="true" />
        {t('post.enriched', { host: hostOf(post.enriched.url) })}
        {href ? (
          <OutLink href={href} className="link">
            {t('post.readMore')}
          </OutLink>
        ) : null}
      </p>
      <div className="prose" lang={post.language ?? undefined}>
        <Blocks blocks={post.enriched.blocks} images={post.images} hits={hits} />
      </div>
    </section>
  );
}

function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className="mt-8 flex flex-wrap gap-1.5 border-t border-line pt-4" aria-label={t('post.tags')}>
      {tags.map((tag) => (
        <li key={tag}>
          <Link to="/tag/$tag" params={{ tag }} className="chip">
            <Hash size={14} strokeWidth={1.75} aria-hidden="true" />
            {tag}
          </Link>
        </li>
      ))}
    </ul>
  );
}
