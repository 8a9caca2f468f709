import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition, InboxSchema } from '#runtime';
import { DESK_ROOMS } from './desk-rooms.js';
import { DeskWorkModule } from './desk-work.module.js';
import { TicketEventsConsumer } from './happenings/ticket-events.consumer.js';
import { LineWatch } from './conversations/line-watch.js';
import { TicketingHttpModule } from './http/http.module.js';
import { ConnectorStatesConsumer } from './inboxes/connector-states.consumer.js';
import { InboundMessagesConsumer } from './intake/inbound-messages.consumer.js';
import { UnticketedAge } from './intake/unticketed-age.js';
import { DraftBlobs } from './drafts/draft-blobs.js';
import { ArticleBlobs } from './knowledge/article-blobs.js';
import { ticketingMigrations } from './migrations/index.js';
import { DeliveryUpdatesConsumer } from './replies/delivery-updates.consumer.js';
import { TrainingWatch } from './recognition/training-watch.js';
import { TicketingServicesModule } from './ticketing-services.module.js';
import { LiveWatch } from './reports/live/live-watch.js';
import { TimerWatch } from './timers/timer-watch.js';
import { WebhookWatch } from './webhooks/webhook-watch.js';
import { EntryBlobs } from './tickets/entry-blobs.js';

@Module({
  imports: [TicketingServicesModule, DeskWorkModule, ...DESK_ROOMS, TicketingHttpModule],
  controllers: [InboundMessagesConsumer, DeliveryUpdatesConsumer, ConnectorStatesConsumer, TicketEventsConsumer],
  providers: [ArticleBlobs, DraftBlobs, EntryBlobs, LineWatch, LiveWatch, TimerWatch, TrainingWatch, UnticketedAge, WebhookWatch],
})
export class TicketingModule {}

/** The system of record: messages become entries of tickets, agents' answers go out. */
export const ticketingApp: AppDefinition = {
  name: 'ticketing',
  module: TicketingModule,
  migrations: [ticketingMigrations],
  topics: [Topics.inboundMessages, Topics.deliveryUpdates, Topics.connectorStates, Topics.ticketEvents, Topics.outboundMessages('email')],
  connectorFactories: [],
  inboxSchemas: [],
  servesApi: true,
  pages: { '/console': 'console', '/help': 'portal' },
};

/** The document of the API as JSON, made without starting anything. */
export async function renderOpenApi(): Promise<string> {
  const { makeDocument } = await import('./http/openapi/document.js');
  return `${JSON.stringify(await makeDocument(), null, 2)}\n`;
}

/** JSON Schema of a desk's whole file; inboxes as these connectors understand them. */
export async function renderDeskSchema(inboxSchemas: readonly InboxSchema[]): Promise<string> {
  const { describeDeskFile } = await import('./desk/desk-file-schema.js');
  return `${JSON.stringify(describeDeskFile(inboxSchemas), null, 2)}\n`;
}

/** Every key of a desk's `profile`, for people: Markdown. */
export async function renderDeskKeys(): Promise<string> {
  const { renderDeskReference } = await import('./desk/desk-reference.js');
  return renderDeskReference();
}
