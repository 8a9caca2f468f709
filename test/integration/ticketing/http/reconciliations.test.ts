import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ConnectorStateChanged, type EventData, type HeldMessage, type InboxId, type InboxListed, Topics } from '#contracts';
import { ContactErasure } from '../../../../apps/ticketing/src/contacts/contact-erasure.js';
import { InboxRepository } from '../../../../apps/ticketing/src/inboxes/inbox.repository.js';
import { HoldingsIntake } from '../../../../apps/ticketing/src/reconciling/holdings-intake.js';
import { Reconciler } from '../../../../apps/ticketing/src/reconciling/reconciler.js';
import { ANSWER_MS } from '../../../../apps/ticketing/src/reconciling/reconciliation.js';
import { describeChannel } from '../../../support/capabilities.js';
import { mail, toOutgoing } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk } from './api-desk.js';

const inboxId = 'kf' as InboxId;
const PATH = '/api/v1/inboxes/kf';

type Asked = 'inbox.switch_requested.v1' | 'inbox.listing_requested.v1' | 'inbox.fetch_requested.v1';

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly remote: number | null;
  readonly here: { what: string; count: number }[];
  readonly waiting: { what: string; count: number }[];
  readonly leftOut: { what: string; count: number }[];
  readonly missing: number | null;
  readonly failure: { message: string } | null;
  readonly differences: { ref: string; state: string; sender: string | null; subject: string | null; ticketNumber: string | null }[];
}

