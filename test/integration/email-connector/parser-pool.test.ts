import { afterEach, describe, expect, it } from '@jest/globals';
import { readEvent, writeEvent } from '#connector-sdk';
import { InboundMessage, toWholeMessage } from '#contracts';
import { RetriableError, Settings, silentLogger } from '#runtime';
import { ParserPool } from '../../../apps/email-connector/src/parsing/parser-pool.js';
import { BOMBS, htmlMail, mailOf } from '../../support/bad-mails.js';
import { slownessOfMachine } from '../../support/machine-speed.js';
import { eventually } from '../../support/started-product.js';
import type { MailEnvelope, ParsedDelivery } from '../../../apps/email-connector/src/parsing/parser.js';

const envelopeOf = (deliveryId: string): MailEnvelope => ({
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  rcptTo: ['support@example.com'],
  receivedAt: '2026-03-02T09:00:00.000Z',
  deliveryId,
});

const wordsOf = ({ event }: Pick<ParsedDelivery, 'event'>) => toWholeMessage(readEvent(event)).newText;

/** As many tags as are still sanitised one by one: several times as long as the two looks after which a parser is ended (each 50 ms). */
const SLOW_HTML = '<p style="color:red;font-size:12px;margin:1px">word</p>'.repeat(14_000);

const pools: ParserPool[] = [];
function openPool(email: object = {}): ParserPool {
  const pool = new ParserPool(Settings.parse({ email }), silentLogger);
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.stop()));
});

describe('mails made to break a parser', () => {
  it('each become an entry in time, and the mails beside them are not disturbed', async () => {
    const pool = openPool();
    await pool.parse(mailOf('', 'warm'), envelopeOf('warm'));
    for (const [name, raw] of BOMBS) {
      const started = performance.now();
      const [bomb, ...others] = await Promise.all([
        pool.parse(raw, envelopeOf(name)),
        ...Array.from({ length: 8 }, (_, i) => pool.parse(mailOf('', `words ${i}`), envelopeOf(`${name}:${i}`))),
      ]);
      // 2 s for the mail and what the machine needs to start another process
      expect([name, performance.now() - started < 5_000]).toEqual([name, true]);
      expect(InboundMessage.parse(readEvent(bomb.event))).toEqual(toWholeMessage(readEvent(bomb.event)));
      expect(bomb.event.head).toEqual(writeEvent('message.received.v1', readEvent(bomb.event)).head);
      expect(bomb.blobs[0]).toBe(raw);
      expect(bomb.event.json.length).toBeLessThan(512 * 1024);
      expect(others.map(wordsOf)).toEqual(Array.from({ length: 8 }, (_, i) => `words ${i}`));
    }
  });

  it('keep their raw bytes, their headers and a reason when they take too long', async () => {
    // Many times what a small mail takes, a part of what the slow one does.
    const limitMs = Math.round(60 * slownessOfMachine());
    const pool = openPool({ parserTimeoutMs: limitMs, parserProcesses: 1 });
    await pool.parse(mailOf('', 'warm'), envelopeOf('warm'));
    const slow = htmlMail(SLOW_HTML);
    const [before, stuck, behind] = await Promise.all([
      pool.parse(mailOf('', 'before'), envelopeOf('1')),
      pool.parse(slow, envelopeOf('2')),
      pool.parse(mailOf('', 'behind'), envelopeOf('3')),
    ]);
    expect(stuck.failure).toMatchObject({ code: 'parser_timeout' });
    expect(stuck.blobs).toEqual([slow]);
    expect(InboundMessage.parse(readEvent(stuck.event))).toMatchObject({
      remoteMessageId: 'bomb@example.net',
      threading: { subject: 'hello' },
      mayAutoReply: false,
      parts: [{ type: 'unsupported', fallback: expect.stringContaining(`longer than ${limitMs} ms`) }],
    });
    expect(wordsOf(before)).toBe('before');
    expect(behind.blobs).toHaveLength(1);
    // The next process is cold, and on a busy machine this is little for its first mail.
    await eventually(async () => wordsOf(await pool.parse(mailOf('', 'after'), envelopeOf('4'))) === 'after', 'a mail that is read');
  });

  it('are all told as such, however many come in a row', async () => {
    const pool = openPool({ parserTimeoutMs: 60, parserProcesses: 1 });
    await pool.parse(mailOf('', 'warm'), envelopeOf('warm'));
    const slow = htmlMail(SLOW_HTML);
    const stuck = await Promise.all(Array.from({ length: 7 }, (_, i) => pool.parse(slow, envelopeOf(String(i)))));
    expect(stuck.map(({ failure }) => failure?.code)).toEqual(Array.from({ length: 7 }, () => 'parser_timeout'));
  });

  it('keep their raw bytes when they take too much memory', async () => {
    const pool = openPool({ parserMaxBytes: 90_000_000, parserTimeoutMs: 20_000 });
    const huge = mailOf('Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n', 'QUJD'.repeat(10_000_000));
    const { failure, event } = await pool.parse(huge, envelopeOf('1'));
    expect(failure).toMatchObject({ code: 'parser_memory' });
    expect(readEvent(event).raw.bytes).toBe(huge.length);
  });
});

describe('a parser process that somebody kills', () => {
  it('is replaced, and its mails are parsed by the next one', async () => {
    const pool = openPool({ parserProcesses: 1 });
    await pool.parse(mailOf('', 'warm'), envelopeOf('warm'));
    const parsing = Array.from({ length: 50 }, (_, i) => pool.parse(mailOf('', `words ${i}`), envelopeOf(String(i))));
    process.kill(pool.processIds()[0]!, 'SIGKILL');
    const parsed = await Promise.all(parsing);
    expect(parsed.map(({ failure, event }) => [failure, wordsOf({ event })])).toEqual(parsed.map((_, i) => [null, `words ${i}`]));
  });
});

describe('a stopped pool', () => {
  it('leaves no process behind and takes nothing more', async () => {
    const pool = openPool();
    await pool.parse(mailOf('', 'x'), envelopeOf('1'));
    const pids = pool.processIds();
    expect(pids).not.toEqual([]);
    await pool.stop();
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(pool.parse(mailOf('', 'x'), envelopeOf('2'))).rejects.toThrow(RetriableError);
  });
});
