import { join } from 'node:path';
import { Topics } from '#contracts';
import { readSettingsFile } from '#runtime';
import { ManualClock, Settings } from '#runtime';
import { openDeskDatabase, type DeskDatabase } from '../../support/ticketing-desk.js';
import { type KafkaServer, startKafka } from '../../support/services/index.js';
import { DESKS, type DeskName } from '../desk-list.js';
import type { InboxOfFile } from './arrivals.js';

export type Engine = 'postgres' | 'kafka';

/** What stays while processes come and go: a desk's file, its database, the log and the time. */
export interface DayPlace {
  readonly profile: { readonly groups?: Readonly<Record<string, { readonly members?: readonly string[] }>> };
  readonly inboxes: readonly InboxOfFile[];
  /** As `Settings` reads them. */
  readonly settings: object;
  readonly database: DeskDatabase;
  readonly clock: ManualClock;
  readonly channels: readonly string[];
  close(): Promise<void>;
}

/** A process that died is taken over from after this long. */
const BUS = { memberTimeoutMs: 4_000 };

export async function openPlace(name: DeskName, engine: Engine, begins: Date): Promise<DayPlace> {
  const path = join('config/desks', `${DESKS[name].profile}.yaml`);
  const file = readSettingsFile(path, path, {}).layer.values as {
    profile: DayPlace['profile'];
    inboxes: InboxOfFile[];
    deskSettings: object;
    acknowledgements?: object;
  };
  const kafka: KafkaServer | null = engine === 'kafka' ? await startKafka() : null;
  const settings = {
    deskSettings: file.deskSettings,
    acknowledgements: file.acknowledgements,
    inboxes: file.inboxes,
    bus: BUS,
    ...(kafka === null ? {} : { kafka: { brokers: kafka.brokers } }),
  };
  Settings.parse(settings);
  const database = await openDeskDatabase();
  return {
    profile: file.profile,
    inboxes: file.inboxes,
    settings,
    database,
    clock: new ManualClock(begins),
    channels: [...new Set(file.inboxes.map(({ channel }) => channel))],
    close: async () => {
      await database.close();
      await kafka?.stop();
    },
  };
}

export function topicsOf({ channels }: DayPlace): string[] {
  return [Topics.inboundMessages, Topics.deliveryUpdates, Topics.ticketEvents, ...channels.map(Topics.outboundMessages)];
}
