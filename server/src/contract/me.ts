import { z } from 'zod';
import { text } from './fields.ts';
import { instant } from './posts.ts';

const uiFields = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact']),
  textSize: z.number().int().min(0).max(4).describe('0..4, 87 to 140 %.'),
  markReadOnScroll: z.boolean(),
  singleKeys: z.boolean(),
});
const { theme, density, textSize, markReadOnScroll, singleKeys } = uiFields.shape;
/** What the web app keeps for its user. Unknown keys are dropped. */
export const uiSettings = z.object({
  theme: theme.default('system'),
  density: density.default('comfortable'),
  textSize: textSize.default(2),
  markReadOnScroll: markReadOnScroll.default(false),
  singleKeys: singleKeys.default(true),
});

/** So many days mean: always. */
const keepForEver = 36_500;
const retentionDays = z.number().int().min(1).max(keepForEver);
export const cleanUpQuery = z.object({
  retentionDays: z.coerce.number().pipe(retentionDays).optional().describe('As if posts were kept so many days; left out: as they are kept now.'),
});

export const meSchema = z.object({
  id: z.number(),
  name: z.string(),
  role: z.enum(['user', 'admin']),
  language: z.enum(['en', 'ru']).nullable(),
  timezone: z.string(),
  retentionDays: z.number(),
  settings: uiSettings,
  sources: z.number(),
  meaningSearch: z.boolean().describe('False when no embedding model is configured: search is by words only.'),
  version: z.string(),
});
export type Me = z.infer<typeof meSchema>;

export const patchMeBody = z.object({
  name: text(100).trim().min(1).optional(),
  language: z.enum(['en', 'ru']).nullable().optional(),
  timezone: text(60).optional(),
  retentionDays: retentionDays.optional(),
  settings: uiFields.partial().optional().describe('What is left out stays as it is.'),
});

export const sessionSchema = z.object({
  id: z.string(),
  current: z.boolean(),
  userAgent: z.string(),
  address: z.string().nullable(),
  createdAt: instant,
  lastSeenAt: instant,
});

/** Who is asking, what they may do, and until when. */
export const authStatus = z.object({
  userId: z.number(),
  role: z.enum(['user', 'admin']),
  via: z.enum(['session', 'token']),
  scope: z.enum(['read', 'write', 'admin']),
  expiresAt: instant.nullable().describe('Null: it does not end by itself. A session that is used lives on.'),
});

export const tokenScope = z.enum(['read', 'write', 'admin']);
export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scope: tokenScope,
  createdAt: instant,
  lastUsedAt: instant.nullable(),
});
export const createTokenBody = z.object({ name: text(100).trim().min(1), scope: tokenScope });
/** The only time that the token itself is shown. */
export const createTokenAnswer = tokenSchema.extend({ token: z.string() });

/** What an account file brought; `sourcesMissed` have addresses that cannot be followed, `marksMissed` are of posts that are not here. */
export const accountImported = z.object({
  folders: z.number(),
  sources: z.number(),
  sourcesMissed: z.number(),
  marks: z.number(),
  marksMissed: z.number(),
});

export const linkBody = z.object({
  token: text(10_000),
  replace: z.boolean().default(false).describe('True: end a session of another user that this browser has. Without it such a link is refused and stays good.'),
});
