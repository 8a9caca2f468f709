import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition, InboxSchema } from '#runtime';
import { factories } from './form.connector.js';

@Module({ providers: [...factories], exports: [...factories] })
export class FormConnectorModule {}

/** Forms, apps, signed webhooks, alarms, the emergency button and appeals: all that comes by HTTP and gets no answer by the same way. */
export const formConnectorApp: AppDefinition = {
  name: 'form-connector',
  module: FormConnectorModule,
  migrations: [],
  topics: [Topics.inboundMessages, Topics.connectorStates, Topics.outboundMessages('form')],
  connectorFactories: [...factories],
  inboxSchemas: factories.map(({ descriptor }) => descriptor as InboxSchema),
  servesApi: false,
};
