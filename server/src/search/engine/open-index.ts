/** The state with its database connection and its snapshot on disk. */
import pg from 'pg';
import type { Searched } from './answer-query.ts';
import type { EngineOptions, EngineStatus, FromEngine } from './protocol.ts';
import { SearchState } from './search-state.ts';
import { loadSnapshot, saveSnapshot } from './snapshot.ts';
import { catchUp, tidy } from './tail.ts';

/** Removals are kept in the database for a month; an older picture could miss some. */
const SNAPSHOT_LASTS = 14 * 86_400_000;
const SAVE_EVERY = 10 * 60_000;
/** Changes that are worth a snapshot at the end, and at once: this share of all posts. */
const WORTH_SAVING = 500;
const MANY_CHANGES = 0.2;

export interface OpenIndex {
  /** Takes in what has changed. */
  follow(): Promise<void>;
  searched(): Searched;
  status(): EngineStatus;
  close(): Promise<void>;
}

export async function openIndex(options: EngineOptions, say: (message: FromEngine) => void): Promise<OpenIndex> {
  const pool = new pg.Pool({ connectionString: options.databaseUrl, max: 2, connectionTimeoutMillis: 15_000, application_name: 'tidings search' });
  pool.on('error', () => {});
  const started = performance.now();
  const database = await identify(pool).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  let state = await startState(pool, options, database);
  let ready = false;
  let savedAt = Date.now();

  const save = async (): Promise<void> => {
    savedAt = Date.now();
    await saveSnapshot(options.folder, state, database, new Date()).catch((error: unknown) => {
      say({ type: 'log', level: 'warn', message: 'the search index could not be saved', details: { reason: String((error as Error).message) } });
    });
  };

  const becomeReady = async (): Promise<void> => {
    const { rows } = await pool.query<{ n: number }>('select count(*)::float8 as n from posts where rev <= $1', [state.rev]);
    const missed = Math.abs(rows[0]!.n - state.posts.size);
    // A few can be changing right now; more than that, and the picture on disk is of other posts.
    if (missed > 10 + state.posts.size * 0.001) {
      say({
        type: 'log',
        level: 'warn',
        message: 'the search index does not fit the database and is made anew',
        details: { posts: rows[0]!.n, indexed: state.posts.size },
      });
      state = freshState(options);
      await catchUp(pool, state);
    }
    ready = true;
    say({ type: 'ready' });
    const took = Math.round(performance.now() - started);
    say({ type: 'log', level: 'info', message: 'search is ready', details: { posts: state.posts.size, vectors: state.codes?.size ?? 0, tookMs: took } });
  };

  return {
    async follow() {
      await catchUp(pool, state);
      if (!ready) await becomeReady();
      await tidy(state);
      const worthNow = state.changes > WORTH_SAVING && state.changes > state.posts.size * MANY_CHANGES;
      if (worthNow || (state.changes > 0 && Date.now() - savedAt > SAVE_EVERY)) await save();
    },
    searched: () => ({ posts: state.posts, lexical: state.lexical, vectors: state.vectors }),
    status: () => ({ ready, docs: state.posts.size, vectors: state.codes?.size ?? 0, rev: state.rev }),
    async close() {
      if (ready && state.changes > WORTH_SAVING) await save();
      await pool.end();
    },
  };
}

function freshState(options: EngineOptions): SearchState {
  const state = new SearchState();
  state.dropVectors(options.model);
  return state;
}

async function startState(pool: pg.Pool, options: EngineOptions, database: string): Promise<SearchState> {
  const loaded = await loadSnapshot(options.folder, database, new Date(Date.now() - SNAPSHOT_LASTS));
  const { rows } = await pool.query<{ rev: number }>('select last_value::float8 as rev from posts_rev');
  // A database that was put back to an earlier day counts anew from there.
  if (loaded === null || loaded.rev > rows[0]!.rev) return freshState(options);
  if (loaded.model !== options.model) loaded.dropVectors(options.model);
  return loaded;
}

/** Tells databases apart, also two that were made the same way. */
async function identify(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ name: string }>(`select current_database() || '/' || 'posts'::regclass::oid as name`);
  const system = await pool.query<{ id: string }>('select system_identifier::text as id from pg_control_system()').catch(() => null);
  return `${system?.rows[0]?.id ?? ''}/${rows[0]!.name}`;
}
