import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { mail, openDesk } from '../../support/ticketing-desk.js';
import type { Desk, MailFields } from '../../support/ticketing-desk.js';

let desk: Desk;
let person = 0;
let from = '';

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => {
  from = `person${(person += 1)}@example.com`;
});

async function ticketsOf(address: string): Promise<TicketView[]> {
  const [row] = await desk.database.sql.query<{ contact_id: string }>('select contact_id from identities where value = $1', [address]);
  return row === undefined ? [] : [...(await desk.get(TicketReader).list({ contactId: row.contact_id }, { limit: 200 })).items].reverse();
}

describe('acknowledgements', () => {
  const acknowledged = async () => (await desk.requests()).filter(({ to }) => to[0]!.value === from).length;

  it('go to an address five times a day', async () => {
    await desk.take(...Array.from({ length: 4 }, (_, index) => mail({ from, subject: `Matter ${index}` })));
    await desk.take(...Array.from({ length: 4 }, (_, index) => mail({ from, subject: `Other matter ${index}` })));
    expect(await acknowledged()).toBe(5);
    expect((await ticketsOf(from)).filter(({ numberTold }) => numberTold === null)).toHaveLength(3);
  });

  it('stop for an address that answers one within a minute', async () => {
    const first = mail({ from });
    await desk.take(first);
    desk.clock.advance(20_000);
    await desk.take(mail({ from, references: [first.remoteMessageId], text: 'Thank you for your message.' }));
    await desk.take(mail({ from, subject: 'Another matter' }));
    expect(await acknowledged()).toBe(1);
  });

  it('stop for an address that answers one within a minute after it was sent, however long it waited', async () => {
    const first = mail({ from });
    await desk.take(first);
    const request = (await desk.requests()).find(({ to }) => to[0]!.value === from)!;
    desk.clock.advance(3 * 3_600_000);
    const at = desk.clock.now().toISOString();
    const change = { commandId: request.commandId, inboxId: request.inboxId, status: 'sent' as const, final: false, attempt: 3, at };
    await desk.deliver({ ...change, rank: 4, evidence: 'provider_ack', remoteMessageId: `told.${from}` });
    desk.clock.advance(2_000);
    await desk.take(mail({ from, references: [`told.${from}`], text: 'Thank you for your message.' }));
    await desk.take(mail({ from, subject: 'Another matter' }));
    expect(await acknowledged()).toBe(1);
  });

  it('are not sent to an address of ours, nor where the domain of the sender says that he is none of its people', async () => {
    const before = (await desk.requests()).length;
    await desk.take(mail({ from: 'support@example.com', subject: 'From ourselves' }));
    await desk.take(mail({ from, subject: 'Forged' }, { checks: { dmarc: 'fail' } }));
    expect(await desk.requests()).toHaveLength(before);
  });

  it('are not sent to who answers a mail of ours, whatever address he has', async () => {
    const first = mail({ from });
    await desk.take(first);
    const [ticket] = await ticketsOf(from);
    desk.clock.advance(3_600_000);
    const before = (await desk.requests()).length;
    await desk.take(mail({ from: `other-${from}`, subject: `Re: Printer 【技术支持】${ticket!.number}` }));
    await desk.take(mail({ from: `third-${from}`, subject: 'Elsewhere', token: (await desk.requests()).at(-1)!.ticketToken! }));
    expect(await desk.requests()).toHaveLength(before);
    await desk.take(mail({ from: `fourth-${from}`, subject: 'Elsewhere' }));
    expect(await desk.requests()).toHaveLength(before + 1);
  });

  describe('whatever decided where a message goes', () => {
    let number = '';
    let token = '';
    let ours = '';
    beforeEach(async () => {
      await desk.take(mail({ from, subject: 'First' }));
      const request = (await desk.requests()).find(({ to }) => to[0]!.value === from)!;
      [number, token, ours] = [request.ticketNumber!, request.ticketToken!, `sent.${from}`];
      const change = { commandId: request.commandId, inboxId: request.inboxId, status: 'sent' as const, final: false, attempt: 1, rank: 4 };
      await desk.deliver({ ...change, at: desk.clock.now().toISOString(), evidence: 'provider_ack', remoteMessageId: ours });
    });

    const told = async (address: string, fields: MailFields) => {
      await desk.take(mail({ from: address, subject: 'Elsewhere', ...fields }));
      return (await desk.requests()).some(({ to }) => to[0]!.value === address);
    };

    it('are not sent to who has a token that is forged', async () => {
      const forged = token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
      expect(await told(`forger-${from}`, { token: forged })).toBe(false);
    });

    it('are not sent to who names a mail of ours beside one that is nearer', async () => {
      const other = mail({ from: `other-${from}`, subject: 'Other' });
      await desk.take(other);
      expect(await told(`third-${from}`, { references: [ours, other.remoteMessageId] })).toBe(false);
    });

    it('are not sent to who names a number beside a mail of others', async () => {
      const other = mail({ from: `other-${from}`, subject: 'Other' });
      await desk.take(other);
      expect(await told(`fourth-${from}`, { subject: `Elsewhere ${number}`, references: [other.remoteMessageId] })).toBe(false);
    });

    it('are sent to who mistypes a number, for he needs the right one', async () => {
      expect(await told(`typist-${from}`, { subject: 'About 20260101-EML-999999' })).toBe(true);
    });
  });

  it('are not sent where the sender asks for none, and not for old mail', async () => {
    await desk.take(mail({ from }, { mayAutoReply: false }), mail({ from, subject: 'Old' }, { flags: { historical: true } }));
    expect(await acknowledged()).toBe(0);
  });

  describe('in the name of somebody who proves himself', () => {
    const proved = (address: string): Partial<InboundMessage> => ({
      sender: { role: 'customer', identities: [{ scheme: 'email', value: address, raw: address, assurance: 'verified' }] },
      checks: { dmarc: 'pass' },
    });
    const subjects = Array.from(
      { length: 120 },
      (_, n) => `Forged ${String.fromCharCode(97 + (n % 26))}${String.fromCharCode(97 + n / 26)}`,
    );

    it.each([
      ['disowned', { checks: { dmarc: 'fail' as const } }],
      ['claimed', {}],
    ])('%s mails, however many, cost him neither quarantine nor acknowledgement', async (kind, more) => {
      from = `${kind}-${from}`;
      await desk.take(...subjects.map((subject) => mail({ from, subject }, more)));
      const before = await acknowledged();
      await desk.take(mail({ from, subject: 'From himself' }, proved(from)));
      expect(await acknowledged()).toBe(before + 1);
      const own = (await ticketsOf(from)).filter(({ subject }) => subject === 'From himself');
      expect(own).toMatchObject([{ quarantined: false, status: 'new', numberTold: { how: 'acknowledgement' } }]);
      expect((await ticketsOf(from)).some(({ quarantined }) => quarantined)).toBe(true);
    });

    it('a hasty answer does not silence him', async () => {
      await desk.take(mail({ from, subject: 'First' }, proved(from)));
      desk.clock.advance(5_000);
      const [first] = await ticketsOf(from);
      await desk.take(mail({ from, subject: `Re: First 【技术支持】${first!.number}`, text: 'Received.' }));
      await desk.take(mail({ from, subject: 'Second matter' }, proved(from)));
      expect(await acknowledged()).toBe(2);
    });

    it('two thousand invented addresses of his domain cost his colleagues nothing', async () => {
      const invented = Array.from({ length: 2_100 }, (_, n) =>
        mail({ from: `i${n}@forged.test`, subject: `${subjects[n % 120]!} ${n % 7}` }),
      );
      for (let at = 0; at < invented.length; at += 300) await desk.take(...invented.slice(at, at + 300));
      expect(await ticketsOf('i2099@forged.test')).toMatchObject([{ quarantined: true }]);
      from = 'colleague@forged.test';
      await desk.take(mail({ from, subject: 'From a colleague' }, proved(from)));
      expect(await ticketsOf(from)).toMatchObject([{ quarantined: false }]);
      expect(await acknowledged()).toBe(1);
    });
  });

  it('are not sent to a flood, which is quarantined', async () => {
    await desk.take(...Array.from({ length: 100 }, (_, index) => mail({ from, subject: `Flood ${index}` })));
    await desk.take(mail({ from, subject: 'One too many' }));
    const [row] = await desk.database.sql.query<{ count: string }>(
      'select count(*) from tickets t join identities i using (contact_id) where i.value = $1 and quarantined',
      [from],
    );
    expect(row!.count).toBe('1');
  });
});
