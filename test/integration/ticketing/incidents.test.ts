import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openInbox } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';
import { type Compensation, type Customer, type Incident, INCIDENT_DESK, onApi, textOf } from '../../support/emergency-desk.js';

describe('large incidents', () => {
  let api: Api;
  beforeAll(async () => {
    api = await openApi({ desk: INCIDENT_DESK });
    await openInbox(api.desk, 'sms', 'notification', { in: [], out: ['text'] });
    await openInbox(api.desk, 'support', 'email', { out: ['text'] });
  });
  afterAll(() => api.close());

  const open = (fields: Parameters<ReturnType<typeof onApi>['open']>[0]) => onApi(api).open(fields);
  const sent = () => onApi(api).sent('incident');
  const profile = (contact: string, body: object) => api.ask('PATCH', `/api/v1/contacts/${contact}`, { body });
  const incident = async (id: string) => (await api.ask<Incident>('GET', `/api/v1/incidents/${id}`)).body;
  const customers = async (id: string) => (await api.ask<{ items: Customer[] }>('GET', `/api/v1/incidents/${id}/customers`)).body.items;

  it('are opened by an alarm: whom it touches is told before he asks, in a ticket of his own or a new one, once each', async () => {
    const [ann, bo, cy] = [
      await open({ from: 'ann@pro.example', name: 'Ann', subject: 'My sync' }),
      await open({ from: 'bo@big.example', name: 'Bo', subject: 'sync again' }),
      await open({ from: 'cy@free.example', name: 'Cy', subject: 'Other' }),
    ];
    await profile(ann.contact.id, { plan: 'pro', language: 'zh' });
    await profile(bo.contact.id, { plan: 'Enterprise' });
    await profile(cy.contact.id, { plan: 'pro' });
    const alarm = await open({ from: 'monitor@example.com', subject: 'ALARM sync' });
    const { items } = (await api.ask<{ items: Incident[] }>('GET', '/api/v1/incidents?state=open')).body;
    expect(items).toHaveLength(1);
    // Cy has the plan, but no ticket about it: both lists must hold.
    expect(items[0]).toMatchObject({ ticketId: alarm.id, title: 'Sync is down', customers: 2, tickets: 2, told: 2 });
    const told = await sent();
    expect(told.map(({ to }) => to[0]!.value).sort()).toEqual(['ann@pro.example', 'bo@big.example']);
    expect(textOf(told.find(({ to }) => to[0]!.value === 'ann@pro.example')!)).toContain('订单延迟。');
    expect(textOf(told.find(({ to }) => to[0]!.value === 'bo@big.example')!)).toContain('Orders come late.');
    await api.desk.settle();
    expect(await sent()).toHaveLength(2);
  });

  it('are joined by who writes while they last: he hears what was told last', async () => {
    const { items } = (await api.ask<{ items: Incident[] }>('GET', '/api/v1/incidents')).body;
    const late = await open({ from: 'dee@pro.example', name: 'Dee', subject: 'sync broken?' });
    expect((await incident(items[0]!.id)).customers).toBe(3);
    expect((await customers(items[0]!.id)).find(({ displayName }) => displayName === 'Dee')).toMatchObject({
      ticketId: late.id,
      told: [{ kind: 'began', outcome: 'queued' }],
    });
  });

  it('have customers linked by hand, without a ticket too, and tell news; who cannot be reached is not hidden', async () => {
    const { items } = (await api.ask<{ items: Incident[] }>('GET', '/api/v1/incidents')).body;
    const id = items[0]!.id;
    const cy = (await api.ask<{ items: { id: string; contact: { id: string } }[] }>('GET', '/api/v1/tickets?q=Other')).body.items[0]!;
    const added = await api.ask<Incident>('POST', `/api/v1/incidents/${id}/customers`, { body: { contacts: [cy.contact.id] } });
    expect(added.status).toBe(201);
    await api.desk.settle();
    const linked = (await customers(id)).find(({ displayName }) => displayName === 'Cy')!;
    expect(linked.ticketId).not.toBe(cy.id);
    expect(linked.ticketId).not.toBeNull();
    const own = (await api.ask<{ number: string; subject: string; status: string }>('GET', `/api/v1/tickets/${linked.ticketId}`)).body;
    expect(own).toMatchObject({ subject: 'Sync is down', status: 'pending', number: expect.stringContaining('INC') });
    await api.ask('POST', `/api/v1/incidents/${id}/notices`, { body: { text: { en: 'Cause found.', zh: '已定位。' } } });
    await api.desk.settle();
    const all = await customers(id);
    expect(all).toHaveLength(4);
    for (const { told } of all) expect(told.map(({ kind }) => kind)).toEqual(['began', 'update']);
    expect((await incident(id)).told).toBe(4);
    expect((await api.ask('POST', `/api/v1/incidents/${id}/customers`, { body: { tickets: ['NO-SUCH'] } })).body).toMatchObject({
      code: 'ticket_unknown',
    });
  });

  it('end together: all tickets solved, customers told, and compensation proposed by length and plan, for a supervisor to approve', async () => {
    const { items } = (await api.ask<{ items: Incident[] }>('GET', '/api/v1/incidents')).body;
    const id = items[0]!.id;
    api.desk.clock.advance(150 * 60_000);
    const impact = (
      await api.ask<{ policy: string; items: { displayName: string; minutes: number; compensation: { amount: number } | null }[] }>(
        'GET',
        `/api/v1/incidents/${id}/impact`,
      )
    ).body;
    expect(impact.items.map(({ displayName, minutes, compensation }) => [displayName, minutes, compensation?.amount]).sort()).toEqual([
      ['Ann', 150, 3],
      ['Bo', 150, 60],
      ['Cy', 150, 3],
      ['Dee', 150, 3],
    ]);
    const closed = await api.ask<Incident>('POST', `/api/v1/incidents/${id}/closure`, {
      body: { text: { en: 'All is well.', zh: '已恢复。' } },
    });
    expect([closed.status, closed.body.state]).toEqual([201, 'closed']);
    await api.desk.settle();
    for (const { ticketId, told } of await customers(id)) {
      expect((await api.ask<{ status: string }>('GET', `/api/v1/tickets/${ticketId}`)).body.status).toBe('solved');
      expect(told.map(({ kind }) => kind)).toEqual(['began', 'update', 'ended']);
    }
    expect((await sent()).map(textOf).filter((text) => text.includes('150 minutes') || text.includes('150 分钟'))).toHaveLength(4);
    expect((await api.ask('POST', `/api/v1/incidents/${id}/notices`, { body: { text: 'x' } })).body).toMatchObject({
      code: 'incident_closed',
      status: 409,
    });

    const proposed = (await api.ask<{ items: Compensation[] }>('GET', `/api/v1/compensations?state=proposed&incident=${id}`)).body.items;
    expect(proposed.map(({ displayName, amount }) => [displayName, amount]).sort()).toEqual([
      ['Ann', 3],
      ['Bo', 60],
      ['Cy', 3],
      ['Dee', 3],
    ]);
    const bo = proposed.find(({ displayName }) => displayName === 'Bo')!;
    expect(bo.basis).toEqual({ plan: 'Enterprise', minutes: 150, times: 3, each: 20, capped: false });
    const approved = await api.ask<Compensation>('POST', `/api/v1/compensations/${bo.id}/decision`, {
      body: { decision: 'approve', note: 'As agreed.' },
    });
    expect(approved.body).toMatchObject({ state: 'approved' });
    expect((await api.desk.requests()).filter(({ automatic }) => automatic?.reason === 'compensation').map(textOf)).toEqual([
      'You get 60 CNY for it.',
    ]);
    expect((await api.ask('POST', `/api/v1/compensations/${bo.id}/decision`, { body: { decision: 'refuse' } })).body).toMatchObject({
      code: 'compensation_decided',
    });
    await api.ask('POST', `/api/v1/incidents/${id}/compensations`, { body: { policy: 'outage' } });
    expect(
      (await api.ask<{ items: Compensation[] }>('GET', `/api/v1/compensations?incident=${id}`)).body.items.map(({ state }) => state).sort(),
    ).toEqual(['approved', 'proposed', 'proposed', 'proposed']);
  });

  it('tell no more than the desk allows, some at a time', async () => {
    const problem = await open({ from: 'ops@example.com', subject: 'Big one' });
    const before = (await sent()).length;
    await api.desk.take(...Array.from({ length: 70 }, (_, index) => mail({ from: `c${index}@mass.example`, subject: `Case ${index}` })));
    await api.desk.settle();
    const found = await api.desk.database.sql.query<{ id: string }>(`select t.id from tickets t where t.subject like 'Case %'`);
    const made = await api.ask<Incident>('POST', '/api/v1/incidents', { body: { ticket: problem.number } });
    await api.ask('POST', `/api/v1/incidents/${made.body.id}/customers`, { body: { tickets: found.map(({ id }) => id) } });
    expect((await sent()).length).toBe(before);
    await api.ask('POST', `/api/v1/incidents/${made.body.id}/notices`, { body: { kind: 'began', text: 'It is us.' } });
    await api.desk.settle();
    expect(await incident(made.body.id)).toMatchObject({ customers: 70, told: 60 });
    expect((await sent()).length).toBe(before + 60);
    expect((await api.ask('POST', '/api/v1/incidents', { body: { ticket: problem.number } })).body).toMatchObject({
      code: 'incident_open',
    });
  });

  describe('compensation of a case', () => {
    it('is proposed by a rule once, or by hand; only supervisors decide', async () => {
      const late = await open({ from: 'zed@example.com', name: 'Zed', subject: 'LATE answer' });
      const byHand = await api.ask<{ items: Compensation[] }>('POST', `/api/v1/tickets/${late.id}/compensations`, {
        body: { amount: 12.5, unit: 'CNY', reason: 'goodwill' },
      });
      expect(byHand.body.items.map(({ amount, unit }) => `${amount} ${unit}`).sort()).toEqual(['12.5 CNY', '5 points']);
      const agent = await api.ask<{ key: string }>('POST', '/api/v1/api-keys', {
        body: { name: 'an agent', scopes: ['tickets:read', 'tickets:write'] },
      });
      const refused = await api.ask('POST', `/api/v1/compensations/${byHand.body.items[0]!.id}/decision`, {
        key: agent.body.key,
        body: { decision: 'approve' },
      });
      expect([refused.status, refused.body]).toMatchObject([403, { code: 'forbidden' }]);
    });
  });

  it('asked for twice with one key are one', async () => {
    const ticket = await open({ from: 'keys@example.com', subject: 'Keys' });
    const { twice, get } = onApi(api);
    const all = async () => (await get<{ items: Incident[] }>(`/incidents?ticket=${ticket.id}`)).items;
    expect(await twice('/incidents', { ticket: ticket.id }, async () => (await all()).length)).toEqual({
      status: 201,
      same: true,
      more: 1,
    });
    const { id } = (await all())[0]!;
    const other = await open({ from: 'others@example.com', subject: 'Others' });
    const linked = async () => (await incident(id)).customers;
    expect(await twice(`/incidents/${id}/customers`, { contacts: [other.contact.id] }, linked)).toEqual({
      status: 201,
      same: true,
      more: 1,
    });
    const records = async () => (await get<{ items: object[] }>(`/tickets/${ticket.id}/entries`)).items.length;
    expect(await twice(`/incidents/${id}/notices`, { text: 'x' }, records)).toEqual({ status: 201, same: true, more: 1 });
    const proposed = async () => (await get<{ items: Compensation[] }>(`/compensations?incident=${id}`)).items.length;
    expect(await twice(`/incidents/${id}/compensations`, { policy: 'missed' }, proposed)).toEqual({ status: 201, same: true, more: 1 });
    const [one] = (await get<{ items: Compensation[] }>(`/compensations?incident=${id}`)).items;
    expect(await twice(`/compensations/${one!.id}/decision`, { decision: 'refuse' }, proposed)).toEqual({
      status: 200,
      same: true,
      more: 0,
    });
    const byHand = { reason: 'x', amount: 1 };
    const ofTicket = async () => (await get<{ items: Compensation[] }>(`/tickets/${ticket.id}/compensations`)).items.length;
    expect(await twice(`/tickets/${ticket.id}/compensations`, byHand, ofTicket)).toEqual({ status: 201, same: true, more: 1 });
    expect(await twice(`/incidents/${id}/closure`, {}, linked)).toEqual({ status: 201, same: true, more: 0 });
  });
});
