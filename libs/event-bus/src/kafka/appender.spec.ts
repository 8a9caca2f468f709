import { describe, expect, it } from '@jest/globals';
import type { Transaction } from '#database';
import { PermanentError, RetriableError } from '#runtime';
import type { Alongside } from '../port.js';
import { GroupedAppender } from './appender.js';
import type { KafkaRecord } from './message.js';

const away = new RetriableError('away', { code: 'kafka_unavailable' });

function makeRecord(value: string, bytes = 100, partition = 0): KafkaRecord {
  return { topic: 't', partition, key: 'k', value, headers: {}, bytes };
}

/** A send that the test answers. */
class Brokers {
  readonly sends: { values: string[]; succeed: () => void; fail: (error: unknown) => void }[] = [];

  readonly send = (records: readonly KafkaRecord[]): Promise<void> =>
    new Promise((succeed, fail) => {
      this.sends.push({ values: records.map(({ value }) => value), succeed, fail });
    });
}

const database = {
  run: <T>(work: (transaction: Transaction) => Promise<T>) => work({ isTransaction: true, query: () => Promise.resolve([]) }),
};

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('grouped appends', () => {
  it('send what came in while a send was under way as one group, in order', async () => {
    const brokers = new Brokers();
    const appender = new GroupedAppender(brokers.send, database);
    const first = appender.append([makeRecord('1')]);
    await settle();
    const later = [appender.append([makeRecord('2')]), appender.append([makeRecord('3'), makeRecord('4')])];
    await settle();
    brokers.sends[0]!.succeed();
    await first;
    await settle();
    brokers.sends[1]!.succeed();
    await Promise.all(later);
    expect(brokers.sends.map(({ values }) => values)).toEqual([['1'], ['2', '3', '4']]);
  });

  it('reject all that waits when the brokers are away, so that nothing overtakes what is appended again', async () => {
    const brokers = new Brokers();
    const appender = new GroupedAppender(brokers.send, database);
    const appends = [appender.append([makeRecord('1')])];
    await settle();
    appends.push(appender.append([makeRecord('2')]));
    await settle();
    brokers.sends[0]!.fail(away);
    expect((await Promise.allSettled(appends)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await settle();
    expect(brokers.sends).toHaveLength(1);
  });

  it('keep the rest of an append that was rejected off the log', async () => {
    const brokers = new Brokers();
    const appender = new GroupedAppender(brokers.send, database);
    const large = [makeRecord('1', 500_000), makeRecord('2', 500_000)];
    const refused = appender.append(large);
    const other = appender.append([makeRecord('3', 100, 1)]);
    await settle();
    expect(brokers.sends[0]!.values).toEqual(['1']);
    brokers.sends[0]!.fail(new PermanentError('no', { code: 'no' }));
    await expect(refused).rejects.toThrow('no');
    await settle();
    expect(brokers.sends[1]!.values).toEqual(['3']);
    brokers.sends[1]!.succeed();
    await other;
  });

  it('turn away only the append whose part of the transaction fails', async () => {
    const brokers = new Brokers();
    const appender = new GroupedAppender(brokers.send, database);
    const fails: Alongside = () => Promise.reject(new PermanentError('mine', { code: 'mine' }));
    const works: Alongside = () => Promise.resolve();
    const refused = appender.append([makeRecord('1')], fails);
    const taken = appender.append([makeRecord('2')], works);
    await expect(refused).rejects.toThrow('mine');
    await settle();
    expect(brokers.sends.map(({ values }) => values)).toEqual([['2']]);
    brokers.sends[0]!.succeed();
    await taken;
  });
});
