import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition } from '#runtime';
import { WebchatConnectorFactory, webchatDescriptor } from './webchat.connector.js';

@Module({ providers: [WebchatConnectorFactory], exports: [WebchatConnectorFactory] })
export class WebchatConnectorModule {}

/** Web chat: sockets and long polls of visitors, uploads, the panel. */
export const webchatConnectorApp: AppDefinition = {
  name: 'webchat-connector',
  module: WebchatConnectorModule,
  migrations: [],
  topics: [Topics.inboundMessages, Topics.deliveryUpdates, Topics.connectorStates, Topics.outboundMessages('webchat')],
  connectorFactories: [WebchatConnectorFactory],
  inboxSchemas: [webchatDescriptor],
  servesApi: false,
};
