import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition } from '#runtime';
import { PhoneConnectorFactory, phoneDescriptor } from './phone.connector.js';

@Module({ providers: [PhoneConnectorFactory], exports: [PhoneConnectorFactory] })
export class PhoneConnectorModule {}

/** Phone calls: records and live events of switches and contact centres. */
export const phoneConnectorApp: AppDefinition = {
  name: 'phone-connector',
  module: PhoneConnectorModule,
  migrations: [],
  topics: [Topics.inboundMessages, Topics.deliveryUpdates, Topics.connectorStates, Topics.outboundMessages('phone')],
  connectorFactories: [PhoneConnectorFactory],
  inboxSchemas: [phoneDescriptor],
  servesApi: false,
};
