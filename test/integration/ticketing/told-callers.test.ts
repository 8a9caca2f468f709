import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundMessage, InboxId } from '#contracts';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { openInbox } from '../../support/chat-desk.js';
import { mail, openDesk } from '../../support/ticketing-desk.js';
import type { Desk } from '../../support/ticketing-desk.js';

describe('the number of a call', () => {
  let told: Desk;
  beforeAll(async () => {
    told = await openDesk({ settings: { acknowledgements: { via: { hotline: 'sms', night: 'gone', tickets: ['sms', 'support'] } } } });
    await openInbox(told, 'sms', 'notification', { in: [], out: ['text'] });
    await openInbox(told, 'support', 'email', { addressedBy: ['email'] });
  });
  afterAll(() => told.close());

  /** A call, as its connector hands it in: nothing can be answered there. */
  const call = (scheme: string, value: string, more: Partial<InboundMessage> = {}): InboundMessage => {
    const message = mail({ from: value, subject: `Call from ${value}` });
    const identity = { scheme, value, raw: value, assurance: 'claimed' as const };
    return {
      ...message,
      inbox: { id: 'hotline' as InboxId, channel: 'phone', provider: 'phone' },
      sender: { role: 'customer', identities: [identity] },
      recipients: [],
      replyWindow: { open: false, reason: 'a call cannot be answered by a message' },
      ...more,
    };
  };
  const at = (inbox: string) => ({ inbox: { id: inbox as InboxId, channel: 'phone', provider: 'phone' } });
  const sentTo = async (value: string) => (await told.requests()).filter(({ to }) => to[0]!.value === value);
  const opened = async ({ id }: InboundMessage) => {
    const entry = (await told.get(EntryReader).find(id))!;
    return { entry, ticket: (await told.get(TicketReader).find(entry.ticketId))! };
  };

  it('goes to the caller by the inbox that is set up for it, once', async () => {
    const first = call('phone', '+8613800138001');
    await told.take(first);
    await told.take({ ...first, deliveryId: 'again' });
    const { ticket } = await opened(first);
    const [message, ...others] = await sentTo('+8613800138001');
    expect(others).toEqual([]);
    expect(message).toMatchObject({ inboxId: 'sms', automatic: { reason: 'acknowledgement' }, ticketNumber: ticket.number });
    expect(message!.parts[0]!.fallback).toBe(`We have taken up your request. Its number is ${ticket.number}. Support`);
    expect([message!.conversationKey, message!.channelContext, message!.inReplyTo]).toEqual([undefined, undefined, undefined]);
    expect(ticket).toMatchObject({
      status: 'new',
      numberTold: { how: 'acknowledgement' },
      channels: ['phone', 'notification'],
      entries: 2,
    });
    expect((await told.get(EntryReader).list(ticket.id, { limit: 9 })).items[1]).toMatchObject({
      direction: 'outbound',
      channel: 'notification',
      inboxId: 'sms',
      flags: { automatic: { reason: 'acknowledgement' } },
    });
  });

  it('of a form goes to the mail address it names, by the first inbox that reaches it', async () => {
    const form = call('email', 'lin@example.com', { inbox: { id: 'tickets' as InboxId, channel: 'form', provider: 'form' } });
    await told.take(form);
    const { ticket } = await opened(form);
    expect(await sentTo('lin@example.com')).toMatchObject([
      { inboxId: 'support', ticketNumber: ticket.number, automatic: { reason: 'acknowledgement' } },
    ]);
  });

  it.each([
    ['number_hidden', call('phone_hidden', 'call-77')],
    ['number_invalid', call('phone_other', '4711')],
    ['number_invalid', call('extension', '802')],
    ['number_invalid', call('phone', '013800138000')],
    ['inbox_cannot_send', call('phone', '+8613800138002', at('night'))],
  ])('goes nowhere else, and the thread says why: %s', async (reason, message) => {
    const before = (await told.requests()).length;
    await told.take(message);
    const { entry, ticket } = await opened(message);
    expect([entry.flags.numberUntold, ticket.numberTold, ticket.status]).toEqual([reason, null, 'new']);
    expect(await told.requests()).toHaveLength(before);
  });

  it('is not sent where no inbox is set up, nor to robots and our own calls', async () => {
    const before = (await told.requests()).length;
    const elsewhere = call('phone', '+8613800138003', at('counter'));
    await told.take(
      elsewhere,
      call('phone', '+8613800138003', { flags: { automated: { reason: 'test', class: 'auto-reply' } } }),
      call('phone', '+8613800138003', { mayAutoReply: false }),
      call('phone', '+8613800138003', { direction: 'echo' }),
    );
    expect(await told.requests()).toHaveLength(before);
    expect((await opened(elsewhere)).entry.flags).toEqual({});
  });

  it('is sent five times a day, and the sixth call says that it was not', async () => {
    const calls = Array.from({ length: 6 }, () => call('phone', '+8613800138004'));
    for (const one of calls) await told.take(one);
    expect(await sentTo('+8613800138004')).toHaveLength(5);
    expect((await opened(calls[5]!)).entry.flags).toMatchObject({ numberUntold: 'limit_reached' });
  });
});
