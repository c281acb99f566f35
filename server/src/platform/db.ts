/** The database: one pool a process, Drizzle over it, migrations, and the order of saved changes. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { drizzle, migrate, sql, type NodePgDatabase, type SQL } from './sql.ts';

// bigint columns and count(*) are numbers here: every id and count stays far below 2^53.
pg.types.setTypeParser(20, Number);

/** The pool or a transaction: every function that writes takes one of them. */
export type Db = Pick<NodePgDatabase, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute' | 'transaction' | '$with' | 'with'>;

export interface Database {
  db: NodePgDatabase;
  pool: pg.Pool;
  close(): Promise<void>;
}

export function openDatabase(url: string, options: { connections: number; onError?: (error: Error) => void }): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 15_000,
    application_name: 'tidings',
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // So would one that breaks while it is taken, between two statements: the pool does not listen then.
  pool.on('connect', (client) => client.on('error', () => {}));
  return { db: drizzle(pool), pool, close: () => pool.end() };
}

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));
const migrationLock = 7200;

/** Brings the schema up to date; several processes may call it at once. */
export async function migrateDatabase(database: Database): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.query('select pg_advisory_unlock($1)', [migrationLock]).catch(() => {});
    client.release();
  }
}

export async function rows<Row extends object>(db: Pick<Db, 'execute'>, query: SQL): Promise<Row[]> {
  return (await db.execute(query)).rows as Row[];
}

export async function first<Row extends object>(db: Pick<Db, 'execute'>, query: SQL): Promise<Row | undefined> {
  return ((await db.execute(query)).rows as Row[])[0];
}

/** A PostgreSQL array as one parameter (Drizzle would spread a plain array into a list). */
export function array(values: readonly (string | number | null)[], type: 'bigint' | 'int' | 'text'): SQL {
  return sql`${sql.param(values)}::${sql.raw(type)}[]`;
}

const saveLock = 7201;

/**
 * Held to the end of the transaction by everyone who changes posts or embeddings, so that numbers of
 * `posts_rev` become visible in their order and readers can go on from the last one they saw.
 */
export async function lockSaves(tx: Pick<Db, 'execute'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${saveLock})`);
}
