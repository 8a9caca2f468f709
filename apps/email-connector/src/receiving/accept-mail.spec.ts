import { describe, expect, it } from '@jest/globals';
import { readEvent, writeEvent, type ConnectorContext, type WrittenEvent } from '#connector-sdk';
import { createTestContext } from '#connector-sdk/testing';
import { InboundMessage } from '#contracts';
import { PermanentError, RetriableError, SystemClock } from '#runtime';
import { parseMail } from '../converting/parse-mail.js';
import { toInboundMessage } from '../converting/to-inbound-message.js';
import type { MailEnvelope, MailParser } from '../parsing/parser.js';
import { acceptInOrder } from './accept-mail.js';

const envelopeOf = (n: number): MailEnvelope => ({
  inboxId: 'support',
  provider: 'mail',
  address: 'support@example.com',
  rcptTo: [],
  receivedAt: '2026-03-02T09:00:05.000Z',
  deliveryId: `1:${n}`,
});
const mailOf = (n: number) =>
  Buffer.from(`From: anna@example.net\r\nMessage-ID: <m${n}@example.net>\r\nSubject: Mail ${n}\r\n\r\nWords ${n}.\r\n`);

const parser: MailParser = {
  parse: (raw, envelope) => {
    const { event, blobs } = toInboundMessage(raw, parseMail(raw), envelope);
    return Promise.resolve({
      event: writeEvent('message.received.v1', event),
      direction: event.direction,
      blobs: [raw, ...blobs],
      bounce: null,
      failure: null,
    });
  },
  stop: () => Promise.resolve(),
};

/** The house, which answers the event of mail 2 with `error`, once. */
function houseThatRefuses(error: Error) {
  const house = createTestContext({ clock: new SystemClock(), inbox: { id: 'support', channel: 'email', provider: 'mail' } });
  let refused = false;
  const context: ConnectorContext = new Proxy(house, {
    get: (target, name) => {
      if (name !== 'emit') return Reflect.get(target, name) as unknown;
      return (...given: Parameters<ConnectorContext['emit']>) => {
        const { remoteMessageId } = readEvent(given[1] as WrittenEvent<'message.received.v1'>);
        if (refused || remoteMessageId !== 'm2@example.net') return target.emit(...given);
        refused = true;
        return Promise.reject(error);
      };
    },
  });
  const take = () =>
    acceptInOrder(
      [1, 2, 3].map((n) => ({ raw: mailOf(n), envelope: envelopeOf(n) })),
      { parser, context, idKeys: [] },
    );
  return { house, take };
}

describe('a mail whose event the log refuses', () => {
  it('is kept as one that could not be read, for sending it again would not help', async () => {
    const { house, take } = houseThatRefuses(new PermanentError('Event breaks its contract: extras: too large', { code: 'event_invalid' }));
    await take();
    const messages = house.emitted.map(({ data }) => InboundMessage.parse(data));
    expect(messages.map(({ remoteMessageId }) => remoteMessageId).sort()).toEqual([1, 2, 3].map((n) => `m${n}@example.net`));
    const kept = messages.find(({ remoteMessageId }) => remoteMessageId === 'm2@example.net')!;
    expect(kept.plainText).toContain('could not be read');
    expect(kept.plainText).toContain('too large');
    expect(kept.raw.bytes).toBe(mailOf(2).length);
  });

  it('is refused as long as time can heal it', async () => {
    const { take } = houseThatRefuses(new RetriableError('The log is away', { code: 'log_unavailable' }));
    await expect(take()).rejects.toMatchObject({ code: 'log_unavailable' });
  });
});
