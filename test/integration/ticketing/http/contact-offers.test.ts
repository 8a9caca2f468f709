import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { AgentRepository } from '../../../../apps/ticketing/src/agents/agent.repository.js';
import { openApi } from '../../../support/ticketing-api.js';
import { mail } from '../../../support/ticketing-desk.js';
import type { Entry } from './api-desk.js';
import {
  answer,
  api,
  customer,
  decide,
  desk,
  forward,
  nameCustomer,
  type Offered,
  run,
  show,
  takeForward,
  takeFrom,
  ticketOf,
  undo,
  useOfferDesk,
} from './offer-desk.js';

useOfferDesk();

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
      'Who wrote the forwarded message is the contact of this ticket now.',
      'That who wrote the forwarded message is the contact of this ticket was undone.',
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

  it('is decided about as it was seen: a later forward is another offer, and nothing unproved comes before what is proved', async () => {
    const from = 'ada@example.com';
    const ticket = await takeFrom(from, 'verified');
    const asked = { scheme: 'email', value: `forged${run}@pump.test` };
    const again = { references: [ticket.remoteMessageId], inReplyTo: ticket.remoteMessageId, subject: 'Fwd: x' };
    const take = async (assurance: 'verified' | 'claimed') => {
      const message = forward({ from, assurance }, { threading: again, forwarded: { from: asked, to: [], cc: [] } });
      await api.desk.take(message);
      return ticketOf(message);
    };
    const forged = await take('claimed');
    expect([forged.id, forged.contactOffer?.address]).toEqual([ticket.id, ticket.contactOffer?.address]);
    const newer = await take('verified');
    expect(newer.contactOffer?.address).toEqual(asked);
    expect((await decide(ticket)).body).toMatchObject({ status: 409, code: 'offer_changed' });
    expect((await show(ticket)).contact.id).toBe(ticket.contact.id);
    expect((await decide(newer, { decision: 'reject' })).body.contactOffer?.entryId).toBe(ticket.contactOffer!.entryId);
    expect((await undo(ticket)).body.contactOffer).toMatchObject({ entryId: newer.contactOffer!.entryId, state: 'offered' });
    expect((await api.ask('POST', `/api/v1/tickets/${ticket.id}/contact-offer`, { body: { decision: 'accept' } })).status).toBe(422);
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
        nameCustomer(randomUUID());
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

      nameCustomer(randomUUID());
      const first = forward({ from: 'bob@firm.test', assurance: 'verified' });
      const second = forward(
        { from: 'bob@firm.test', assurance: 'verified' },
        { threading: { references: [first.remoteMessageId], inReplyTo: first.remoteMessageId, subject: 'Fwd: x' } },
      );
      const other = { scheme: 'email', value: `${randomUUID()}@pump.test` };
      await given.desk.take(first, { ...second, forwarded: { from: other, to: [], cc: [] } });
      const ticket = await ticketOf(second, given);
      expect([ticket.id, ticket.contact.identities[0]!.value]).toEqual([(await ticketOf(first, given)).id, customer]);
      const { body } = await given.ask<Offered>('DELETE', `/api/v1/tickets/${ticket.id}/contact-offer`);
      expect(body.contact.identities[0]!.value).toBe('bob@firm.test');
    } finally {
      await given.close();
    }
  });
});
