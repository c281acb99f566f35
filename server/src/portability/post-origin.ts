/** Where a post of a file comes from: what makes it the same post, of the same sources, in another instance. */
import { z } from 'zod';
import { longestAddress, sourceKind, text } from '#contract';

const carrier = z
  .object({ kind: sourceKind, address: text(longestAddress).min(1) })
  .refine(
    ({ kind, address }) => kind === 'import' || (kind === 'telegram' ? /^[a-z0-9_]+$/.test(address) : /^https?:$/.test(URL.parse(address)?.protocol ?? '')),
  );
export type PostOrigin = z.output<typeof carrier>;

/** Files of others may use the same names for other things: then they tell nothing here. */
export const originFields = {
  kind: sourceKind.nullish().catch(null),
  address: z.unknown().optional(),
  uniqueCode: z
    .string()
    .regex(/^(?:tg_-?\w{1,80}_\d{1,20}|(?:rss|web|import)_[\da-f]{64})$/)
    .nullish()
    .catch(null),
  alsoIn: z
    .array(carrier.and(z.object({ title: text(300) })))
    .max(1000)
    .catch([])
    .default([]),
};

/** Null for a line that names its source only: all three say what it is, or none. */
export function readOrigin(line: { kind?: unknown; address?: unknown; uniqueCode?: string | null | undefined }): (PostOrigin & { uniqueCode: string }) | null {
  const found = carrier.safeParse(line);
  return found.success && line.uniqueCode ? { ...found.data, uniqueCode: line.uniqueCode } : null;
}
