import { z } from 'zod';
import { EventSchemas } from '#contracts';
import { AskedInstant, Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const TICKET_EVENTS = Object.keys(EventSchemas).filter((type) => type.startsWith('ticket.'));
const EventName = z.enum(TICKET_EVENTS as [string, ...string[]]);
const name = z.string().trim().min(1).max(100);
const url = z.string().trim().min(1).max(2_000).describe('https, on the internet');
const events = z.array(EventName).max(50).describe('empty: all');

export const WebhookShape = shape(
  'Webhook',
  z.object({
    id: z.uuid(),
    name: z.string(),
    url: z.string(),
    events: z.array(z.string()),
    enabled: z.boolean(),
    disabledReason: z.string().nullable().describe('why it was switched off by itself'),
    disabledAt: Instant.nullable(),
    failingSince: Instant.nullable().describe('since when nothing gets through'),
    createdBy: z.string(),
    createdAt: Instant,
    updatedAt: Instant,
  }),
);
export const WebhookListShape = shape('WebhookList', z.object({ items: z.array(WebhookShape), nextCursor: z.null() }));
export const NewWebhook = shape('NewWebhook', z.strictObject({ name, url, events: events.default([]) }));
export type NewWebhook = z.infer<typeof NewWebhook>;
export const WebhookChange = shape(
  'WebhookChange',
  z.strictObject({ name: name.optional(), url: url.optional(), events: events.optional(), enabled: z.boolean().optional() }),
);
export type WebhookChange = z.infer<typeof WebhookChange>;
export const WebhookSecretShape = shape(
  'WebhookSecret',
  z.object({
    secret: z.string().describe('whsec_…'),
    olderSecretUntil: Instant.nullable().describe('until when the one before signs too'),
  }),
);

const states = z.enum(['pending', 'delivered', 'failed', 'dropped']);
const delivery = {
  id: z.uuid().describe('webhook-id: the same for each try'),
  webhookId: z.uuid(),
  eventType: z.string(),
  ticketId: z.uuid().nullable(),
  state: states.describe('dropped: the webhook was switched off'),
  tries: z.int(),
  createdAt: Instant,
  nextTryAt: Instant.nullable(),
  lastTryAt: Instant.nullable(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  deliveredAt: Instant.nullable(),
};
export const WebhookDeliveryShape = shape('WebhookDelivery', z.object(delivery));
export const WebhookDeliveryPageShape = pageOf('WebhookDeliveryPage', WebhookDeliveryShape);
export const SentWebhookShape = shape('SentWebhook', z.object({ ...delivery, body: z.string().describe('as it was signed') }));
export const WebhookDeliveryQuery = z.strictObject({ limit: Limit, cursor: Cursor, state: states.optional(), ticket: z.uuid().optional() });
export type WebhookDeliveryQuery = z.infer<typeof WebhookDeliveryQuery>;
export const Redelivery = shape('Redelivery', z.strictObject({ since: AskedInstant.describe('of these, what failed or was dropped') }));
export type Redelivery = z.infer<typeof Redelivery>;
export const RedeliveringShape = shape('Redelivering', z.object({ redelivering: z.int() }));
export const WebhookTestShape = shape('WebhookTest', z.object({ deliveryId: z.uuid() }));
