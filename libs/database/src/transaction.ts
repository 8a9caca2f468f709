import type { QueryResultRow } from 'pg';

/** One open transaction (or a plain pooled connection): set-based SQL with positional parameters. */
export interface Sql {
  /**
   * `name` makes it a prepared statement, parsed and planned once a connection: for hot statements whose text never varies. One name, one
   * text. int8 and numeric come back as strings, timestamptz as Date, bytea as Buffer, jsonb parsed.
   *
   * Statements of one transaction that are called without waiting for each other run in the order of the calls and cost one round trip
   * together; after one that failed the others fail too, so await them with `together`, which tells the fault.
   */
  query<R extends QueryResultRow = QueryResultRow>(text: string, values?: readonly unknown[], name?: string): Promise<R[]>;
}

/** SQL inside one transaction. Commit happens when the callback of `TransactionRunner.run` resolves, rollback when it rejects. */
export interface Transaction extends Sql {
  readonly isTransaction: true;
}

/** A transaction that travels whole: its statements, BEGIN and COMMIT are one round trip. */
export interface TransactionAtOnce extends Transaction {
  /** Statements so far. */
  readonly sent: number;
}

export interface TransactionRunner {
  /**
   * Runs `work` in one READ COMMITTED transaction and returns what it returned.
   * Rejects with a `RetriableError` (`database_unavailable`, `deadlock`, `serialization_failure`, `storage_full`, …) when a later try may
   * succeed. A connection lost during the commit is one too: the commit may have happened, so `work` must be idempotent.
   */
  run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
  /**
   * For work that sends all its statements in its first turn, before any answer. Commits unless one of them fails, or `work` throws (rejecting
   * is too late); a statement sent later is refused. Resolves, when committed, to what `work` resolved to; rejects as `run` does. Nothing
   * is tried again: a connection that died while idle is a `RetriableError` here.
   */
  runAtOnce<T>(work: (transaction: TransactionAtOnce) => Promise<T>): Promise<T>;
}
