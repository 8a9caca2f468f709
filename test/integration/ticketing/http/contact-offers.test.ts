import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { AgentRepository } from '../../../../apps/ticketing/src/agents/agent.repository.js';
import { openApi } from '../../../support/ticketing-api.js';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Entry, type Ticket } from './api-desk.js';

interface Offered extends Ticket {
  readonly contact: {
    readonly id: string;
    readonly displayName: string | null;
    readonly identities: readonly { readonly value: string }[];
  };
  readonly contactOffer: { readonly state: string; readonly reason: string; readonly verified: boolean; readonly address: object } | null;
  readonly numberTold: object | null;
  readonly code?: string;
}

let desk: ApiDesk;
let api: ApiDesk['api'];
let run = 0;
let customer = '';
beforeAll(async () => {
  desk = await openApiDesk();
  api = desk.api;
});
afterAll(() => api.close());
beforeEach(() => {
  customer = `mia${(run += 1)}@pump.test`;
});

const forward = (fields: { from?: string; assurance?: 'verified' | 'claimed' } = {}, more: Partial<InboundMessage> = {}) => {
  const message = mail({ from: fields.from ?? 'anna@example.com', name: 'Anna', subject: `Fwd: Leak ${String.fromCharCode(96 + run)}` });
  const identities = [{ ...message.sender.identities[0]!, assurance: fields.assurance ?? ('claimed' as const) }];
  const from = { scheme: 'email', value: customer, displayName: 'Mia' };
  const ids = [`${customer}.m1`, `${customer}.m2`];
  const threading = { ...message.threading, references: ids };
  const forwarded = { from, to: [], cc: [], messageId: `${customer}.m2`, references: [`${customer}.m1`] };
  return { ...message, sender: { ...message.sender, identities }, threading, forwarded, ...more };
};
const ticketOf = async (message: InboundMessage, from = api) => {
  const [row] = await from.desk.database.sql.query<{ ticket_id: string }>('select ticket_id from entries where id = $1', [message.id]);
  return (await from.ask<Offered>('GET', `/api/v1/tickets/${row!.ticket_id}`)).body;
};
const takeForward = async (...given: Parameters<typeof forward>) => {
  const message = forward(...given);
  await api.desk.take(message);
  return ticketOf(message);
};
const decide = (ticket: Ticket, body: object = { decision: 'accept' }) =>
  api.ask<Offered>('POST', `/api/v1/tickets/${ticket.id}/contact-offer`, { body });
const undo = (ticket: Ticket) => api.ask<Offered>('DELETE', `/api/v1/tickets/${ticket.id}/contact-offer`);
const answer = async (ticket: Ticket) => {
  const { body } = await api.ask<Entry>('POST', `/api/v1/tickets/${ticket.id}/replies`, { body: { text: 'We send somebody.' } });
  return (await api.desk.requests()).find(({ commandId }) => commandId === body.id)!;
};

