/** What PostgreSQL's own errors mean to whoever asked. */
import { AppError } from './errors.ts';

/** Seconds after which a database that restarts is worth another try. */
const pause = 5;

/** Values that a column cannot hold: what was sent is wrong, not the program. */
const badValues = new Set(['22003', '22P02', '22P05', '22021', '22007', '22008']);
const noConnection = /^(?:08\d{3}|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/;
const lostConnection = /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** The same error in our words, or null when it is none of the database's or a fault of ours. */
export function fromDatabase(error: unknown): AppError | null {
  for (let link = error, depth = 0; link instanceof Error && depth < 5; link = link.cause, depth += 1) {
    const code = 'code' in link ? String(link.code) : '';
    if (badValues.has(code)) return new AppError('invalid_request', { reason: 'value_unstorable' }, { cause: error });
    if (code === '53100') return new AppError('disk_full', { seconds: 60 }, { cause: error });
    if (isLost(link, code)) return new AppError('database_away', { seconds: pause }, { cause: error });
  }
  return null;
}

/** Only connections to the database fail with bare system errors: those to other machines have been given their code. */
function isLost(error: Error, code: string): boolean {
  const isSystemError = 'syscall' in error;
  return lostConnection.test(error.message) || (noConnection.test(code) && (!/^E[A-Z]/.test(code) || (isSystemError && error.syscall !== 'open')));
}
