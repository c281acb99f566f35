/** The story that a post belongs to: who reported when, and every report; a wrong member can be taken out. */
import { ChevronDown, ChevronUp, Layers, Split } from 'lucide-react';
import { plural, t } from '../../i18n/t.ts';
import type { Post, StoryMember } from '../../lib/contract-types.ts';
import { clock, fullDate, offset } from '../../lib/format-time.ts';
import { splitHeadline } from '../../lib/headline.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Tile } from '../../ui/tile.tsx';
import { Spine } from './spine.tsx';

export interface StoryProps {
  post: Post;
  open: boolean;
  onToggle: () => void;
  onOpenPost: (id: number) => void;
  onSplit?: ((member: StoryMember) => void) | undefined;
}

export function Story({ post, open, onToggle, onOpenPost, onSplit }: StoryProps) {
  const members = [...post.members].sort((a, b) => a.postedAt.localeCompare(b.postedAt));
  const first = members[0];
  if (!first || members.length < 2) return null;
  const others = new Set(members.map((member) => member.sourceId));
  others.delete(post.sourceId);
  const heading = others.size > 0 ? plural('story.also', others.size) : plural('story.same', members.length - 1);
  return (
    <section className="story mb-5" aria-label={heading}>
      <header>
        <Layers size={16} strokeWidth={1.75} aria-hidden="true" />
        <h2 className="flex-1">{heading}</h2>
      </header>
      <div className="spine">
        <Spine members={members} />
      </div>
      <Differences post={post} members={members} />
      {open ? <Members members={members} current={post.id} onOpenPost={onOpenPost} onSplit={onSplit} /> : null}
      <div className="flex items-center justify-between gap-3 border-t border-line py-1.5 pr-2 pl-4 text-13 text-ink-2">
        <span className="min-w-0">{t('story.first', { name: first.sourceTitle })}</span>
        <button type="button" className="btn text text-13!" aria-expanded={open} onClick={onToggle} title={`${t(open ? 'story.hide' : 'story.show')} (x)`}>
          {t(open ? 'story.hide' : 'story.show')}
          {open ? <ChevronUp size={16} aria-hidden="true" /> : <ChevronDown size={16} aria-hidden="true" />}
        </button>
      </div>
    </section>
  );
}

/** What the reports say differently: the thing, the values, who gives which. */
function Differences({ post, members }: { post: Post; members: StoryMember[] }) {
  if (post.differences.length === 0) return null;
  const names = (ids: number[]): string => [...new Set(members.filter((member) => ids.includes(member.postId)).map((member) => member.sourceTitle))].join(', ');
  return (
    <dl className="grid gap-1 border-t border-line px-4 py-2.5 text-13" aria-label={t('story.differs')}>
      {post.differences.map(({ fact, values }) => (
        <div key={fact} className="grid grid-cols-[minmax(64px,auto)_minmax(0,1fr)] gap-x-3">
          <dt className="text-ink-3">{fact}</dt>
          {values.map((value) => (
            <dd key={value.text} className="col-start-2">
              <b className="num font-[600]">{value.text}</b> <span className="text-ink-2">{names(value.postIds)}</span>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

function Members({
  members,
  current,
  onOpenPost,
  onSplit,
}: {
  members: StoryMember[];
  current: number;
  onOpenPost: (id: number) => void;
  onSplit?: ((member: StoryMember) => void) | undefined;
}) {
  const start = Date.parse(members[0]?.postedAt ?? '');
  return (
    <ol>
      {members.map((member, index) => (
        <li key={member.postId} {...(member.postId === current ? { 'aria-current': 'true' as const } : {})}>
          <time dateTime={member.postedAt} title={fullDate(new Date(member.postedAt))}>
            {index === 0 ? clock(new Date(member.postedAt)) : offset(Date.parse(member.postedAt) - start)}
          </time>
          <Tile id={member.sourceId} title={member.sourceTitle} kind={member.sourceKind} icon={member.sourceIcon} />
          <div className="min-w-0">
            <a
              className="t"
              href={`/post/${member.postId}`}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                onOpenPost(member.postId);
              }}
            >
              {member.title ?? splitHeadline(member.snippet).headline}
            </a>
            <p className="s">
              {member.sourceTitle}, {t(`story.relation.${member.relation}`)}
            </p>
          </div>
          {onSplit ? <IconButton icon={Split} small size={16} label={t('story.split')} onClick={() => onSplit(member)} /> : null}
        </li>
      ))}
    </ol>
  );
}
