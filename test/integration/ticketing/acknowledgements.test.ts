import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { TicketView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { mail, openDesk } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

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
  return row === undefined ? [] : [...(await desk.get(TicketReader).list({ contactId: row.contact_id })).items].reverse();
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

  it('are not sent where the sender asks for none, and not for old mail', async () => {
    await desk.take(mail({ from }, { mayAutoReply: false }), mail({ from, subject: 'Old' }, { flags: { historical: true } }));
    expect(await acknowledged()).toBe(0);
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
