/**
 * The body of a post as a tree of our own. An outsider's HTML is parsed into it once and is never
 * stored or shown as HTML: a client renders these nodes and nothing else.
 *
 * Every address in it is absolute. `href` is http, https, mailto, tel or tg; `src` is http or https.
 */
import { z } from 'zod';

export type Inline =
  | { t: 'text'; text: string }
  | { t: 'b' | 'i' | 'u' | 's' | 'code' | 'sub' | 'sup' | 'mark' | 'spoiler'; c: Inline[] }
  | { t: 'a'; href: string; c: Inline[] }
  | { t: 'br' };

export type Block =
  | { t: 'p'; c: Inline[] }
  | { t: 'h'; level: 2 | 3 | 4; c: Inline[] }
  | { t: 'quote'; c: Block[] }
  | { t: 'pre'; text: string }
  | { t: 'list'; ordered: boolean; items: Block[][] }
  | { t: 'image'; src: string; alt: string; width?: number; height?: number; caption?: Inline[] }
  | { t: 'media'; kind: 'video' | 'audio'; src: string; poster?: string }
  | { t: 'embed'; url: string; title: string }
  | { t: 'table'; rows: { header: boolean; cells: Inline[][] }[] }
  | { t: 'hr' };

export const inlineSchema: z.ZodType<Inline> = z.lazy(() =>
  z.union([
    z.object({ t: z.literal('text'), text: z.string() }),
    z.object({ t: z.enum(['b', 'i', 'u', 's', 'code', 'sub', 'sup', 'mark', 'spoiler']), c: z.array(inlineSchema) }),
    z.object({ t: z.literal('a'), href: z.string(), c: z.array(inlineSchema) }),
    z.object({ t: z.literal('br') }),
  ]),
);

export const blockSchema: z.ZodType<Block> = z.lazy(
  () =>
    z.union([
      z.object({ t: z.literal('p'), c: z.array(inlineSchema) }),
      z.object({ t: z.literal('h'), level: z.union([z.literal(2), z.literal(3), z.literal(4)]), c: z.array(inlineSchema) }),
      z.object({ t: z.literal('quote'), c: z.array(blockSchema) }),
      z.object({ t: z.literal('pre'), text: z.string() }),
      z.object({ t: z.literal('list'), ordered: z.boolean(), items: z.array(z.array(blockSchema)) }),
      z.object({
        t: z.literal('image'),
        src: z.string(),
        alt: z.string(),
        width: z.number().optional(),
        height: z.number().optional(),
        caption: z.array(inlineSchema).optional(),
      }),
      z.object({ t: z.literal('media'), kind: z.enum(['video', 'audio']), src: z.string(), poster: z.string().optional() }),
      z.object({ t: z.literal('embed'), url: z.string(), title: z.string() }),
      z.object({
        t: z.literal('table'),
        rows: z.array(z.object({ header: z.boolean(), cells: z.array(z.array(inlineSchema)) })),
      }),
      z.object({ t: z.literal('hr') }),
    ]) as z.ZodType<Block>,
);
