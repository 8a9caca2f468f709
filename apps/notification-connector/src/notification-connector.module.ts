import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition, InboxSchema } from '#runtime';
import { factories } from './notification.connector.js';

@Module({ providers: [...factories], exports: [...factories] })
export class NotificationConnectorModule {}

/** Sends only: SMS, app push, group robots, and signed HTTP to a bridge of the desk's own. */
export const notificationConnectorApp: AppDefinition = {
  name: 'notification-connector',
  module: NotificationConnectorModule,
  migrations: [],
  topics: [Topics.inboundMessages, Topics.deliveryUpdates, Topics.connectorStates, Topics.outboundMessages('notification')],
  connectorFactories: [...factories],
  inboxSchemas: factories.map(({ descriptor }) => descriptor as InboxSchema),
  servesApi: false,
};
