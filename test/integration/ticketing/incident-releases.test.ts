import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TicketEditor } from '../../../apps/ticketing/src/tickets/ticket-editor.js';
import { openInbox } from '../../support/chat-desk.js';
import { type Compensation, type Customer, type Incident, INCIDENT_DESK, onApi } from '../../support/emergency-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';

const DESK = {
  ...INCIDENT_DESK,
  rules: [{ key: 'join', when: ['opened', 'changed'], if: { fact: 'ticket.tags', contains: 'sync' }, then: [{ joinIncident: {} }] }],
};

describe('whom an incident does not touch', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    await openInbox(api.desk, 'support', 'email', { out: ['text'] });
  });
  afterAll(() => api.close());

  const open = (from: string) => onApi(api).open({ from, subject: `Of ${from}` });
  const sentTo = async (address: string) => (await onApi(api).sent('incident')).filter(({ to }) => to[0]!.value === address).length;
  const customers = async (id: string) => (await api.ask<{ items: Customer[] }>('GET', `/api/v1/incidents/${id}/customers`)).body.items;
  const announce = async (id: string, text: string) => {
    api.desk.clock.advance(1_000);
    await api.ask('POST', `/api/v1/incidents/${id}/notices`, { body: { kind: 'update', text } });
    await api.desk.settle();
  };
  const codes = async (ticket: string) =>
    (await api.ask<{ items: { parts: { code?: string }[] }[] }>('GET', `/api/v1/tickets/${ticket}/entries?limit=100`)).body.items.flatMap(
      ({ parts }) => parts.flatMap(({ code }) => code ?? []),
    );

  it('is taken out with his tickets: told nothing further, linked again by nobody but a person', async () => {
    const [problem, ann, bo] = [await open('problem@example.com'), await open('ann@example.com'), await open('bo@example.com')];
    const { body: made } = await api.ask<Incident>('POST', '/api/v1/incidents', {
      body: { ticket: problem.id, affected: { tags: ['sync'] } },
    });
    await api.ask('POST', `/api/v1/incidents/${made.id}/customers`, { body: { tickets: [ann.id, bo.id] } });
    await announce(made.id, 'We look.');
    expect([await sentTo('ann@example.com'), await sentTo('bo@example.com')]).toEqual([1, 1]);

    const headers = { 'idempotency-key': 'release-ann' };
    const release = () => api.ask<Incident>('DELETE', `/api/v1/incidents/${made.id}/customers/${ann.contact.id}`, { headers });
    const [first, second] = [await release(), await release()];
    expect([first.status, second.status, first.body]).toEqual([200, 200, second.body]);
    expect(first.body).toMatchObject({ customers: 1, tickets: 1 });
    expect((await codes(ann.id)).filter((code) => code === 'incident.unlinked')).toHaveLength(1);
    expect((await codes(problem.id)).filter((code) => code === 'incident.unlinked')).toHaveLength(1);
    await announce(made.id, 'Nearly done.');
    expect([await sentTo('ann@example.com'), await sentTo('bo@example.com')]).toEqual([1, 2]);

    // A rule that links what has the tag leaves him alone.
    await api.desk.get(TicketEditor).edit(ann.id, { tags: ['sync'] }, { kind: 'agent', displayName: 'Li' });
    await api.desk.settle();
    expect((await customers(made.id)).map(({ ticketId }) => ticketId)).toEqual([bo.id]);
    expect(await sentTo('ann@example.com')).toBe(1);

    // A person takes it back; he hears what was told last, and nothing twice.
    await api.ask('POST', `/api/v1/incidents/${made.id}/customers`, { body: { contacts: [ann.contact.id], tickets: [ann.id] } });
    await api.desk.settle();
    expect([(await customers(made.id)).length, await sentTo('ann@example.com')]).toEqual([2, 2]);
    const { body: audit } = await api.ask<{ items: { route?: string; action?: string }[] }>('GET', '/api/v1/audit?limit=50');
    expect(JSON.stringify(audit.items)).toContain('DELETE incidents/:incidentId/customers/:contactId');
  });

  it('goes with his last ticket, stays with another, and loses what was proposed for him', async () => {
    const problem = await open('problem2@example.com');
    const one = await open('cy@example.com');
    const two = (
      await api.ask<{ id: string }>('POST', '/api/v1/tickets', {
        body: { contact: { id: one.contact.id }, subject: 'Another', origin: 'call' },
      })
    ).body;
    const { body: made } = await api.ask<Incident>('POST', '/api/v1/incidents', { body: { ticket: problem.id } });
    await api.ask('POST', `/api/v1/incidents/${made.id}/customers`, { body: { tickets: [one.id, two.id] } });
    await api.ask('POST', `/api/v1/incidents/${made.id}/compensations`, { body: { policy: 'missed' } });
    const state = async () =>
      (await api.ask<{ items: Compensation[] }>('GET', `/api/v1/compensations?incident=${made.id}`)).body.items.map((each) => each.state);
    expect(await state()).toEqual(['proposed']);
    const without = (ticket: string) => api.ask<Incident & { code?: string }>('DELETE', `/api/v1/incidents/${made.id}/tickets/${ticket}`);
    const [linked] = await customers(made.id);
    expect((await without(linked!.ticketId!)).body).toMatchObject({ customers: 1, tickets: 1 });
    const [left] = await customers(made.id);
    expect(left!.ticketId).not.toBe(linked!.ticketId);
    expect((await without(left!.ticketId!)).body).toMatchObject({ customers: 0, tickets: 0 });
    expect(await state()).toEqual(['refused']);
    expect((await without(left!.ticketId!)).body.code).toBe('incident_link_unknown');
    expect((await without(problem.id)).body.code).toBe('incident_link_unknown');
    expect((await without('nothing')).body.code).toBe('ticket_unknown');
  });
});
