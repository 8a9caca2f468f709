import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Kafka, logLevel } from 'kafkajs';
import { createTransport } from 'nodemailer';
import {
  connectMailProgram,
  describeWithService,
  startDovecot,
  startKafka,
  type DovecotServer,
  type KafkaServer,
} from '../../support/services/index.js';

describeWithService('dovecot', 'a real Dovecot for tests', () => {
  let dovecot: DovecotServer;

  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  afterAll(() => dovecot.stop());

  async function readInbox(): Promise<{ uidValidity: string; subjects: string[]; uids: number[] }> {
    const client = await connectMailProgram(dovecot);
    const box = await client.mailboxOpen('INBOX');
    const mails = box.exists === 0 ? [] : await client.fetchAll('1:*', { envelope: true, uid: true });
    await client.logout();
    return {
      uidValidity: String(box.uidValidity),
      subjects: mails.map((mail) => mail.envelope?.subject ?? ''),
      uids: mails.map((mail) => mail.uid),
    };
  }

  it('keeps the order of delivered mails, over a kill and over LMTP', async () => {
    for (let index = 1; index <= 20; index++) await dovecot.deliver(`Subject: mail ${index}\r\n\r\nhello\r\n`);
    await dovecot.kill();
    await expect(readInbox()).rejects.toThrow();
    await dovecot.restart();
    expect((await readInbox()).subjects).toHaveLength(20);
    const lmtp = createTransport({ host: '127.0.0.1', port: dovecot.lmtpPort, lmtp: true, ignoreTLS: true });
    await lmtp.sendMail({ from: 'a@example.test', to: dovecot.users[0]!.name, subject: 'mail 21', text: 'hello' });
    const { subjects } = await readInbox();
    expect(subjects).toEqual(Array.from({ length: 21 }, (_, index) => `mail ${index + 1}`));
  });

  it('gets another UIDVALIDITY with all mails kept', async () => {
    const before = await readInbox();
    await dovecot.resetUidValidity();
    const after = await readInbox();
    expect(after.uidValidity).not.toBe(before.uidValidity);
    expect(after.subjects).toHaveLength(before.subjects.length);
    expect(after.uids[0]).toBe(1);
  });
});

describeWithService('kafka', 'a real Kafka for tests', () => {
  let kafka: KafkaServer;

  beforeAll(async () => {
    kafka = await startKafka();
  }, 60_000);
  afterAll(() => kafka.stop());

  it('keeps what was acknowledged over kill -9', async () => {
    const client = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING });
    const admin = client.admin();
    const topic = `kill-${process.pid}-${Math.random().toString(36).slice(2)}`;
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    await producer.send({ topic, acks: -1, messages: [{ value: 'one' }, { value: 'two' }] });
    await producer.disconnect();
    if (!kafka.external) {
      await kafka.kill('SIGKILL');
      await kafka.restart();
    }
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ partition: 0, high: '2' }]);
    await admin.disconnect();
  });
});
