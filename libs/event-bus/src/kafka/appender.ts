import type { Database } from '#database';
import { RetriableError, errorClassOf } from '#runtime';
import { troubleOf } from '../consuming/trouble.js';
import type { Alongside } from '../port.js';
import { GroupQueue } from './group-queue.js';
import type { KafkaRecord } from './message.js';

/** A record batch of one partition may have 1 MiB (`message.max.bytes`), events up to half of it. */
const MAX_PARTITION_BYTES = 900 * 1024;
const MAX_GROUP_BYTES = 8 * 1024 * 1024;
const MAX_GROUP_RECORDS = 2_000;
const MAX_GROUP_ALONGSIDE = 200;

interface Append {
  readonly records: readonly KafkaRecord[];
  readonly alongside: Alongside | undefined;
  missing: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Waiting {
  readonly record: KafkaRecord;
  readonly append: Append;
}

/**
 * Appends in groups, in the order of the calls: first what goes alongside, of all that wait in one PostgreSQL transaction; after its
 * commit the records, of all that wait in one send. The next group's transaction runs while this one's send is under way.
 */
export class GroupedAppender {
  private readonly alongside: GroupQueue<Append>;
  private readonly sends: GroupQueue<Waiting>;
  private stopped = false;

  constructor(
    private readonly send: (records: readonly KafkaRecord[]) => Promise<void>,
    private readonly database: Pick<Database, 'run'>,
  ) {
    this.alongside = new GroupQueue(
      () => MAX_GROUP_ALONGSIDE,
      (group) => this.commitAlongside(group),
    );
    this.sends = new GroupQueue(cutGroup, (group) => this.sendGroup(group));
  }

  append(records: readonly KafkaRecord[], alongside?: Alongside): Promise<void> {
    if (this.stopped) return Promise.reject(new RetriableError('the log of this process is stopped', { code: 'bus_stopped' }));
    return new Promise((resolve, reject) => {
      this.alongside.push({ records, alongside, missing: records.length, resolve, reject });
    });
  }

  /** Finishes what waits. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.alongside.settle();
    await this.sends.settle();
  }

  private async commitAlongside(group: readonly Append[]): Promise<void> {
    for (const append of await this.findCommitted(group)) {
      if (append.records.length === 0) append.resolve();
      else this.sends.push(...append.records.map((record) => ({ record, append })));
    }
  }

  private async findCommitted(group: readonly Append[]): Promise<readonly Append[]> {
    const concerned = group.filter((append) => append.alongside !== undefined);
    if (concerned.length === 0) return group;
    const refused = new Set<Append>();
    const refuse = (append: Append, error: unknown) => {
      refused.add(append);
      append.reject(error);
    };
    try {
      await this.runTogether(concerned);
    } catch (error) {
      // One that fails must not turn the others away: each again, alone.
      const nobodyToBlame = troubleOf(error) === 'system';
      for (const append of concerned) {
        if (nobodyToBlame) refuse(append, error);
        else await this.runTogether([append]).catch((own: unknown) => refuse(append, own));
      }
    }
    return group.filter((append) => !refused.has(append));
  }

  private runTogether(appends: readonly Append[]): Promise<void> {
    return this.database.run(async (transaction) => {
      for (const { alongside } of appends) await alongside?.(transaction);
    });
  }

  private async sendGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await this.send(group.map(({ record }) => record));
    } catch (error) {
      const failed = new Set(group.map(({ append }) => append));
      // Nothing of a rejected append may follow: appended again, its first record would come after its last. And with the brokers
      // away, who waits hears of it now and not one limit later.
      const away = errorClassOf(error) === 'retriable';
      for (const { append } of this.sends.withdraw(({ append }) => away || failed.has(append))) failed.add(append);
      for (const append of failed) append.reject(error);
      return;
    }
    for (const { append } of group) {
      append.missing -= 1;
      if (append.missing === 0) append.resolve();
    }
  }
}

function cutGroup(waiting: readonly Waiting[]): number {
  const perPartition = new Map<string, number>();
  let total = 0;
  for (const [index, { record }] of waiting.entries()) {
    const place = `${record.topic}/${record.partition}`;
    const bytes = (perPartition.get(place) ?? 0) + record.bytes;
    total += record.bytes;
    if (index === MAX_GROUP_RECORDS || bytes > MAX_PARTITION_BYTES || total > MAX_GROUP_BYTES) return index;
    perPartition.set(place, bytes);
  }
  return waiting.length;
}
