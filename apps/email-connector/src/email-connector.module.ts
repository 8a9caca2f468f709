import { Module } from '@nestjs/common';
import { Topics } from '#contracts';
import type { AppDefinition } from '#runtime';
import { EmailConnectorFactory, emailDescriptor } from './email.connector.js';
import { ParserPool } from './parsing/parser-pool.js';
import { SmtpDoor } from './receiving/smtp/smtp-door.js';

@Module({ providers: [SmtpDoor, ParserPool, EmailConnectorFactory], exports: [EmailConnectorFactory] })
export class EmailConnectorModule {}

/** Mail: SMTP/LMTP door and IMAP in, SMTP out. */
export const emailConnectorApp: AppDefinition = {
  name: 'email-connector',
  module: EmailConnectorModule,
  migrations: [],
  topics: [Topics.inboundMessages, Topics.deliveryUpdates, Topics.connectorStates, Topics.outboundMessages('email')],
  connectorFactories: [EmailConnectorFactory],
  inboxSchemas: [emailDescriptor],
  servesApi: false,
};
