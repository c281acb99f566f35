/** The body of a post: its block tree to React elements. Pictures only through our own proxy. */
import { ImageOff, Link2, type LucideIcon, Music, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../i18n/t.ts';
import type { Block } from '../../lib/contract-types.ts';
import { hostOf, imageAt, safeHref } from '../../lib/text.ts';
import { type Hits, Inlines, OutLink } from './inline.tsx';

export interface BlocksProps {
  blocks: readonly Block[];
  /** Address of a picture in the blocks → its path on this server. */
  images: Record<string, string>;
  hits?: Hits;
  depth?: number;
  /** Level of the heading that stands before. */
  under?: number;
}
const deepest = 24;

/** Authors choose headings by their looks; for those who go by them no level may be left out. */
export function Blocks({ blocks, images, hits, depth = 0, under = 1 }: BlocksProps): ReactNode {
  if (depth > deepest) return null;
  let level = under;
  return blocks.map((block, index) => {
    if (block.t === 'h') level = Math.min(block.level, level + 1);
    return <OneBlock key={index} block={block} images={images} depth={depth} under={level} {...(hits ? { hits } : {})} />;
  });
}

interface OneBlockProps {
  block: Block;
  images: Record<string, string>;
  hits?: Hits;
  depth: number;
  /** Level of the heading before, of a heading its own. */
  under: number;
}

function OneBlock({ block, images, hits, depth, under }: OneBlockProps): ReactNode {
  const inline = hits ? { hits } : {};
  const nested = { images, depth: depth + 1, under, ...inline };
  switch (block.t) {
    case 'p':
      return (
        <p>
          <Inlines nodes={block.c} {...inline} />
        </p>
      );
    case 'h': {
      const Heading = `h${under}` as 'h2' | 'h3' | 'h4';
      return (
        <Heading>
          <Inlines nodes={block.c} {...inline} />
        </Heading>
      );
    }
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.c} {...nested} />
        </blockquote>
      );
    case 'pre':
      return <pre tabIndex={0}>{block.text}</pre>;
    case 'list':
      return <List block={block} nested={nested} />;
    case 'table':
      return <Table block={block} {...inline} />;
    case 'image':
    case 'media':
    case 'embed':
    case 'hr':
      return <Figure block={block} images={images} />;
  }
}

/** Blocks without words of their own. */
function Figure({ block, images }: { block: Extract<Block, { t: 'image' | 'media' | 'embed' | 'hr' }>; images: Record<string, string> }): ReactNode {
  switch (block.t) {
    case 'image':
      return <Picture block={block} path={images[block.src]} />;
    case 'media':
      return <RefCard href={block.src} icon={block.kind === 'video' ? Play : Music} title={t(block.kind === 'video' ? 'post.video' : 'post.audio')} />;
    case 'embed':
      return <RefCard href={block.url} icon={Link2} title={block.title || hostOf(block.url)} />;
    case 'hr':
      return <hr />;
  }
}

function List({ block, nested }: { block: Extract<Block, { t: 'list' }>; nested: Omit<BlocksProps, 'blocks'> }) {
  const Tag = block.ordered ? 'ol' : 'ul';
  return (
    <Tag>
      {block.items.map((item, index) => {
        const only = item.length === 1 ? item[0] : undefined;
        return (
          <li key={index}>
            {only?.t === 'p' ? <Inlines nodes={only.c} {...(nested.hits ? { hits: nested.hits } : {})} /> : <Blocks blocks={item} {...nested} />}
          </li>
        );
      })}
    </Tag>
  );
}

function Picture({ block, path }: { block: Extract<Block, { t: 'image' }>; path: string | undefined }) {
  const src = imageAt(path, 1280);
  const caption = block.caption && block.caption.length > 0 ? block.caption : null;
  if (!src) {
    const href = safeHref(block.src);
    return href ? <RefCard href={href} icon={ImageOff} title={block.alt || t('post.noPicture')} /> : null;
  }
  return (
    <figure className="fig">
      <ProxiedImage path={path ?? ''} alt={block.alt} width={block.width} height={block.height} />
      {caption ? (
        <figcaption>
          <Inlines nodes={caption} />
        </figcaption>
      ) : null}
    </figure>
  );
}

export function ProxiedImage({ path, alt, width, height }: { path: string; alt: string; width?: number | undefined; height?: number | undefined }) {
  const large = imageAt(path, 1280);
  const small = imageAt(path, 320);
  if (!large || !small) return null;
  return (
    <img
      src={large}
      srcSet={`${small} 320w, ${large} 1280w`}
      sizes="(min-width: 720px) 652px, 100vw"
      alt={alt}
      loading="lazy"
      decoding="async"
      onError={(event) => void (event.currentTarget.style.display = 'none')}
      {...(width && height ? { width, height } : {})}
    />
  );
}

function Table({ block, hits }: { block: Extract<Block, { t: 'table' }>; hits?: Hits }) {
  return (
    <div className="table" tabIndex={0} role="region" aria-label={block.rows[0]?.cells.map(plain).join(', ') || 'table'}>
      <table>
        <tbody>
          {block.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.cells.map((cell, index) => {
                const Cell = row.header ? 'th' : 'td';
                return (
                  <Cell key={index} {...(row.header ? { scope: 'col' } : {})}>
                    <Inlines nodes={cell} {...(hits ? { hits } : {})} />
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function plain(cell: readonly { t: string; text?: string }[]): string {
  return cell
    .map((node) => node.text ?? '')
    .join('')
    .slice(0, 40);
}

/** A thing that opens elsewhere: a video, a file, another page. */
export function RefCard({ href, icon: Icon, title, note }: { href: string | null; icon: LucideIcon; title: string; note?: string }) {
  const safe = safeHref(href);
  const inside = (
    <>
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" className="flex-none text-ink-3" />
      <span className="min-w-0 flex-1">
        <span className="clip block font-[550]">{title}</span>
        <span className="clip block text-13 text-ink-3">{note ?? (safe ? hostOf(safe) : '')}</span>
      </span>
    </>
  );
  return safe ? (
    <OutLink href={safe} className="ref">
      {inside}
    </OutLink>
  ) : (
    <div className="ref">{inside}</div>
  );
}
