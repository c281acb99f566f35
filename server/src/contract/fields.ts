/** What the fields of every request are made of: nothing in a request is without bounds. */
import { z } from 'zod';
import { cleanText } from './clean-text.ts';

/** Ids of sources, folders, users and tasks are `int4` in the database. */
export const id = z.number().int().min(0).max(2_147_483_647);
export const idInPath = z.coerce.number().int().min(0).max(2_147_483_647);
/** Ids of posts are `int8`. */
export const postId = z.number().int().min(0);
export const postIdInPath = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** Of a source; what is longer fits no index. */
export const longestAddress = 2048;

/** At most `longest` characters as sent; what the database refuses is taken out. */
export const text = (longest: number) => z.string().max(longest).overwrite(cleanText);
