/**
 * The words that tables and queries are written in. The package is taken in its older form: as modules Node reads
 * its 180 kB `package.json` once for each of its 250 files, half a second and 230 MB at every start.
 */
import { createRequire } from 'node:module';
import type * as queries from 'drizzle-orm';
import type * as driver from 'drizzle-orm/node-postgres';
import type * as migrator from 'drizzle-orm/node-postgres/migrator';
import type * as columns from 'drizzle-orm/pg-core';

export type { SQL } from 'drizzle-orm';
export type { NodePgDatabase } from 'drizzle-orm/node-postgres';

const load = createRequire(import.meta.url);
export const { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, ne, or, sql } = load('drizzle-orm') as typeof queries;
export const { bigint, boolean, customType, index, inet, integer, jsonb, primaryKey } = load('drizzle-orm/pg-core') as typeof columns;
export const { pgSequence, pgTable, real, smallint, text, timestamp, uniqueIndex, uuid } = load('drizzle-orm/pg-core') as typeof columns;
export const { drizzle } = load('drizzle-orm/node-postgres') as typeof driver;
export const { migrate } = load('drizzle-orm/node-postgres/migrator') as typeof migrator;
