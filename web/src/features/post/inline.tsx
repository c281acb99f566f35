/** The words of a post: inline nodes to React elements. Nothing of an outsider is ever inserted as HTML. */
import { type ReactNode, useState } from 'react';
import { t } from '../../i18n/t.ts';
import type { Inline } from '../../lib/contract-types.ts';
import { rangesOfWords, safeHref } from '../../lib/text.ts';
import { Marked } from '../../ui/marked.tsx';

export type Hits = ReadonlySet<string>;
const noHits: Hits = new Set();
const deepest = 40;

export function Inlines({ nodes, hits = noHits, depth = 0 }: { nodes: readonly Inline[]; hits?: Hits; depth?: number }): ReactNode {
  if (depth > deepest) return null;
  return nodes.map((node, index) => <OneInline key={index} node={node} hits={hits} depth={depth} />);
}

function OneInline({ node, hits, depth }: { node: Inline; hits: Hits; depth: number }): ReactNode {
  if (node.t === 'text') return hits.size > 0 ? <Marked text={node.text} ranges={rangesOfWords(node.text, hits)} /> : node.text;
  if (node.t === 'br') return <br />;
  const inside = <Inlines nodes={node.c} hits={hits} depth={depth + 1} />;
  if (node.t === 'a') {
    const href = safeHref(node.href);
    return href ? <OutLink href={href}>{inside}</OutLink> : inside;
  }
  if (node.t === 'spoiler') return <Spoiler>{inside}</Spoiler>;
  // Yellow means evidence: what a source itself highlights is only made bold.
  const Tag = node.t === 'mark' ? 'b' : node.t;
  return <Tag>{inside}</Tag>;
}

/** A link that leaves: it tells the other side nothing. */
export function OutLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow" className={className}>
      {children}
    </a>
  );
}

function Spoiler({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  if (shown) return children;
  const show = (): void => setShown(true);
  return (
    <span
      role="button"
      tabIndex={0}
      title={t('post.spoiler')}
      className="spoiler"
      onClick={show}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          show();
        }
      }}
    >
      <span className="sr">{t('post.spoiler')}</span>
      <span aria-hidden="true">{children}</span>
    </span>
  );
}
