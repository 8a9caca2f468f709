/** Where programs of others hear of what happens here. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  /** Types of events; empty: all. */
  readonly events: readonly string[];
  readonly enabled: boolean;
  /** Why it was switched off by itself; null when a person did it, and while it is on. */
  readonly disabledReason: string | null;
  readonly disabledAt: Date | null;
  /** Since when nothing gets through; null while it does. */
  readonly failingSince: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type DeliveryState = 'pending' | 'delivered' | 'failed' | 'dropped';

/** One event on its way to one webhook. */
export interface WebhookDelivery {
  /** `webhook-id`: the same for each try, and when it is sent anew. */
  readonly id: string;
  readonly webhookId: string;
  readonly eventType: string;
  readonly ticketId: string | null;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly createdAt: Date;
  readonly nextTryAt: Date | null;
  readonly lastTryAt: Date | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly deliveredAt: Date | null;
}

/** What is sent. By Standard Webhooks: type, timestamp, data. */
export function writeWebhookBody(type: string, at: Date, data: unknown): string {
  return JSON.stringify({ type, timestamp: at.toISOString(), data });
}

/** Sent on demand, so that an endpoint can be tried. */
export const TEST_EVENT = 'webhook.test.v1';
