import type { LimitedThread } from '#platform/limited-thread';
import { AppError } from '#platform/errors';
import { normalise, type NormaliseSource, type NormalPost } from './normalise.ts';
import type { RawPost } from './raw-post.ts';

/** Characters of markup that are read within a few milliseconds. */
const longHtml = 200_000;

/**
 * `normalise`, in the thread with limits where the body is so long that it would hold up requests. A body
 * that is too much even there is left out: title and address remain.
 */
export async function normaliseApart({ apart }: { apart: LimitedThread }, raw: RawPost, source: NormaliseSource, now: Date): Promise<NormalPost> {
  if (raw.html.length + (raw.summaryHtml?.length ?? 0) <= longHtml) return normalise(raw, source, now);
  try {
    return await apart.call<typeof normalise>(new URL('./normalise.ts', import.meta.url), 'normalise', raw, source, now);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'too_complex') throw error;
    return { ...normalise({ ...raw, html: '', summaryHtml: '' }, source, now), truncated: true };
  }
}
