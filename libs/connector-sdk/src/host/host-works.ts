import { BLOB_STORE, type BlobStore } from '#blob-store';
import { DATABASE, type Database, NoticeLine } from '#database';
import { EVENT_BUS, type EventBus } from '#event-bus';
import {
  CLOCK,
  LOGGER,
  METRICS,
  SECRET_KEY,
  SETTINGS,
  TRACING,
  type Clock,
  type Logger,
  type Metrics,
  type SecretKey,
  type Settings,
  type Tracing,
} from '#runtime';
import type { ConnectorFactory } from '../connector.js';
import { Acceptance } from './accepting/acceptance.js';
import { EventWriter } from './accepting/event-writer.js';
import type { HostWorks } from './connector-host.js';
import type { HostParts } from './context/inbox-context.js';
import { StateRepository } from './context/state.repository.js';
import { TranscriptRepository } from './context/transcript.repository.js';
import { ConversationEraser } from './forgetting/conversation-eraser.js';
import { ForgettingRepository } from './forgetting/forgetting.repository.js';
import { Retention } from './forgetting/retention.js';
import { InboxDoor } from './http/inbox-door.js';
import { RemoteAddresses } from './http/remote-address.js';
import { FaultGuard } from './faults/fault-guard.js';
import { HostMetrics } from './host-metrics.js';
import { InboxCrew } from './inbox-crew.js';
import { FactoryRegistry } from './inboxes/factory-registry.js';
import { InboxRepository } from './inboxes/inbox.repository.js';
import { HeldTeller } from './listing/held-teller.js';
import { InboxAnswers } from './listing/inbox-answers.js';
import { LeaseKeeper } from './leases/lease-keeper.js';
import { LeaseRepository } from './leases/lease.repository.js';
import { createOwner } from './leases/owner.js';
import { InboxNotes } from './notices/inbox-notes.js';
import { ConnectorCaller } from './sending/connector-caller.js';
import { DeliveryTeller } from './sending/delivery-teller.js';
import { LedgerQueue } from './sending/ledger-queue.js';
import { OutboundConsumer } from './sending/outbound-consumer.js';
import { ReplyRecaller } from './sending/reply-recaller.js';
import { ReplySender } from './sending/reply-sender.js';
import { SentCommandsRepository } from './sending/sent-commands.repository.js';
import { StateShower } from './sending/state-shower.js';
import { WaitingBehind } from './sending/waiting-behind.js';
import { StatePublisher } from './supervision/state-publisher.js';

/** Finds what every process has once, by its token. */
export type Resolve = <T>(token: symbol) => T;

/** A result is kept this many times longer than its command can be on the log. */
const REMEMBERED_RETENTIONS = 2;
const DAY_MS = 86_400_000;
/** A reply that is not sent after this no longer holds up those of others. */
const SET_ASIDE_MS = 3_000;
const SET_ASIDE_RETRY_MS = 2_000;

/** Puts the host of one process together. */
export function createHostWorks(resolve: Resolve, factories: readonly ConnectorFactory[]): HostWorks {
  const house = findHouse(resolve);
  const { settings, logger, clock, database, bus } = house;
  const registry = new FactoryRegistry(factories);
  const commands = new SentCommandsRepository(database, bus);
  const line = new NoticeLine(database, logger);
  const notes = new InboxNotes(line);
  const host = createParts(house, commands, notes);
  const states = new StatePublisher(bus, clock, logger);
  const { restartBackoffMs, stopTimeoutMs, sendTimeoutMs, holdRetryMs } = settings.connectorHost;
  const crew = new InboxCrew({ host, registry, publish: (change) => states.publish(change), logger, restartBackoffMs, stopTimeoutMs });
  const door: InboxDoor = new InboxDoor({
    find: (id) => crew.findDoorway(id),
    addresses: new RemoteAddresses(settings.http.trustedProxies),
    publicUrl: settings.http.publicUrl,
    metrics: host.metrics,
    logger,
  });
  host.metrics.watchSockets(() => door.openSockets);
  const ledger = new LedgerQueue(commands);
  const caller = new ConnectorCaller(ledger, (id) => crew.findOutlet(id), clock, sendTimeoutMs, logger);
  const behind = new WaitingBehind(ledger, commands, clock);
  const recaller = new ReplyRecaller(ledger, commands, bus, (id) => crew.findOutlet(id), clock, logger);
  const shower = new StateShower((id) => crew.findOutlet(id), clock, holdRetryMs, logger);
  const times = { holdRetryMs, sendTimeoutMs, setAsideMs: SET_ASIDE_MS, setAsideRetryMs: SET_ASIDE_RETRY_MS };
  const sender = new ReplySender(ledger, behind, bus, caller, clock, times, host.metrics);
  const inboxes = new InboxRepository(database, house.secretKey, clock);
  const forgetting = new ForgettingRepository(database);
  const eraser = new ConversationEraser(forgetting, inboxes, registry, notes, logger);
  const held = new HeldTeller((id) => crew.findOutlet(id), new InboxAnswers(bus, clock), clock);
  const retention = new Retention(forgetting, clock, settings.connectorHost.keepTranscriptsDays, logger);
  const rememberMs = REMEMBERED_RETENTIONS * settings.log.retentionDays * DAY_MS;
  return {
    parts: host,
    inboxes,
    registry,
    crew,
    door,
    outbound: registry.channels.map(
      (channel) => new OutboundConsumer(bus, channel, sender, commands, behind, { states: shower, eraser, recaller, inboxes, held }),
    ),
    guard: host.guard,
    states,
    line,
    forgetOld: async (signal) => {
      await commands.forget(new Date(clock.now().getTime() - rememberMs));
      await retention.sweep(signal);
    },
  };
}

type House = ReturnType<typeof findHouse>;

function findHouse(resolve: Resolve) {
  return {
    settings: resolve<Settings>(SETTINGS),
    logger: resolve<Logger>(LOGGER).child({ room: 'connector-host' }),
    clock: resolve<Clock>(CLOCK),
    metrics: resolve<Metrics>(METRICS),
    tracing: resolve<Tracing>(TRACING),
    secretKey: resolve<SecretKey>(SECRET_KEY),
    database: resolve<Database>(DATABASE),
    bus: resolve<EventBus>(EVENT_BUS),
    blobStore: resolve<BlobStore>(BLOB_STORE),
  };
}

function createParts(house: House, commands: SentCommandsRepository, notes: InboxNotes): HostParts {
  const { settings, logger, clock, database, bus, blobStore, tracing } = house;
  const { acceptTimeoutMs, leaseHeartbeatMs, leaseTakeOverMs, validateEvents } = settings.connectorHost;
  const acceptance = new Acceptance(bus, blobStore, acceptTimeoutMs);
  return {
    acceptance,
    writer: new EventWriter(blobStore, clock),
    blobStore,
    states: new StateRepository(database.sql, clock),
    transcripts: new TranscriptRepository(database, clock),
    leases: new LeaseKeeper(
      new LeaseRepository(database.sql, clock),
      createOwner(),
      { heartbeatMs: leaseHeartbeatMs, takeOverMs: leaseTakeOverMs },
      logger,
    ),
    notes,
    deliveries: new DeliveryTeller(acceptance, commands, clock),
    guard: new FaultGuard(logger),
    metrics: new HostMetrics(house.metrics, () => acceptance.depth),
    clock,
    tracing,
    validation: validateEvents,
  };
}
