import { openDatabase } from '#database';
import { openEventBus } from '#event-bus';
import { Settings, silentLogger, SystemClock } from '#runtime';

/** A process with a bus that relays the outbox of a topic: `bus-process.ts <database url> <brokers> <topic>`. Says "ready" and lives on. */
const [url = '', brokers = '', topic = ''] = process.argv.slice(2);
const settings = Settings.parse({
  kafka: { brokers: brokers.split(','), sessionTimeoutMs: 3_000 },
  log: { retentionDays: 1 },
  bus: { pollMs: 100, memberTimeoutMs: 2_000 },
});
const database = await openDatabase({ url, poolSize: 4, statementTimeoutMs: 30_000, logger: silentLogger });
const bus = await openEventBus({ settings, database, clock: new SystemClock(), logger: silentLogger });
await bus.ensureTopics([topic]);
process.stdout.write('"ready"\n');
