import { ENVELOPE_CONTENT_TYPE } from '../envelope.js';
import { type EventType, EventSchemas } from '../events/index.js';
import { Topics } from '../topics.js';
import type { JsonSchema } from './json-schema.js';

const inbound: EventType[] = [
  'message.received.v1',
  'message.edited.v1',
  'message.recalled.v1',
  'media.ready.v1',
  'contact.event.v1',
  'inbox.gap.v1',
  'message.parked.v1',
];
const outbound: EventType[] = [
  'reply.requested.v1',
  'reply.recall_requested.v1',
  'conversation.state_changed.v1',
  'conversation.erased.v1',
  'inbox.switch_requested.v1',
  'inbox.listing_requested.v1',
  'inbox.fetch_requested.v1',
];
const tickets = (Object.keys(EventSchemas) as EventType[]).filter((type) => type.startsWith('ticket.'));

/** Which events travel on which topic, and what the partition key of each is. */
export const CHANNELS: Record<string, { address: string; key: string; from: string; to: string; events: EventType[] }> = {
  inboundMessages: { address: Topics.inboundMessages, key: 'conversation key', from: 'connectors', to: 'ticketing', events: inbound },
  outboundMessages: {
    address: 'outbound-messages.{channel}',
    key: 'conversation key; of orders to an inbox: its id',
    from: 'ticketing',
    to: 'connectors',
    events: outbound,
  },
  deliveryUpdates: {
    address: Topics.deliveryUpdates,
    key: 'conversation key',
    from: 'connectors',
    to: 'ticketing',
    events: ['message.delivery_changed.v1'],
  },
  connectorStates: {
    address: Topics.connectorStates,
    key: 'inbox id',
    from: 'connectors',
    to: 'ticketing',
    events: ['connector.state_changed.v1', 'inbox.listed.v1', 'inbox.fetched.v1'],
  },
  ticketEvents: { address: Topics.ticketEvents, key: 'ticket id', from: 'ticketing', to: 'realtime, webhooks, reports', events: tickets },
};

const nameOf = (type: string) => type.replaceAll('.', '_');

/** AsyncAPI 3.0 document over the published JSON Schemas. */
export function toAsyncApi(schemas: Record<string, JsonSchema>): JsonSchema {
  const channels: JsonSchema = {};
  const operations: JsonSchema = {};
  for (const [id, channel] of Object.entries(CHANNELS)) {
    const messages = Object.fromEntries(channel.events.map((type) => [nameOf(type), { $ref: `#/components/messages/${nameOf(type)}` }]));
    channels[id] = {
      address: channel.address,
      description: `${channel.from} → ${channel.to}; key: ${channel.key}`,
      messages,
      ...(channel.address.includes('{channel}') ? { parameters: { channel: { description: 'kind of medium, e.g. email' } } } : {}),
    };
    operations[`send_${id}`] = { action: 'send', channel: { $ref: `#/channels/${id}` } };
  }
  return {
    asyncapi: '3.0.0',
    info: { title: 'Tributary events', version: '1.0.0', description: 'CloudEvents 1.0 envelopes, structured JSON.' },
    defaultContentType: ENVELOPE_CONTENT_TYPE,
    channels,
    operations,
    components: {
      messages: Object.fromEntries(
        Object.keys(EventSchemas).map((type) => [
          nameOf(type),
          {
            name: type,
            headers: {
              type: 'object',
              properties: {
                'content-type': { const: ENVELOPE_CONTENT_TYPE },
                type: { const: type },
                id: { type: 'string' },
                traceparent: { type: 'string' },
              },
            },
            payload: { allOf: [{ $ref: './envelope.json' }, { properties: { type: { const: type }, data: { $ref: `./${type}.json` } } }] },
          },
        ]),
      ),
      schemas: Object.fromEntries(Object.keys(schemas).map((name) => [nameOf(name), { $ref: `./${name}.json` }])),
    },
  };
}
