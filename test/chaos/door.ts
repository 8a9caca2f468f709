import type { Load } from './load.js';
import type { ChaosPlan } from './plan.js';
import type { Product } from './product.js';
import type { StoredEntry, StoredTicket } from './stored-desk.js';
import type { Verdict } from './verdict.js';

/** A way for mail to come in, and what can be killed on it. */
export interface Door {
  /** Settings of the product for an inbox behind this door. */
  readonly inbox: Readonly<Record<string, string>>;
  /** Apps of a cluster that it needs beside ticketing; default: the email connector. */
  readonly apps?: readonly string[];
  /** Which message of the load an entry is; default: its remote id says. */
  nameOf?(entry: StoredEntry): string | null;
  /** Brings all mails to the door while killing as planned; fills in `load` what was accepted, in order. */
  write(load: Load, product: Product, plan: ChaosPlan): Promise<Killed>;
  /** What holds at this door beside what holds at all. */
  judge(load: Load, desk: readonly StoredTicket[]): Promise<Verdict[]>;
  close(): Promise<void>;
}

export interface Killed {
  readonly lastKillAt: number;
  /** How often each victim was killed. */
  readonly killed: ReadonlyMap<string, number>;
}
