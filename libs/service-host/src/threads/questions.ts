import type { MessagePort } from 'node:worker_threads';
import type { HealthState, MetricValues, SettingsFault, StartupNote } from '#runtime';

/** What a thread is started with. */
export interface ThreadPlan {
  readonly name: string;
  /** Settings by environment name that hold where the environment has none. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** Leads to the log of the main thread. */
  readonly neighbour: MessagePort;
}

/** What the main thread may ask, with what is given and what is answered: plain data, which can go over. */
export interface Questions {
  /** What is wrong with the settings for this app. */
  judge(): Promise<readonly SettingsFault[]>;
  /** Opens stores and log, starts the app. Asked once. */
  open(databaseUrl: string): Promise<readonly StartupNote[]>;
  health(): Promise<Readonly<Record<string, HealthState>>>;
  metrics(): Promise<MetricValues>;
  /** True when all ended by themselves within their time. */
  stop(): Promise<boolean>;
}

export interface Question {
  readonly id: number;
  readonly name: keyof Questions;
  readonly argument: unknown;
}

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: CarriedError };

/** An error as it goes to another thread, where its class is made anew. */
export interface CarriedError {
  readonly message: string;
  readonly stack?: string;
  /** Of what was thrown on purpose. */
  readonly told?: { readonly errorClass: string; readonly code: string; readonly hint?: string };
}
