import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readEvent } from '#connector-sdk';
import { InboundMessage, toWholeMessage } from '#contracts';
import { Settings, silentLogger } from '#runtime';
import { ParserPool } from '../../../apps/email-connector/src/parsing/parser-pool.js';
import type { MailEnvelope } from '../../../apps/email-connector/src/parsing/parser.js';
import { mailOf } from '../../support/bad-mails.js';
import { HOSTILE, REGEX_BAITS } from '../../support/hostile-mails.js';
import { slownessOfMachine } from '../../support/machine-speed.js';
import { costOf } from '../../support/parser-cost.js';
import { inWhole } from '../../support/whole-run.js';
import { SmtpClient } from '../../support/smtp-client.js';
import { type EmailBench, openEmailBench } from './email-bench.js';

/** On the machine that it was set for. */
let maxCpuMs = 2_000;
beforeAll(() => {
  maxCpuMs *= slownessOfMachine();
});
const MAX_BYTES = 300 * 1_048_576;
/** The clock on the wall is the machine's matter here: what is measured is the parser's own work. */
const PATIENT = { parserProcesses: 1, parserTimeoutMs: 30_000 };

const envelopeOf = (deliveryId: string): MailEnvelope => ({
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  rcptTo: ['support@example.com'],
  receivedAt: '2026-03-02T09:00:00.000Z',
  deliveryId,
});

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function openPool(): ParserPool {
  const pool = new ParserPool(Settings.parse({ email: PATIENT }), silentLogger);
  stops.push(() => pool.stop());
  return pool;
}

/** Reads a mail in a process that has read nothing but one small mail. */
async function readAlone(raw: Buffer) {
  const pool = openPool();
  await pool.parse(mailOf('', 'warm'), envelopeOf('warm'));
  const [pid] = pool.processIds();
  const before = costOf(pid!);
  const delivery = await pool.parse(raw, envelopeOf('1'));
  const after = costOf(pid!);
  return { delivery, cpuMs: after.cpuMs - before.cpuMs, peakBytes: after.peakBytes };
}

describe('a hostile mail in the parsing process', () => {
  it.each(HOSTILE.filter((_, i) => i % inWhole(1, 3) === 0).map(([name, make]) => [name, make] as const))(
    '%s: at most 2 s of its CPU and 300 MB, and it is a message',
    async (_, make) => {
      const raw = make();
      const { delivery, cpuMs, peakBytes } = await readAlone(raw);
      expect(delivery.failure).toBeNull();
      expect(InboundMessage.parse(readEvent(delivery.event))).toEqual(toWholeMessage(readEvent(delivery.event)));
      expect(delivery.blobs[0]).toBe(raw);
      expect({ cpuMs: Math.min(cpuMs, maxCpuMs), peakBytes: Math.min(peakBytes, MAX_BYTES) }).toEqual({ cpuMs, peakBytes });
    },
  );

  it('of text that patterns go over again and again: at most 2 s of its CPU each', async () => {
    const pool = openPool();
    await pool.parse(mailOf('', 'warm'), envelopeOf('warm'));
    const [pid] = pool.processIds();
    const slow: unknown[] = [];
    for (const [name, make] of REGEX_BAITS) {
      const before = costOf(pid!).cpuMs;
      const { failure } = await pool.parse(make(), envelopeOf(name));
      const cpuMs = costOf(pid!).cpuMs - before;
      if (failure !== null || cpuMs > maxCpuMs) slow.push([name, failure, cpuMs]);
    }
    expect(slow).toEqual([]);
    expect(pool.processIds()).toEqual([pid]);
  }, 300_000);
});

describe('hostile mails among ordinary ones at the door', () => {
  const sendAll = async (bench: EmailBench, mails: readonly Buffer[], from: string) => {
    const client = new SmtpClient(bench.port);
    const answers = [];
    for (const raw of mails) answers.push(await client.send(from, ['support@example.com'], raw));
    client.close();
    return answers;
  };

  it('lose none of them, and each sender keeps the order of his', async () => {
    const bench = await openEmailBench({ email: { parserProcesses: 2 } });
    stops.push(() => bench.stop());
    const { context } = await bench.run('support', { address: 'support@example.com' });
    const ordinary = (sender: number) =>
      Array.from({ length: 30 }, (_, n) =>
        Buffer.from(
          `From: c${sender}@example.net\r\nSubject: s\r\nMessage-ID: <${sender}.${n}@example.net>\r\n\r\nwords ${sender} ${n}\r\n`,
        ),
      );
    const hostile = HOSTILE.filter((_, i) => i % 5 === 0)
      .map(([, make]) => make())
      .filter(({ length }) => length < 10_000_000);
    const answers = await Promise.all([
      ...[1, 2, 3].map((sender) => sendAll(bench, ordinary(sender), `c${sender}@example.net`)),
      sendAll(bench, hostile, 'evil@example.net'),
    ]);
    expect(new Set(answers.flat().map((answer) => answer.slice(0, 3)))).toEqual(new Set(['250']));
    const events = context.emitted.filter(({ type }) => type === 'message.received.v1').map(({ data }) => data as InboundMessage);
    for (const sender of [1, 2, 3]) {
      const theirs = events.filter((event) => event.sender.identities[0]!.value === `c${sender}@example.net`);
      expect(theirs.map(({ remoteMessageId }) => remoteMessageId)).toEqual(
        Array.from({ length: 30 }, (_, n) => `${sender}.${n}@example.net`),
      );
    }
    expect(events.length).toBe(90 + hostile.length);
  }, 120_000);
});
