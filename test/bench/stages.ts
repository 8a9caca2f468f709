import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { blobStoreMigrations, openBlobStore, type StagedBlob } from '#blob-store';
import { Topics } from '#contracts';
import { migrateRooms, openDatabase, startEmbeddedPostgres } from '#database';
import { eventBusMigrations, openEventBus, type OutgoingRecord } from '#event-bus';
import { Settings, silentLogger, SystemClock } from '#runtime';
import { mail, toRecord } from '../support/ticketing-desk.js';
import { measureTree } from './processes.js';

/** CPU of one message, µs. */
export interface StageCpu {
  readonly node: number;
  readonly postgres: number;
}

/** As many as twenty connections bring together into one commit. */
const GROUP = 10;
const WARM_UP = 100;
const TEXT = 'The printer on the second floor prints every page twice since this morning. '.repeat(20);

interface Prepared {
  readonly record: OutgoingRecord;
  readonly raw: Buffer;
}

function prepare(index: number): Prepared {
  const id = `${index}@stages.example`;
  const { envelope } = toRecord('message.received.v1', mail({ id, subject: 'Printer', text: `${index} ${TEXT}` }));
  return { record: { topic: Topics.inboundMessages, key: id, envelope }, raw: Buffer.from(`Message-ID: <${id}>\r\n\r\n${TEXT}`) };
}

/** The two stages between parser and intake, each alone: raw bytes into rows, events onto the log; groups of ten, one after another. */
export async function measureStages(messages: number): Promise<{ readonly store: StageCpu; readonly log: StageCpu }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, port: 0, logger: silentLogger });
  await migrateRooms(server.url, [eventBusMigrations, blobStoreMigrations], silentLogger);
  const database = await openDatabase({ url: server.url, poolSize: 4, statementTimeoutMs: 30_000, logger: silentLogger });
  const settings = Settings.parse({});
  const parts = { database, settings, clock: new SystemClock(), logger: silentLogger };
  const bus = await openEventBus(parts);
  const { store } = await openBlobStore({ ...parts, settings: settings.blobs, dataDir });
  const measure = (work: (group: readonly Prepared[]) => Promise<void>) => measureGroups(messages, server.pid, work);
  try {
    await bus.ensureTopics([Topics.inboundMessages]);
    return {
      store: await measure(async (group) => {
        const staged = await Promise.all(group.map(({ raw }) => store.stage(raw)));
        const rows = staged.flatMap((one): StagedBlob[] => (one.staged === null ? [] : [one.staged]));
        await database.run((transaction) => store.insertStaged(transaction, rows));
      }),
      log: await measure((group) => bus.append(group.map(({ record }) => record))),
    };
  } finally {
    await bus.stop();
    await database.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measureGroups(messages: number, server: number, work: (group: readonly Prepared[]) => Promise<void>): Promise<StageCpu> {
  const spent = { node: 0, postgres: 0 };
  const groups = Math.ceil(messages / GROUP);
  let made = 0;
  for (let done = -WARM_UP; done < groups; done += 1) {
    const group = Array.from({ length: GROUP }, () => prepare((made += 1)));
    if (done === 0) spent.postgres = -measureTree(process.pid, [server]).postgresCpuMs * 1_000;
    const before = process.cpuUsage();
    await work(group);
    const { user, system } = process.cpuUsage(before);
    if (done >= 0) spent.node += user + system;
  }
  spent.postgres += measureTree(process.pid, [server]).postgresCpuMs * 1_000;
  return { node: Math.round(spent.node / (groups * GROUP)), postgres: Math.round(spent.postgres / (groups * GROUP)) };
}
