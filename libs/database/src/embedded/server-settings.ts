import { platform } from 'node:os';
import { SOCKET_SETTINGS } from './unix-socket.js';

/**
 * For a small machine that also runs Node: 100 connections, little idle memory, and never an acknowledged commit that a power cut could
 * take back (fsync, full_page_writes and synchronous_commit stay on). Given on the command line, so they hold at every start.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  ...SOCKET_SETTINGS,
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '96MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  synchronous_commit: 'on',
  fsync: 'on',
  // On a large desk most of the log is images of index pages: compressing them took half of PostgreSQL's CPU for a message.
  wal_compression: 'off',
  // How much there is to replay after a kill, so how soon it is back.
  max_wal_size: '384MB',
  min_wal_size: '64MB',
  checkpoint_timeout: '10min',
  // After a kill: one call instead of opening and syncing each of a thousand files, which took longer than the replay.
  ...(platform() === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
  jit: 'off',
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  max_worker_processes: '4',
  max_logical_replication_workers: '0',
  autovacuum_max_workers: '2',
  autovacuum_vacuum_cost_limit: '1000',
  // A desk grows a thousandfold within its first minutes, and plans made for empty tables read them whole. A fifth of the usual sample: rows
  // of mail are large, and reading thirty thousand of them each time took a tenth of the server's time.
  autovacuum_naptime: '20s',
  // Marking pages of rows that never change as seen by all writes each of them to the log again (checksums): a fifth of the server's time for a
  // message and more than half of its writes, while mail flows. A million new rows of a table are a good while for a desk of this kind.
  autovacuum_vacuum_insert_threshold: '1000000',
  default_statistics_target: '20',
  random_page_cost: '1.1',
  log_line_prefix: '%m [%p] ',
  // Errors reach the client, which logs them with their context; here they would only fill the disk.
  log_min_messages: 'log',
  // Bodies and addresses stand in statements and parameters: they stay out of the server's log.
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
  client_connection_check_interval: '10s',
  timezone: 'UTC',
};

export function serverFlags(port: number): string[] {
  return ['-p', String(port), ...Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** Collation by code point, the same on every machine; checksums are on by default since 18. */
export const INITDB_FLAGS = [
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--no-instructions',
  // One call instead of an fsync for each of a thousand files.
  ...(platform() === 'linux' ? ['--sync-method=syncfs'] : []),
];
