import { randomUUID } from 'node:crypto';
import { Topics, type ConversationKey, type EventId, type InboxId, type ReplyRequested } from '#contracts';
import { createPigeonReply } from '../../../libs/connector-sdk/src/testing/sample/pigeon.conformance.js';
import { readTopic, type RunningHost } from './host-fixture.js';

// What ticketing would say to and hear from the sample channel.

export const inbox = (id: string, more: Record<string, unknown> = {}) => ({ id, channel: 'pigeon', password: 'corn', ...more });

export async function readMessages({ bus }: RunningHost) {
  return (await readTopic<'message.received.v1'>(bus, Topics.inboundMessages)).map(({ data }) => data);
}

export async function readStates({ bus }: RunningHost, id: string) {
  const all = await readTopic<'connector.state_changed.v1'>(bus, Topics.connectorStates);
  return all.map(({ data }) => data).filter((data) => data.inboxId === id);
}

export async function readDeliveries({ bus }: RunningHost, reply: ReplyRequested) {
  const all = await readTopic<'message.delivery_changed.v1'>(bus, Topics.deliveryUpdates);
  return all.map(({ data }) => data).filter((data) => data.commandId === reply.commandId);
}

export function replyTo(inboxId: string, text: string, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return createPigeonReply(text, { inboxId: inboxId as InboxId, conversationKey: 'loft:ada' as ConversationKey, ...more });
}

export async function request({ bus }: RunningHost, reply: ReplyRequested, key = 'loft:ada'): Promise<void> {
  await bus.append([
    {
      topic: Topics.outboundMessages('pigeon'),
      key,
      envelope: {
        specversion: '1.0',
        id: randomUUID() as EventId,
        source: '/ticketing',
        type: 'reply.requested.v1',
        time: new Date().toISOString(),
        datacontenttype: 'application/json',
        data: reply,
      },
    },
  ]);
}
