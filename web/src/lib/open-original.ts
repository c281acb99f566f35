import { safeHref } from './text.ts';

export function openOriginal(post: { url: string | null } | undefined): void {
  const href = safeHref(post?.url);
  if (href) window.open(href, '_blank', 'noopener,noreferrer');
}
