import type { InboxRequest } from '#connector-sdk';
import type { Address, CommandId, DeliveryError } from '#contracts';

/** What is to be told, in this inbox's words. */
export interface Notice {
  readonly commandId: CommandId;
  readonly text: string;
  readonly title: string | null;
  /** Name of the template that was chosen, and what fills it. */
  readonly template: string;
  readonly values: Readonly<Record<string, string>>;
  readonly now: Date;
}

export interface GatewayRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** What an answer says for certain. `later`: surely not taken, try again. */
export type Outcome =
  | { readonly kind: 'sent'; readonly remoteMessageId?: string }
  | { readonly kind: 'failed'; readonly error: DeliveryError }
  | { readonly kind: 'later'; readonly error: DeliveryError; readonly retryAfterMs: number }
  | { readonly kind: 'unknown'; readonly error: DeliveryError };

/** What a provider tells later of a message it took. */
export interface Report {
  readonly commandId: string;
  readonly recipient: string;
  readonly status: 'sent' | 'delivered' | 'failed';
  readonly at: Date;
  readonly remoteMessageId?: string;
  readonly error?: DeliveryError;
}

/** One provider's way of speaking. Pure: sends nothing itself. */
export interface Gateway {
  /** Scheme of the addresses it takes; null: it speaks to one group, whoever is named. */
  readonly scheme: string | null;
  /** Does the provider itself drop a second send of one command? */
  readonly idempotent: boolean;
  readonly maxCharacters: number;
  compose(notice: Notice, to: Address | null): GatewayRequest;
  read(response: GatewayResponse): Outcome;
  /** Absent where the provider never tells. Throws `RefusedRequest` for what is not the provider's. */
  readReports?(request: InboxRequest, body: Buffer, now: Date): { readonly reports: readonly Report[]; readonly answer: string };
}
