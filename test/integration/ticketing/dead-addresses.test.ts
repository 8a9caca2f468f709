import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '#contracts';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import type { EntryView } from '../../../apps/ticketing/src/tickets/ticket-view.js';
import { mail, openDesk, type Desk } from '../../support/ticketing-desk.js';

const agent = { kind: 'agent', id: randomUUID(), displayName: 'Grace' } as const;
const MARK = { since: '2026-03-02T09:00:01.000Z', status: '5.1.1', reason: 'this address does not exist: 550 5.1.1 gone' };
const BEFORE = '2026-03-02T08:00:00.000Z';
const AFTER = '2026-03-02T10:00:00.000Z';
let desk: Desk;
let person = 0;
let from = '';
let ticket = '';

beforeAll(async () => {
  desk = await openDesk({ settings: { acknowledgements: { perAddressPerDay: 0 } } });
});
afterAll(() => desk.close());
beforeEach(async () => {
  from = `person${(person += 1)}@example.com`;
  const first = mail({ from });
  await desk.take(first);
  ticket = (await desk.get(EntryReader).find(first.id))!.ticketId;
});

const answer = (more: object = {}) => desk.get(ReplyService).reply(ticket, { parts: [toTextPart('We are on it.')], ...more }, agent);
const to = (...values: string[]) => values.map((value) => ({ scheme: 'email', value }));
const markOf = async () => (await desk.get(TicketReader).find(ticket))!.contact.identities[0]!.undeliverable;

const arrive = (more: Partial<InboundMessage>, occurredAt = AFTER) => desk.take(mail({ from, occurredAt }, { receivedAt: AFTER, ...more }));

async function deliver({ id }: EntryView, more: object = {}): Promise<void> {
  const error = {
    code: 'dsn_recipient_invalid',
    category: 'recipient_invalid',
    permanent: true,
    nativeCode: '5.1.1',
    message: MARK.reason,
    hint: 'ask',
  };
  await desk.deliver({
    ...{ commandId: id, inboxId: 'support', status: 'failed', rank: null, final: true, at: MARK.since, attempt: 1, evidence: 'dsn', error },
    ...more,
  } as never);
}

describe('an address that is dead', () => {
  it('is marked on the contact by a bounce of a sent answer, and the next answer warns of it', async () => {
    const entry = await answer();
    expect(entry.warnings).toBeUndefined();
    await deliver(entry, { status: 'sent', rank: 4, final: false, evidence: 'provider_ack', error: undefined });
    expect(await markOf()).toBeNull();
    desk.clock.advance(1_000);
    await deliver(entry, { recipient: from });
    const bounced = (await desk.get(EntryReader).find(entry.id))!;
    expect(bounced.delivery).toMatchObject({ status: 'failed', error: { message: MARK.reason } });
    expect(await markOf()).toEqual(MARK);
    const { items } = await desk.get(TicketReader).list({ contactId: (await desk.get(TicketReader).find(ticket))!.contact.id });
    expect(items[0]!.contact.identities[0]!.undeliverable).toEqual(MARK);
    const [contact] = await desk.database.sql.query<{ at: Date }>(
      'select c.updated_at as at from contacts c join identities i on i.contact_id = c.id where i.value = $1',
      [from],
    );
    expect(contact!.at).toEqual(desk.clock.now());
    expect((await answer({ to: to(from.toUpperCase()) })).warnings).toEqual([
      { code: 'recipient_undeliverable', scheme: 'email', value: from, ...MARK },
    ]);
  });

  it.each([
    ['a full mailbox', { error: { code: 'x', category: 'quota_exceeded', permanent: false, message: 'full', hint: 'x' } }],
    ['a refused mail', { error: { code: 'x', category: 'recipient_blocked', permanent: true, message: 'spam', hint: 'x' } }],
    [
      'an address that is not yet known to be dead',
      { error: { code: 'x', category: 'recipient_invalid', permanent: false, message: 'x', hint: 'x' } },
    ],
    ['our own opinion', { evidence: 'none' }],
  ])('is not what %s shows', async (_what, more) => {
    await deliver(await answer(), more);
    expect(await markOf()).toBeNull();
  });

  it('is the one of several that the report names, and the only one where it names what the mail was sent on to', async () => {
    const other = mail({ from: `other-${from}` });
    await desk.take(other);
    const both = await answer({ to: to(from, `other-${from}`) });
    await deliver(both, { recipient: 'elsewhere@forwarded.example' });
    expect(await markOf()).toBeNull();
    const again = await answer({ to: to(from, `other-${from}`) });
    await deliver(again, { recipient: `Other-${from}` });
    expect(await markOf()).toBeNull();
    expect((await answer({ cc: to(`other-${from}`) })).warnings).toMatchObject([{ value: `other-${from}` }]);
    await deliver(await answer(), { recipient: 'elsewhere@forwarded.example' });
    expect(await markOf()).toEqual(MARK);
  });

  it('lives when a mail arrives from it, not when a report or spam does, nor what is forged', async () => {
    await deliver(await answer());
    await arrive({ flags: { bounce: true } as never });
    await arrive({ flags: { spam: true } as never });
    await arrive({ checks: { dmarc: 'fail' } });
    expect(await markOf()).toEqual(MARK);
    await arrive({});
    expect(await markOf()).toBeNull();
    expect((await answer()).warnings).toBeUndefined();
  });

  it.each([
    ['an older mail', BEFORE, BEFORE],
    ['an older mail that was long on its way', BEFORE, AFTER],
    ['an older mail of a clock that runs ahead', AFTER, BEFORE],
  ])('does not live by %s', async (_what, occurredAt, receivedAt) => {
    await deliver(await answer());
    await arrive({ receivedAt }, occurredAt);
    expect(await markOf()).toEqual(MARK);
  });

  it('stays alive when the report comes a second time after that', async () => {
    const entry = await answer();
    await deliver(entry);
    await arrive({});
    await deliver(entry);
    expect(await markOf()).toBeNull();
  });

  it('lives when a later message was delivered there, and keeps its first day while it is dead', async () => {
    await deliver(await answer());
    await deliver(await answer(), { at: '2026-03-05T09:00:00.000Z' });
    expect(await markOf()).toMatchObject({ since: MARK.since });
    const delivered = { status: 'delivered', rank: 5, final: false, error: undefined };
    await deliver(await answer(), { ...delivered, at: '2026-03-01T09:00:00.000Z' });
    expect(await markOf()).not.toBeNull();
    await deliver(await answer(), { ...delivered, at: '2026-03-06T09:00:00.000Z' });
    expect(await markOf()).toBeNull();
  });
});
