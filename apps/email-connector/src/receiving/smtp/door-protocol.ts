import type { TlsCredentials } from './tls-credentials.js';

/** What the door's thread is started with. */
export interface DoorPlan {
  readonly doors: readonly DoorAddress[];
  readonly tls: TlsCredentials;
  readonly name: string;
  readonly maxMessageBytes: number;
  readonly maxConnections: number;
  readonly maxPerMinutePerAddress: number;
  readonly clockOffsetMs: number;
}

export interface DoorAddress {
  readonly host: string;
  readonly port: number;
  /** The setting that names the port. */
  readonly setting: string;
  readonly lmtp: boolean;
}

/** An inbox as far as recipients need it. */
export interface InboxAddresses {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly catchAll: boolean;
}

/** A mail that the thread took in; its bytes lie in `bytes` of its message, one after the other. */
export interface TakenMail {
  readonly mail: number;
  readonly length: number;
  readonly mailFrom: string;
  readonly rcptTo: readonly string[];
  /** Of the transaction: the same for no other mail. */
  readonly deliveryId: string;
  readonly remoteAddress: string;
}

/** An SMTP answer other than 250. */
export interface Refusal {
  readonly code: number;
  readonly enhanced: string;
  readonly words: string;
}

export type FromThread =
  | { readonly kind: 'listening'; readonly ports: readonly number[] }
  | { readonly kind: 'not listening'; readonly door: DoorAddress; readonly code: string; readonly message: string }
  | { readonly kind: 'mails'; readonly mails: readonly TakenMail[]; readonly bytes: ArrayBuffer }
  | { readonly kind: 'warning'; readonly message: string; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'closed' };

export type ToThread =
  | { readonly kind: 'recipients'; readonly inboxes: readonly InboxAddresses[]; readonly complete: boolean }
  | { readonly kind: 'answers'; readonly answers: readonly { readonly mail: number; readonly refusal: Refusal | null }[] }
  | { readonly kind: 'close' };
