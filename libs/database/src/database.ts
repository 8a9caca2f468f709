import type { DataSource, EntityManager } from 'typeorm';
import type { Sql, Transaction, TransactionRunner } from './transaction.js';

/** The process's database: one pool, seen as plain SQL, as transactions and as TypeORM. */
export interface Database extends TransactionRunner {
  /** Autocommit statements on pooled connections. */
  readonly sql: Sql;
  /**
   * Autocommit statements for who may have a transaction open, on two connections of their own: asked there, `sql` would want a second
   * connection of the pool, and transactions that all do so wait for each other. Short statements only, that wait for no lock of a transaction.
   */
  readonly aside: Sql;
  /**
   * For everything off the hot path. Entities are registered by the rooms' modules through `registerEntities` before it opens. It is
   * initialised with the database when there are any; else the first `withEntities` does that.
   */
  readonly dataSource: DataSource;
  /** TypeORM inside one transaction, with the same connection seen as `Transaction`. */
  withEntities<T>(work: (manager: EntityManager, transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * Rejects with the fault (`storage_full`, `database_io`) that work of this process met because the server's disk is full, until the server
   * takes some 256 kB again, which is tried anew at each call. Asks the server nothing while there was no such fault.
   */
  checkSpace(): Promise<void>;
  /** postgres:// URL of the server, for LISTEN connections and tools. */
  readonly url: string;
  close(): Promise<void>;
}

/** Injection token of the process's `Database`. */
export const DATABASE = Symbol('Database');
