import { createHash, randomUUID } from 'node:crypto';
import { Global, Module } from '@nestjs/common';
import type { DynamicModule, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { TestingModule } from '@nestjs/testing';
import { DATABASE, openDatabase } from '#database';
import type { Database } from '#database';
import { openTestDatabase } from '#database/testing';
import { DEAD_LETTERS, EVENT_BUS, eventBusMigrations, openEventBus, StoredDeadLetters } from '#event-bus';
import type { ConsumedRecord, EventBus, OutgoingRecord } from '#event-bus';
import { eventIdOf, idempotencyKeyOf, Topics } from '#contracts';
import type { ConversationKey, EventData, InboundMessage, InboxId, ReplyRequested } from '#contracts';
import { CLOCK, LOGGER, ManualClock, METRICS, Metrics, SECRET_KEY, SecretKey, Settings, SETTINGS, silentLogger, TRACING } from '#runtime';
import { passingTracing } from '#runtime';
import { BatchIntake } from '../../apps/ticketing/src/intake/batch-intake.js';
import { ticketingMigrations } from '../../apps/ticketing/src/migrations/index.js';
import { DeliveryIntake } from '../../apps/ticketing/src/replies/delivery-intake.js';
import { DESK_ROOMS } from '../../apps/ticketing/src/desk-rooms.js';
import { DeskProfiles } from '../../apps/ticketing/src/desk/desk-profiles.js';
import { DeskWorkModule } from '../../apps/ticketing/src/desk-work.module.js';
import { TicketFollower } from '../../apps/ticketing/src/happenings/ticket-follower.js';
import { TimerRunner } from '../../apps/ticketing/src/timers/timer-runner.js';
import { TicketingServicesModule } from '../../apps/ticketing/src/ticketing-services.module.js';

@Global()
@Module({})
class Parts {}

export interface Desk {
  readonly database: Database;
  readonly bus: EventBus;
  readonly clock: ManualClock;
  readonly settings: Settings;
  get<T>(service: Type<T>): T;
  /** Takes mails in, as one batch. */
  take(...mails: readonly InboundMessage[]): Promise<void>;
  /** Takes records of any type in, as one batch. */
  takeRecords(...records: readonly ConsumedRecord[]): Promise<void>;
  /** Tells how a reply's sending stands. */
  deliver(change: EventData<'message.delivery_changed.v1'>): Promise<void>;
  /** Lets the desk work: followers of ticket events and timers that are due, until nothing is left to do. Returns how many events and timers there were. */
  settle(): Promise<number>;
  /** All requests to send so far, in order per partition. */
  requests(): Promise<ReplyRequested[]>;
  /** Types of all ticket events so far. */
  events(ticketId?: string): Promise<{ type: string; data: Record<string, unknown> }[]>;
  close(): Promise<void>;
}

export interface DeskDatabase {
  readonly url: string;
  close(): Promise<void>;
}

export function openDeskDatabase(): Promise<DeskDatabase> {
  return openTestDatabase([eventBusMigrations, ticketingMigrations]);
}

/** Ticketing's services as one process has them, over a real database and the Postgres log. `desk`: what stands below `profile` of a desk's file. */
export async function openDesk(
  given: { database?: DeskDatabase; settings?: object; bus?: EventBus; desk?: object; clock?: ManualClock } = {},
): Promise<Desk> {
  const own = given.database === undefined ? await openDeskDatabase() : null;
  const url = (given.database ?? own!).url;
  const database = await openDatabase({ url, poolSize: 8, statementTimeoutMs: 30_000, logger: silentLogger });
  const settings = Settings.parse({ ...given.settings, ...(given.desk === undefined ? {} : { profile: given.desk }) });
  const clock = given.clock ?? new ManualClock();
  const bus = given.bus ?? (await openEventBus({ settings, database, clock, logger: silentLogger }));
  const channels = ['email', 'webchat', 'notification'].map((channel) => Topics.outboundMessages(channel));
  await bus.ensureTopics([Topics.inboundMessages, Topics.deliveryUpdates, Topics.ticketEvents, ...channels]);
  const module = await Test.createTestingModule({
    imports: [provideParts({ database, settings, clock, bus }), TicketingServicesModule, DeskWorkModule, ...DESK_ROOMS],
  }).compile();
  await module.init();
  const events = new TopicReader(bus, Topics.ticketEvents);
  const readAll = (topic: string) => readTopic(bus, topic);
  return {
    database,
    bus,
    clock,
    settings,
    get: (service) => module.get(service),
    take: (...mails) =>
      take(
        module,
        mails.map((mail) => toRecord('message.received.v1', mail)),
      ),
    takeRecords: (...records) => take(module, records),
    deliver: async (change) => void (await module.get(DeliveryIntake).take([toRecord('message.delivery_changed.v1', change)])),
    settle: () => settle(module, events),
    requests: async () => (await Promise.all(channels.map(readAll))).flat().map(({ envelope }) => envelope.data as ReplyRequested),
    events: async (ticketId) =>
      (await readAll(Topics.ticketEvents))
        .map(({ envelope }) => ({ type: envelope.type, data: envelope.data as Record<string, unknown> }))
        .filter(({ data }) => ticketId === undefined || data['ticketId'] === ticketId),
    close: async () => {
      await module.close();
      if (given.bus === undefined) await bus.stop();
      await database.close();
      await own?.close();
    },
  };
}

function provideParts(parts: { database: Database; settings: Settings; clock: ManualClock; bus: EventBus }): DynamicModule {
  const values: [symbol, unknown][] = [
    [DATABASE, parts.database],
    [EVENT_BUS, parts.bus],
    [DEAD_LETTERS, new StoredDeadLetters(parts.database, parts.clock)],
    [SETTINGS, parts.settings],
    [CLOCK, parts.clock],
    [LOGGER, silentLogger],
    [METRICS, new Metrics()],
    [TRACING, passingTracing],
    [SECRET_KEY, new SecretKey('a secret of the tests, long enough to be one')],
  ];
  const providers = values.map(([provide, useValue]) => ({ provide, useValue }));
  return { module: Parts, global: true, providers, exports: values.map(([token]) => token) };
}

async function take(module: TestingModule, records: readonly ConsumedRecord[]): Promise<void> {
  await module.get(BatchIntake).take(records);
}

/** Reads a topic on from where it was left. */
class TopicReader {
  private readonly next = new Map<number, string>();

  constructor(
    private readonly bus: EventBus,
    private readonly topic: string,
  ) {}

  async read(): Promise<ConsumedRecord[]> {
    const pages = await Promise.all(
      Array.from({ length: 16 }, async (_, partition) => {
        const records = await this.bus.read(this.topic, partition, this.next.get(partition) ?? '0', 10_000);
        const last = records.at(-1);
        if (last !== undefined) this.next.set(partition, String(BigInt(last.offset) + 1n));
        return records;
      }),
    );
    return pages.flat();
  }
}

const MOST_FOLLOWED = 200;

async function settle(module: TestingModule, events: TopicReader): Promise<number> {
  await module.get(DeskProfiles).reload();
  for (let count = 0; ;) {
    const fresh = await events.read();
    for (let at = 0; at < fresh.length; at += MOST_FOLLOWED) await module.get(TicketFollower).take(fresh.slice(at, at + MOST_FOLLOWED));
    const due = await module.get(TimerRunner).runDue();
    if (fresh.length + due === 0) return count;
    count += fresh.length + due;
  }
}

async function readTopic(bus: EventBus, topic: string): Promise<ConsumedRecord[]> {
  const partitions = Array.from({ length: 16 }, (_, partition) => bus.read(topic, partition, '0', 10_000));
  return (await Promise.all(partitions)).flat();
}

let offsets = 0;

/** A record as the log would hand it over. */
export function toRecord(type: string, data: object, key = 'k'): ConsumedRecord {
  offsets += 1;
  const time = '2026-03-02T09:00:00.000Z';
  const id = eventIdOf('id' in data ? String(data.id) : randomUUID());
  return {
    topic: Topics.inboundMessages,
    partition: 0,
    offset: String(offsets),
    key,
    envelope: { specversion: '1.0', id, source: '/test', type, time, datacontenttype: 'application/json', data },
    appendedAt: new Date(time),
    attempt: 1,
    replayed: false,
  };
}

export interface MailFields {
  readonly from?: string;
  readonly name?: string;
  readonly inbox?: string;
  readonly id?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly references?: readonly string[];
  readonly cc?: readonly string[];
  readonly delivery?: string;
  readonly token?: string;
  readonly occurredAt?: string;
}

/** A mail as the email connector would hand it in. */
export function mail(fields: MailFields = {}, more: Partial<InboundMessage> = {}): InboundMessage {
  const from = fields.from ?? 'ann@example.com';
  const inbox = fields.inbox ?? 'support';
  const remoteMessageId = fields.id ?? `${randomUUID()}@example.com`;
  const text = fields.text ?? 'The printer is broken.';
  const subject = fields.subject ?? 'Printer';
  const occurredAt = fields.occurredAt ?? '2026-03-02T08:59:00.000Z';
  const print = createHash('sha256').update(`${from}|${occurredAt}|${subject}|${text}`).digest('hex').slice(0, 16);
  const idempotencyKey = idempotencyKeyOf({ channel: 'email', inboxId: inbox, remoteMessageId, print });
  const sha256 = createHash('sha256').update(remoteMessageId).digest('hex');
  const references = [...(fields.references ?? [])];
  const identity = (value: string) => ({ scheme: 'email', value, raw: value, assurance: 'claimed' as const });
  return {
    id: eventIdOf(idempotencyKey),
    idempotencyKey,
    deliveryId: fields.delivery ?? randomUUID(),
    remoteMessageId,
    revision: 1,
    inbox: { id: inbox as InboxId, channel: 'email', provider: 'email' },
    direction: 'inbound',
    occurredAt,
    receivedAt: '2026-03-02T09:00:00.000Z',
    occurredPrecision: 's',
    sender: { role: 'customer', identities: [identity(from)], ...(fields.name === undefined ? {} : { displayName: fields.name }) },
    recipients: [
      { kind: 'to', identity: identity('support@example.com') },
      ...(fields.cc ?? []).map((value) => ({ kind: 'cc' as const, identity: identity(value) })),
    ],
    conversation: { key: `${inbox}:${from}` as ConversationKey, kind: 'direct', continues: false },
    threading: {
      references,
      subject,
      ...(references.length === 0 ? {} : { inReplyTo: references.at(-1)! }),
      ...(fields.token === undefined ? {} : { token: fields.token }),
    },
    parts: [{ partId: '1', type: 'text', text, fallback: text }],
    plainText: text,
    newText: text,
    replyWindow: { open: true },
    flags: {},
    mayAutoReply: true,
    raw: { ref: `sha256:${sha256}` as InboundMessage['raw']['ref'], sha256, bytes: 2_000, contentType: 'message/rfc822' },
    channelContext: { messageId: remoteMessageId },
    ...more,
  };
}

/** A bus that keeps nothing: for measuring what stands before it. */
export function toOutgoing(message: InboundMessage): OutgoingRecord {
  const { envelope } = toRecord('message.received.v1', message);
  return { topic: Topics.inboundMessages, key: message.conversation.key, envelope };
}
