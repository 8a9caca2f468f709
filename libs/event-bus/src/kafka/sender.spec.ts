import { describe, expect, it } from '@jest/globals';
import type { Kafka } from 'kafkajs';
import { ConfigurationError, silentLogger } from '#runtime';
import type { KafkaRecord } from './message.js';
import { Sender } from './sender.js';

const record: KafkaRecord = { topic: 't', partition: 3, key: 'k', value: '{}', headers: {}, bytes: 100 };

type Answer = () => Promise<{ topicName: string; partition: number }[]>;

/** Clients whose producers give these answers, one after the other. */
function openSender(answers: Answer[], limitMs = 200) {
  const producers: number[] = [];
  let made = 0;
  const createClient = () => {
    const number = ++made;
    const producer = {
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      sendBatch: () => {
        producers.push(number);
        return (answers.shift() ?? confirm)();
      },
    };
    return { producer: () => producer } as unknown as Kafka;
  };
  return { sender: new Sender(createClient, silentLogger, limitMs), producers };
}

const confirm: Answer = () => Promise.resolve([{ topicName: 't', partition: 3 }]);
const failWith =
  (type: string): Answer =>
  () =>
    Promise.reject(Object.assign(new Error(type), { type }));

describe('sends', () => {
  it('never use a producer again whose send failed', async () => {
    const { sender, producers } = openSender([failWith('OUT_OF_ORDER_SEQUENCE_NUMBER'), failWith('NOT_ENOUGH_REPLICAS')], 2_000);
    await sender.send([record]);
    await sender.send([record]);
    expect(producers).toEqual([1, 2, 3, 3]);
  });

  it('go again when a partition was not confirmed', async () => {
    const { sender, producers } = openSender([() => Promise.resolve([{ topicName: 't', partition: 4 }])], 2_000);
    await sender.send([record]);
    expect(producers).toEqual([1, 2]);
  });

  it('end at once when trying again cannot help', async () => {
    const { sender, producers } = openSender([failWith('TOPIC_AUTHORIZATION_FAILED')], 2_000);
    await expect(sender.send([record])).rejects.toThrow(ConfigurationError);
    expect(producers).toEqual([1]);
  });

  it('end after their limit when no broker answers, and tell the last reason', async () => {
    const { sender } = openSender([failWith('LEADER_NOT_AVAILABLE'), () => new Promise(() => undefined)], 150);
    await expect(sender.send([record])).rejects.toThrow('LEADER_NOT_AVAILABLE');
  });
});
