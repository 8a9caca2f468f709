import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition } from '#runtime';
import { LineWatch } from './conversations/line-watch.js';
import { TicketingHttpModule } from './http/http.module.js';
import { ConnectorStatesConsumer } from './inboxes/connector-states.consumer.js';
import { InboundMessagesConsumer } from './intake/inbound-messages.consumer.js';
import { UnticketedAge } from './intake/unticketed-age.js';
import { ticketingMigrations } from './migrations/index.js';
import { DeliveryUpdatesConsumer } from './replies/delivery-updates.consumer.js';
import { TicketingServicesModule } from './ticketing-services.module.js';
import { EntryBlobs } from './tickets/entry-blobs.js';

@Module({
  imports: [TicketingServicesModule, TicketingHttpModule],
  controllers: [InboundMessagesConsumer, DeliveryUpdatesConsumer, ConnectorStatesConsumer],
  providers: [EntryBlobs, LineWatch, UnticketedAge],
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
};

/** The document of the API as JSON, made without starting anything. */
export async function renderOpenApi(): Promise<string> {
  const { makeDocument } = await import('./http/openapi/document.js');
  return `${JSON.stringify(await makeDocument(), null, 2)}\n`;
}
