import { z } from 'zod';

export const sourceKind = z.enum(['rss', 'telegram', 'web', 'import']);
export type SourceKind = z.infer<typeof sourceKind>;
