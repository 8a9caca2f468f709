import { describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { BindContactOffers1772650000001 } from '../../../../apps/ticketing/src/migrations/1772650000001-bind-contact-offers.js';
import { mail } from '../../../support/ticketing-desk.js';
import type { Ticket } from './api-desk.js';
import { answer, api, customer, decide, forward, nameCustomer, run, show, takeFrom, ticketOf, undo, useOfferDesk } from './offer-desk.js';

useOfferDesk();

describe('an offer whose forward is moved', () => {
  const eve = async () => {
    const message = mail({ from: `eve${run}@pump.test`, subject: `Of Eve ${run}` });
    await api.desk.take(message);
    return ticketOf(message);
  };
  const merge = async (from: Ticket, into: Ticket) => {
    const { body, status } = await api.ask<{ href: string }>('POST', `/api/v1/tickets/${from.id}/merges`, {
      body: { intoTicket: into.id },
    });
    expect(status).toBe(201);
    return () => api.ask('DELETE', body.href);
  };

  it('does not follow its forward into the ticket of a customer', async () => {
    const [ticket, hers] = [await takeFrom('bea@example.com'), await eve()];
    const undoMerge = await merge(ticket, hers);
    expect((await show(hers)).contactOffer).toBeNull();
    expect((await decide(ticket)).body).toMatchObject({ status: 404, code: 'offer_unknown' });
    expect((await show(hers)).contact.id).toBe(hers.contact.id);
    await undoMerge();
    expect((await show(ticket)).contactOffer).toMatchObject({ state: 'offered' });
    expect((await decide(ticket)).body.contact.identities[0]!.value).toBe(customer);
  });

  it('once accepted, is undone in its own ticket only, and gives nobody the answers of another', async () => {
    const [ticket, hers] = [await takeFrom('cid@example.com'), await eve()];
    await decide(ticket);
    const undoMerge = await merge(ticket, hers);
    expect((await undo(hers)).status).toBe(404);
    expect((await show(hers)).contact.id).toBe(hers.contact.id);
    expect((await answer(hers)).to[0]!.value).toBe('cid@example.com');
    await undoMerge();
    expect((await undo(ticket)).body.contact.id).toBe(ticket.contact.id);
  });

  it("once accepted, goes on to say to whom answers go where its customer's tickets become one", async () => {
    const first = mail({ from: customer, subject: `Mine ${run}` });
    await api.desk.take(first);
    const [hers, ticket] = [await ticketOf(first), await takeFrom('dan@example.com')];
    await decide(ticket);
    await merge(ticket, hers);
    const more = mail({ from: 'dan@example.com', references: [ticket.remoteMessageId], text: 'One more thing.' });
    await api.desk.take(more);
    expect((await ticketOf(more)).id).toBe(hers.id);
    expect((await answer(hers)).to[0]!.value).toBe(customer);
  });

  it('goes with its forward into a ticket that is of the same colleague', async () => {
    const ticket = await takeFrom('eli@example.com');
    const message = forward(
      { from: 'eli@example.com' },
      { threading: { references: [ticket.remoteMessageId], inReplyTo: ticket.remoteMessageId, subject: 'Fwd: x' } },
    );
    const other = { scheme: 'email', value: `other${run}@pump.test` };
    await api.desk.take({ ...message, forwarded: { from: other, to: [], cc: [] } });
    const both = await ticketOf(message);
    expect([both.id, both.contactOffer?.address]).toEqual([ticket.id, other]);
    await api.ask('POST', `/api/v1/tickets/${ticket.id}/splits`, { body: { entryIds: [message.id] } });
    expect((await ticketOf(message)).contactOffer?.address).toEqual(other);
    expect((await show(ticket)).contactOffer?.address).toMatchObject({ value: customer });
    expect((await decide(await show(ticket))).body.contact.identities[0]!.value).toBe(customer);
    const split = await ticketOf(message);
    expect((await decide(split)).body.contact.identities[0]!.value).toBe(other.value);
  });
});

describe('an offer from before it was bound to its ticket', () => {
  it('is taken over as it stands, and its record loses the name', async () => {
    const open = await takeFrom('fay@example.com');
    nameCustomer(`moe${run}`);
    const accepted = await takeFrom('gil@example.com');
    await decide(accepted);
    const { sql } = api.desk.database;
    const runner = { query: (text: string) => sql.query(text) } as unknown as QueryRunner;
    const migration = new BindContactOffers1772650000001();
    await migration.down(runner);
    const named = `Mia <${customer}> is the contact of this ticket now, for the message was forwarded.`;
    await sql.query(
      `update entries set plain_text = $2, parts = jsonb_set(parts::jsonb, '{0,fallback}', to_jsonb($2::text))::json where ticket_id = $1::uuid and direction = 'system'`,
      [accepted.id, named],
    );
    await migration.up(runner);
    expect((await show(open)).contactOffer).toMatchObject({ state: 'offered' });
    expect((await show(accepted)).contactOffer).toMatchObject({ state: 'accepted' });
    const rows = await sql.query<{ told: string }>(
      `select plain_text || coalesce(new_text, '') || parts::text as told from entries where ticket_id = $1::uuid and direction = 'system'`,
      [accepted.id],
    );
    expect(rows[0]!.told).toContain('Who wrote the forwarded message is the contact of this ticket now.');
    expect(rows[0]!.told).not.toContain(customer);
    expect((await undo(accepted)).body.contact.id).toBe(accepted.contact.id);
  });
});
