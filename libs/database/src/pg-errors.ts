import { ConfigurationError, RetriableError, TributaryError } from '#runtime';

/** SQLSTATE of an error of `pg` or of TypeORM around it, e.g. '23505'; null when the server did not speak. */
export function sqlStateOf(error: unknown): string | null {
  const state = errorCodeOf(error);
  return state !== null && /^[0-9A-Z]{5}$/.test(state) && !/^E[A-Z]+$/.test(state) ? state : null;
}

/** Was a unique constraint (of this name, when given) violated? */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlStateOf(error) !== '23505') return false;
  if (constraint === undefined) return true;
  const driverError = unwrap(error);
  return typeof driverError === 'object' && driverError !== null && 'constraint' in driverError && driverError.constraint === constraint;
}

/** Class 57P: shutdown, crash of a sibling, still starting. Class 08: connection, but not 08P01, a fault of the caller. 25006: a standby after fail-over. */
const UNAVAILABLE = /^(08(?!P01)...|57P0[1-5]|25006|53300)$/;
const REFUSED = /^(28...|3D000)$/;

const RETRIABLE: Readonly<Record<string, { code: string; hint?: string }>> = {
  '40P01': { code: 'deadlock' },
  '40001': { code: 'serialization_failure' },
  '53100': { code: 'storage_full', hint: 'free space on the disk of the database' },
  '53200': { code: 'database_overloaded', hint: 'give the database more memory' },
  '53400': { code: 'database_overloaded' },
  '53000': { code: 'database_overloaded' },
  '55P03': { code: 'lock_not_available' },
  '57014': { code: 'statement_timeout', hint: 'a statement took longer than database.statementTimeoutMs' },
  '58030': { code: 'database_io', hint: 'the database cannot read or write its files: look at its disk' },
};

const LINK_CODES = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENET|ECANCELED)/;
/** What `pg` and `pg-pool` say without any code. */
const LINK_MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout (exceeded|expired)|Query read timeout|Cannot use a pool|Driver not Connected)/;

/** Is the link to the server gone (as opposed to: the server answered with an error)? */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof RetriableError) return error.code === 'database_unavailable';
  const state = sqlStateOf(error);
  if (state !== null) return UNAVAILABLE.test(state) && state !== '25006' && state !== '53300';
  const code = errorCodeOf(error);
  if (code === 'ENOENT') return isConnect(error);
  return (code !== null && LINK_CODES.test(code)) || (error instanceof Error && LINK_MESSAGES.test(error.message));
}

/**
 * Classes what `pg` threw: passing faults become `RetriableError`, a refused login or missing database `ConfigurationError`; anything else
 * (constraint violations, wrong SQL, errors of the caller's own) is returned as it is.
 */
export function toDatabaseError(error: unknown): unknown {
  if (error instanceof TributaryError) return error;
  const state = sqlStateOf(error);
  const said = error instanceof Error ? error.message : String(error);
  if ((state !== null && UNAVAILABLE.test(state)) || isConnectionLost(error))
    return new RetriableError(`database is away: ${said || errorCodeOf(error)}`, {
      code: 'database_unavailable',
      hint: 'check that PostgreSQL runs and is reachable',
      cause: error,
    });
  if (state === null) return error;
  if (REFUSED.test(state))
    return new ConfigurationError(`database refused the login: ${said}`, {
      code: 'database_refused',
      hint: 'check user, password and database name in DATABASE_URL',
      cause: error,
    });
  const known = RETRIABLE[state];
  return known === undefined ? error : new RetriableError(`database: ${said}`, { ...known, cause: error });
}

/** A socket file that is missing (the server does not run), not any other file. */
function isConnect(error: unknown): boolean {
  const inner = unwrap(error);
  return typeof inner === 'object' && inner !== null && 'syscall' in inner && inner.syscall === 'connect';
}

function unwrap(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'driverError' in error ? error.driverError : error;
}

function errorCodeOf(error: unknown): string | null {
  const inner = unwrap(error);
  if (typeof inner !== 'object' || inner === null || !('code' in inner)) return null;
  return typeof inner.code === 'string' ? inner.code : null;
}
