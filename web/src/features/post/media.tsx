/** What came with a post beside its text: photos, and cards for everything that plays or downloads elsewhere. */
import { BarChart3, FileText, MapPin, Music, Play, Sticker } from 'lucide-react';
import { t } from '../../i18n/t.ts';
import type { Post, PostMedia } from '../../lib/contract-types.ts';
import { fileSize, playTime } from '../../lib/format-time.ts';
import { imageAt } from '../../lib/text.ts';
import { OutLink } from './inline.tsx';
import { ProxiedImage, RefCard } from './blocks.tsx';

const icons = { video: Play, audio: Music, document: FileText, poll: BarChart3, sticker: Sticker, location: MapPin, photo: FileText } as const;

export function PostMediaList({ post }: { post: Post }) {
  const inText = new Set(Object.values(post.images).map(pathOf));
  const photos = post.media.filter((item) => item.type === 'photo' && imageAt(item.src, 320) && !inText.has(pathOf(item.src)));
  const others = post.media.filter((item) => item.type !== 'photo');
  if (photos.length === 0 && others.length === 0) return null;
  return (
    <div className="my-5 grid gap-3">
      {photos.length > 0 ? <Photos photos={photos} title={post.title ?? post.sourceTitle} /> : null}
      {others.map((item, index) => (
        <OneMedia key={index} item={item} original={post.url} />
      ))}
    </div>
  );
}

const pathOf = (src: string | null | undefined): string => (src ?? '').split('?')[0] ?? '';

function Photos({ photos, title }: { photos: PostMedia[]; title: string }) {
  return (
    <div className={`fig m-0 grid gap-1.5 ${photos.length > 1 ? 'grid-cols-2' : ''}`}>
      {photos.map((photo, index) => (
        <ProxiedImage
          key={index}
          path={photo.src ?? ''}
          alt={photo.title ?? `${title}: ${t('post.photo', { n: index + 1 })}`}
          width={photo.width}
          height={photo.height}
        />
      ))}
    </div>
  );
}

function OneMedia({ item, original }: { item: PostMedia; original: string | null }) {
  const href = item.url ?? original;
  const note = [item.duration ? playTime(item.duration) : null, item.size ? fileSize(item.size) : null].filter(Boolean).join(', ');
  const poster = item.type === 'video' ? imageAt(item.src, 1280) : null;
  if (poster && href) {
    return (
      <OutLink href={href} className="fig relative m-0 block">
        <ProxiedImage path={item.src ?? ''} alt={t('post.video')} width={item.width} height={item.height} />
        <span className="absolute bottom-3 left-3 inline-flex items-center gap-2 rounded-full bg-[rgb(0_0_0/.76)] px-3 py-1.5 font-sans text-13 text-[#fff]">
          <Play size={14} fill="currentColor" aria-hidden="true" />
          {note || t('post.original')}
        </span>
      </OutLink>
    );
  }
  return (
    <RefCard
      href={href}
      icon={icons[item.type]}
      title={item.title || t(`post.${item.type === 'photo' ? 'document' : item.type}`)}
      {...(note ? { note } : {})}
    />
  );
}