describe('an inbox while it runs', () => {
  let desk: ApiDesk;
  let reportedAt = 0;
  beforeAll(async () => {
    desk = await openApiDesk();
  });
  afterAll(() => desk.api.close());

  const report = (more: Partial<ConnectorStateChanged> = {}) =>
    new InboxRepository().keep(desk.api.desk.database.sql, [
      {
        ...{ inboxId, channel: 'email', provider: 'mail', state: 'connected', capabilities: describeChannel({ holdings: 'listed' }) },
        at: new Date(Date.parse('2026-03-02T09:00:00.000Z') + (reportedAt += 1)).toISOString(),
        ...more,
      },
    ]);
  beforeEach(() => report());

  const told = async <T extends Asked>(type: T) => {
    const partitions = Array.from({ length: 16 }, (_, at) => desk.api.desk.bus.read(Topics.outboundMessages('email'), at, '0', 1_000));
    const records = (await Promise.all(partitions)).flat().filter(({ envelope }) => envelope.type === type);
    return records.map(({ envelope, key }) => ({ key, data: envelope.data as EventData<T> }));
  };
  const take = (listed: Partial<InboxListed> & { requestId: string }) =>
    desk.api.desk.get(HoldingsIntake).takeListed({
      ...{ inboxId, described: false, listing: randomUUID(), part: 1, last: true, messages: [], leftOut: [] },
      ...listed,
    });
  const held = (...refs: string[]): HeldMessage[] => refs.map((ref) => ({ ref, at: '2026-03-02T08:59:00.000Z' }));
  const begin = async () => (await desk.api.ask<Shown>('POST', `${PATH}/reconciliations`)).body;
  const show = async (id: string) => (await desk.api.ask<Shown>('GET', `${PATH}/reconciliations/${id}`)).body;

  it('is stopped with a reason, which is told to whoever runs it; it shows as ordered until that was obeyed', async () => {
    const { api } = desk;
    expect((await api.ask('PUT', `${PATH}/stop`, { body: {} })).status).toBe(422);
    expect((await api.ask('PUT', '/api/v1/inboxes/nobody/stop', { body: { reason: 'x' } })).status).toBe(404);
    const { status, body } = await api.ask('PUT', `${PATH}/stop`, { body: { reason: 'a loop' } });
    expect([status, body]).toEqual([
      202,
      expect.objectContaining({ state: 'connected', stopped: null, ordered: { order: 'stop', at: expect.any(String) } }),
    ]);
    const [asked] = await told('inbox.switch_requested.v1');
    expect(asked).toMatchObject({ key: 'kf', data: { inboxId, order: 'stop', reason: 'a loop', by: { kind: 'key' } } });
    const { at } = asked!.data;
    await report({ state: 'stopped', inbox: { stopped: { at, by: 'Ada', reason: 'a loop' }, obeyedAt: at } });
    const { body: list } = await api.ask<{ items: object[] }>('GET', '/api/v1/inboxes');
    expect(list.items).toEqual([
      expect.objectContaining({ state: 'stopped', stopped: { at, by: 'Ada', reason: 'a loop' }, ordered: null }),
    ]);
    expect((await api.ask('POST', `${PATH}/reconciliations`)).status).toBe(409);
    expect((await api.ask('DELETE', `${PATH}/stop`)).status).toBe(202);
    const headers = { 'idempotency-key': 'once' };
    for (const _time of ['first', 'again']) expect((await api.ask('POST', `${PATH}/restarts`, { headers })).status).toBe(202);
    expect((await told('inbox.switch_requested.v1')).map(({ data }) => data.order)).toEqual(['stop', 'start', 'restart']);
    await report({ inbox: { obeyedAt: new Date(Date.now() + 60_000).toISOString() } });
  });

  it('cannot be started where its configuration keeps it from running', async () => {
    await report({ state: 'stopped', detail: 'The inbox is switched off.' });
    const { status, body } = await desk.api.ask('DELETE', `${PATH}/stop`);
    expect([status, body]).toEqual([409, expect.objectContaining({ code: 'inbox_switched_off' })]);
  });

  it('is compared with its remote: what is here, on its way, left out, and missing, message by message', async () => {
    const { api } = desk;
    const erase = async (who: string) =>
      new ContactErasure(api.desk.database, api.desk.bus, { erase: () => Promise.resolve(0) } as never, api.desk.clock).erase(who);
    const known = mail({ inbox: 'kf', delivery: 'd-1', id: 'm-1@x', from: 'bo@customer.test' });
    await api.desk.take(known, mail({ inbox: 'kf', delivery: 'd-3', id: 'm-3@x', from: 'gone@customer.test' }));
    await api.desk.take({ ...known, deliveryId: 'd-2' });
    await erase('gone@customer.test');
    await api.desk.bus.append([toOutgoing(mail({ inbox: 'kf', delivery: 'd-4', id: 'm-4@x' }))]);
    const { id, state } = await begin();
    expect(state).toBe('asked');
    const [asked] = await told('inbox.listing_requested.v1');
    expect(asked).toMatchObject({ key: 'kf/listing', data: { requestId: id, inboxId } });
    const listing = randomUUID();
    await take({ requestId: id, listing, last: false, messages: held('d-1', 'd-2', 'd-3') });
    expect((await show(id)).state).toBe('asked');
    const end = { requestId: id, listing, part: 2, leftOut: [{ because: 'before_start', count: 7 }] };
    await take({ ...end, messages: [...held('d-4', 'd-5'), { ref: 'd-6', because: 'not_yet' }] });
    const compared = await show(id);
    expect(compared).toMatchObject({ state: 'compared', remote: 13, missing: 1, leftOut: [{ what: 'before_start', count: 7 }] });
    expect(Object.fromEntries(compared.here.map(({ what, count }) => [what, count]))).toEqual({ ticketed: 1, duplicate: 1, erased: 1 });
    expect(Object.fromEntries(compared.waiting.map(({ what, count }) => [what, count]))).toEqual({ received: 1, not_yet: 1 });
    expect(compared.differences).toEqual([expect.objectContaining({ ref: 'd-5', state: 'missing' })]);
    const described = (await told('inbox.listing_requested.v1')).at(-1)!.data;
    expect(described).toMatchObject({ requestId: id, refs: ['d-5'] });
    await take({ requestId: id, described: true, messages: [{ ref: 'd-5', sender: 'Cy <cy@customer.test>', subject: 'Lost?' }] });
    expect((await show(id)).differences[0]).toMatchObject({ sender: 'Cy <cy@customer.test>', subject: 'Lost?' });
    // Who does not see what comes by this inbox reads how many, not who.
    const hidden = await api.desk.get(Reconciler).show('kf', id, ['kf']);
    expect(hidden).toMatchObject({ sealed: true, missing: 1, differences: [{ ref: 'd-5', sender: null, subject: null }] });
    // The same answer once more changes nothing.
    await take({ ...end, messages: held('d-9') });
    expect((await show(id)).missing).toBe(1);
    // Whoever is taken out is not named here either.
    await api.desk.take(mail({ inbox: 'kf', delivery: 'd-7', from: 'cy@customer.test' }));
    await erase('cy@customer.test');
    expect((await show(id)).differences).toEqual([]);
  });

  it('has what is missing fetched, and shows where each is', async () => {
    const { api } = desk;
    const { id } = await begin();
    await take({ requestId: id, messages: held('f-1', 'f-2', 'f-3') });
    const fetches = `${PATH}/reconciliations/${id}/fetches`;
    expect((await api.ask('POST', fetches, { body: { refs: ['f-1'] } })).body).toEqual({ fetching: 1 });
    const intake = api.desk.get(HoldingsIntake);
    const states = async () => Object.fromEntries((await show(id)).differences.map(({ ref, state }) => [ref, state]));
    expect(await states()).toEqual({ 'f-1': 'asked', 'f-2': 'missing', 'f-3': 'missing' });
    await intake.takeFetched({ requestId: id, inboxId, taken: ['f-1'], gone: [] });
    expect((await states())['f-1']).toBe('fetched');
    api.desk.clock.advance(1_000);
    await api.desk.take(mail({ inbox: 'kf', delivery: 'f-1', id: 'f-1@x' }));
    expect((await show(id)).differences.find(({ ref }) => ref === 'f-1')).toMatchObject({
      state: 'here',
      ticketNumber: expect.any(String),
    });
    expect((await api.ask('POST', fetches, { body: {} })).body).toEqual({ fetching: 2 });
    await intake.takeFetched({ requestId: id, inboxId, taken: [], gone: ['f-2'] });
    await intake.takeFetched({ requestId: id, inboxId, taken: [], gone: [], failure: { message: 'no line' } });
    expect(await states()).toEqual({ 'f-1': 'here', 'f-2': 'gone', 'f-3': 'failed' });
    expect((await told('inbox.fetch_requested.v1')).map(({ data }) => data.refs.length)).toEqual([1, 2]);
  });

  it('says why a comparison failed, that nobody answered, and what cannot be compared', async () => {
    const { api } = desk;
    const failed = await begin();
    await take({ requestId: failed.id, failure: { message: 'no line', hint: 'mend it' } });
    expect(await show(failed.id)).toMatchObject({ state: 'failed', failure: { message: 'no line', hint: 'mend it' } });
    api.desk.clock.advance(1_000);
    const silent = await begin();
    api.desk.clock.advance(ANSWER_MS + 1_000);
    const { body: list } = await api.ask<{ items: Shown[] }>('GET', `${PATH}/reconciliations`);
    expect(list.items.slice(0, 2).map(({ id, state }) => [id, state])).toEqual([
      [silent.id, 'unanswered'],
      [failed.id, 'failed'],
    ]);
    await report({ capabilities: describeChannel({ holdings: 'pushed' }) });
    const { status, body } = await api.ask('POST', `${PATH}/reconciliations`);
    expect([status, body]).toEqual([409, expect.objectContaining({ code: 'remote_unlisted' })]);
    expect((await api.ask('GET', `${PATH}/reconciliations/${randomUUID()}`)).status).toBe(404);
  });
});
