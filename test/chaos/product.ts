/** The product under test, as processes that can be killed. */
export interface Product {
  readonly smtpPort: number;
  readonly apiUrl: string;
  /** Where an inbox is reached by HTTP; `app`: which of a cluster runs it. */
  addressOf(inboxId: string, app: string): string;
  /** Names of what can be killed now. */
  readonly victims: readonly string[];
  /** SIGKILL to one of them. The operator's supervisor (this program) starts apps again; the product itself looks after its postmaster. */
  kill(victim: string): Promise<void>;
  ready(limitMs: number): Promise<void>;
  stop(): Promise<void>;
  /** Last lines of each process, for a failed run. */
  tails(): ReadonlyMap<string, string>;
}

export interface ProductPlace {
  readonly root: string;
  readonly dataDir: string;
  readonly sinkPort: number;
  /** Settings that give it its inbox. */
  readonly inbox: Readonly<Record<string, string>>;
  /** Apps of a cluster beside ticketing. */
  readonly apps: readonly string[];
}

/** Longest until a product that was killed takes mail again. */
export const READY_MS = 60_000;
export const API_KEY = 'chaos-key-0123456789abcdef';
export const ADDRESS = 'support@example.com';