describe('a mail that a colleague forwards', () => {
  it('offers who wrote it as the contact, and changes nothing by itself', async () => {
    const ticket = await takeForward();
    expect(desk.findFaults('Ticket', ticket)).toEqual([]);
    expect(ticket.contact.identities[0]!.value).toBe('anna@example.com');
    expect(ticket.contactOffer).toEqual({
      entryId: expect.any(String),
      address: { scheme: 'email', value: customer, displayName: 'Mia' },
      reason: 'colleague_forwarded',
      verified: false,
      state: 'offered',
      decidedAt: null,
    });
    expect((await answer(ticket)).to[0]!.value).toBe('anna@example.com');
  });

  it("once accepted, is the customer's: answers go to her, into her thread; undone, all is as before", async () => {
    const ticket = await takeForward();
    const { status, body } = await decide(ticket);
    expect([status, body.contactOffer?.state, body.numberTold]).toEqual([201, 'accepted', null]);
    expect(desk.findFaults('Ticket', body)).toEqual([]);
    expect(body.contact).toMatchObject({ displayName: 'Mia', identities: [{ value: customer }] });
    expect(await answer(ticket)).toMatchObject({
      to: [{ scheme: 'email', value: customer, displayName: 'Mia' }],
      inReplyTo: `${customer}.m2`,
      references: [`${customer}.m1`, `${customer}.m2`],
      subject: `Re: Leak ${String.fromCharCode(96 + run)} 【技术支持】${ticket.number}`,
    });
    expect((await decide(ticket)).body).toMatchObject({ status: 409, code: 'offer_decided' });
    const undone = await undo(ticket);
    expect(undone.body).toMatchObject({ contactOffer: { state: 'offered' }, contact: { id: ticket.contact.id } });
    expect((await answer(ticket)).to[0]!.value).toBe('anna@example.com');
    const records = (await desk.entriesOf(ticket.id)).filter(({ direction }) => direction === 'system');
    expect(records.map(({ newText }) => newText)).toEqual([
      `Mia <${customer}> is the contact of this ticket now, for the message was forwarded.`,
      `That Mia <${customer}> is the contact of this ticket was undone.`,
    ]);
    expect((await undo(ticket)).body).toMatchObject({ status: 409, code: 'offer_decided' });
  });

  it("has the customer's later mails join it, and the colleague's too; answers still go to the customer", async () => {
    const ticket = await takeForward();
    await decide(ticket);
    const hers = mail({ from: customer, subject: 'Re: Leak', references: [`${customer}.m2`], text: 'It still leaks.' });
    const his = mail({
      from: 'anna@example.com',
      subject: `Re: Leak 【技术支持】${ticket.number}`,
      references: [`${customer}.m2`],
      text: 'Any news?',
    });
    await api.desk.take(hers);
    await api.desk.take(his);
    for (const message of [hers, his]) expect((await ticketOf(message)).id).toBe(ticket.id);
    const inbound = (await desk.entriesOf(ticket.id)).filter(({ direction }) => direction === 'inbound') as (Entry & {
      threading: { review: boolean };
    })[];
    expect(inbound.map(({ threading }) => threading.review)).toEqual([false, false, false]);
    expect(await answer(ticket)).toMatchObject({ to: [{ value: customer }], inReplyTo: hers.remoteMessageId });
  });

  it('may be refused, and asked about what was seen', async () => {
    const ticket = await takeForward();
    expect((await decide(ticket, { decision: 'accept', expectedVersion: ticket.version + 5 })).status).toBe(409);
    expect((await decide(ticket, { decision: 'reject' })).body.contactOffer?.state).toBe('rejected');
    expect((await decide(ticket)).status).toBe(409);
    expect((await undo(ticket)).body.contactOffer?.state).toBe('offered');
  });

  it.each([
    ['a customer', { from: 'somebody@pump.test' }, {}],
    ['a colleague whose mail is his own', { from: 'anna@example.com' }, { forwarded: undefined }],
    ['a mail system', {}, { sender: undefined }],
  ])('is none of %s', async (_who, fields, more) => {
    const message = forward(fields, 'sender' in more ? {} : more);
    const system = 'sender' in more ? { ...message, sender: { ...message.sender, role: 'system' as const } } : message;
    await api.desk.take(system);
    const ticket = await ticketOf(system);
    expect(ticket.contactOffer).toBeNull();
    expect((await decide(ticket)).body).toMatchObject({ status: 404, code: 'offer_unknown' });
  });

  it("offers nobody in a thread that is a customer's already, nor one of our own addresses", async () => {
    const first = mail({ from: customer, subject: 'My own' });
    await api.desk.take(first);
    await api.desk.database.sql.query(
      `insert into ticket_people (ticket_id, person, participant) select ticket_id, 'email||anna@example.com', true from entries where id = $1`,
      [first.id],
    );
    const within = forward({}, { threading: { references: [first.remoteMessageId], inReplyTo: first.remoteMessageId, subject: 'Fwd: x' } });
    await api.desk.take(within);
    expect((await ticketOf(within)).contactOffer).toBeNull();
    const ours = { scheme: 'email', value: 'support@example.com' };
    expect((await takeForward({}, { forwarded: { from: ours, to: [], cc: [] } })).contactOffer).toBeNull();
  });
});

describe('acceptance by itself', () => {
  it('is for agents whose mail is proved to be theirs, where the desk wants it', async () => {
    const given = await openApi({ settings: { forwards: { acceptFromVerifiedAgents: true, colleagueDomains: ['firm.test'] } } });
    try {
      const { database, clock } = given.desk;
      await new AgentRepository(database, clock).create({ email: 'Bob@firm.test', displayName: 'Bob', role: 'agent', passwordHash: '-' });
      const take = async (...fields: Parameters<typeof forward>) => {
        customer = `${randomUUID()}@pump.test`;
        const message = forward(...fields);
        await given.desk.take(message);
        const ticket = await ticketOf(message, given);
        return [ticket.contactOffer?.state, ticket.contactOffer?.reason, ticket.contact.identities[0]!.value === customer];
      };
      expect(await take({ from: 'bob@firm.test', assurance: 'verified' })).toEqual(['accepted', 'agent_forwarded', true]);
      expect(await take({ from: 'bob@firm.test' })).toEqual(['offered', 'agent_forwarded', false]);
      expect(await take({ from: 'eve@firm.test', assurance: 'verified' })).toEqual(['offered', 'colleague_forwarded', false]);
      expect(await take({ from: 'bob@firm.test', assurance: 'verified' }, { checks: { dmarc: 'fail' } })).toEqual([
        'offered',
        'agent_forwarded',
        false,
      ]);
      expect(await take({ from: 'anna@example.com', assurance: 'verified' })).toEqual([undefined, undefined, false]);
    } finally {
      await given.close();
    }
  });
});
