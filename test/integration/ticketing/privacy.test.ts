import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactErasure } from '../../../apps/ticketing/src/contacts/contact-erasure.js';
import { TABLES_OF_FIGURES, TABLES_OF_PEOPLE, TABLES_OF_WORDS } from '../../../apps/ticketing/src/retention/erase-content.js';
import { RetentionPruner } from '../../../apps/ticketing/src/retention/retention-pruner.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DAY_MS = 86_400_000;
const DESK = {
  accountData: { find: ['card', 'password'], patterns: { account: '\\bSH-\\d{8}\\b' }, openChannels: ['webchat'], override: 'supervise' },
  retention: {
    classes: [
      { key: 'legal', where: { tags: ['contract'] }, keepDays: 1000 },
      { key: 'all', keepDays: 100 },
    ],
    recordingsAtLeastDays: 1826,
  },
};

const CALL = {
  ...{ callId: 'c-1', revision: 1, legs: [], direction: 'inbound', caller: '+49301234', callee: '400', agents: [], ivr: [] },
  startedAt: '2026-03-02T08:00:00.000Z',
};

interface Ticket {
  readonly id: string;
  readonly subject: string;
  readonly contact: { readonly id: string };
}
interface List<T> {
  readonly items: readonly T[];
}

let api: Api;
beforeAll(async () => {
  api = await openApi({ desk: DESK });
});
afterAll(() => api.close());

const ask = <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

async function open(fields: Parameters<typeof mail>[0] = {}, more: Parameters<typeof mail>[1] = {}): Promise<Ticket> {
  const message = mail({ from: `${randomUUID()}@example.com`, ...fields }, more);
  await api.desk.take(message);
  const { body } = await ask<List<{ ticketId: string }>>('GET', `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
  return (await ask<Ticket>('GET', `/tickets/${body.items[0]!.ticketId}`)).body;
}
const close = (id: string, more: object = {}) => ask('PATCH', `/tickets/${id}`, { status: 'closed', ...more });
const textsOf = async (id: string) => [
  ...new Set((await ask<List<{ plainText: string }>>('GET', `/tickets/${id}/entries`)).body.items.map(({ plainText }) => plainText)),
];
/** Of the sweep of bytes there is nothing here: `contact-data` looks at it. */
const erasure = () => new ContactErasure(api.desk.database, api.desk.bus, { erase: () => Promise.resolve(0) } as never, api.desk.clock);
const prune = () => api.desk.get(TicketWork).run((unit) => api.desk.get(RetentionPruner).prune(unit));

describe('an answer with account data', () => {
  const verified = (from: string) => ({
    sender: { role: 'customer' as const, identities: [{ scheme: 'email', value: from, raw: from, assurance: 'verified' as const }] },
  });

  it('is stopped where nobody proved the address, and goes where it is proved', async () => {
    const claimed = await open();
    const stopped = await ask('POST', `/tickets/${claimed.id}/replies`, { text: 'Your account is SH-12345678, password: hunter22' });
    expect(stopped).toMatchObject({
      status: 409,
      body: { code: 'account_data_stopped', kinds: ['password', 'account'], override: 'supervise' },
    });
    expect((await ask('POST', `/tickets/${claimed.id}/replies`, { text: 'Please log in to see your account.' })).status).toBe(202);
    const from = `${randomUUID()}@example.com`;
    const proved = await open({ from }, verified(from));
    expect((await ask('POST', `/tickets/${proved.id}/replies`, { text: 'Your account is SH-12345678' })).status).toBe(202);
    expect(
      (await ask('POST', `/tickets/${proved.id}/replies`, { text: 'SH-12345678', cc: [{ scheme: 'email', value: 'else@example.com' }] }))
        .status,
    ).toBe(409);
    expect(await textsOf(claimed.id)).not.toContainEqual(expect.stringContaining('SH-1'));
  });

  it('is sent all the same by who may, with a reason that thread and audit log keep', async () => {
    const ticket = await open();
    const sent = await ask('POST', `/tickets/${ticket.id}/replies`, {
      text: 'SH-12345678',
      accountDataReason: 'He asked for it on the phone',
    });
    expect(sent.status).toBe(202);
    expect(await textsOf(ticket.id)).toContainEqual(expect.stringContaining('He asked for it on the phone'));
    const { body } = await ask<List<{ outcome: string; reason: string }>>('GET', `/audit?ticket=${ticket.id}`);
    expect(body.items[0]).toMatchObject({ outcome: 'done', reason: expect.stringContaining('He asked for it on the phone') });
    const why = 'He asked for it on the phone';
    expect(body.items[0]).toMatchObject({ cause: { code: 'account_data_sent', values: { kinds: expect.any(String), why } } });
    const { key } = (await ask<{ key: string }>('POST', '/api-keys', { name: 'w', scopes: ['tickets:read', 'tickets:write'] })).body;
    const other = { key, body: { text: 'SH-12345678', accountDataReason: 'I want to send it' } };
    expect((await api.ask('POST', `/api/v1/tickets/${ticket.id}/replies`, other)).status).toBe(409);
    const { body: refused } = await ask<List<{ outcome: string; reason: string }>>('GET', `/audit?ticket=${ticket.id}`);
    expect(refused.items[0]).toMatchObject({ outcome: 'refused', reason: 'account_data_stopped' });
  });
});

describe('what is kept', () => {
  it('goes class by class when its time is over; figures stay, and what is held or opened again does too', async () => {
    const [general, contract, held, busy] = [
      await open({ text: 'words' }),
      await open({ text: 'words' }),
      await open({ text: 'words' }),
      await open({ text: 'words' }),
    ];
    await close(contract.id, { tags: ['contract'] });
    await Promise.all([general, held].map(({ id }) => close(id)));
    const hold = (await ask<{ id: string }>('POST', '/holds', { ticketId: held.id, reason: 'A court asks' })).body;
    expect(await prune()).toBe(0);
    api.desk.clock.advance(101 * DAY_MS);
    expect(await prune()).toBe(1);
    const { body: pruned } = await ask<Ticket & { number: string; status: string }>('GET', `/tickets/${general.id}`);
    expect(pruned).toMatchObject({ subject: '[erased]', status: 'closed' });
    expect(await textsOf(general.id)).toEqual(['']);
    for (const { id } of [contract, held, busy]) expect(await textsOf(id)).toContain('words');
    expect((await ask('DELETE', `/holds/${hold.id}`)).status).toBe(204);
    expect(await prune()).toBe(1);
    expect(await textsOf(held.id)).toEqual(['']);
    api.desk.clock.advance(900 * DAY_MS);
    expect(await prune()).toBe(1);
    expect(await textsOf(contract.id)).toEqual(['']);
    expect(await textsOf(busy.id)).toContain('words');
    expect(await prune()).toBe(0);
  });

  it('of a recording is five years at least, whatever is pruned', async () => {
    const call = { partId: '1', type: 'call', fallback: 'A call', call: { ...CALL, recordings: [{ state: 'stored' }] } };
    const ticket = await open({ text: 'said' }, { parts: [call as never] });
    await close(ticket.id);
    api.desk.clock.advance(400 * DAY_MS);
    await prune();
    expect(await textsOf(ticket.id)).toContain('said');
    api.desk.clock.advance(1_500 * DAY_MS);
    await prune();
    expect(await textsOf(ticket.id)).toEqual(['']);
  });

  it('of an erased person is a recording whose time is not over; then it goes by itself', async () => {
    const from = `${randomUUID()}@example.com`;
    const call = { partId: '1', type: 'call', fallback: 'A call', call: { ...CALL, recordings: [{ state: 'stored' }] } };
    const called = await open({ from, text: 'said' }, { parts: [call as never], occurredAt: api.desk.clock.now().toISOString() });
    const wrote = await open({ from, text: 'written' });
    const erased = await erasure().erase(from);
    expect(erased).toMatchObject({ tickets: 2, kept: { entries: 1 } });
    expect(await textsOf(wrote.id)).toEqual(['']);
    expect(await textsOf(called.id)).toContain('said');
    expect((await ask<Ticket>('GET', `/tickets/${called.id}`)).body).toMatchObject({ subject: '[erased]', contact: { displayName: null } });
    const left = erased.kept.until!.getTime() - api.desk.clock.now().getTime();
    api.desk.clock.advance(left - DAY_MS);
    await api.desk.settle();
    expect(await textsOf(called.id)).toContain('said');
    // A hold that came since wins too.
    const { id } = (await ask<{ id: string }>('POST', '/holds', { ticketId: called.id, reason: 'A court asks' })).body;
    api.desk.clock.advance(2 * DAY_MS);
    await api.desk.settle();
    expect(await textsOf(called.id)).toContain('said');
    await ask('DELETE', `/holds/${id}`);
    api.desk.clock.advance(2 * DAY_MS);
    await api.desk.settle();
    expect(await textsOf(called.id)).toEqual(['']);
  });

  it('of a person who is held is not erased', async () => {
    const from = `${randomUUID()}@example.com`;
    const ticket = await open({ from });
    const { id } = (await ask<{ id: string }>('POST', '/holds', { contactId: ticket.contact.id, reason: 'A court asks' })).body;
    await expect(erasure().erase(from)).rejects.toMatchObject({ code: 'legal_hold' });
    await ask('DELETE', `/holds/${id}`);
    expect(await erasure().erase(from)).toMatchObject({ tickets: 1 });
  });

  it('of every table that leads to a ticket, a person or an entry is decided: words go, figures stay', async () => {
    const rows = await api.desk.database.sql.query<{ name: string }>(
      `select distinct c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = current_schema() and c.column_name in ('ticket_id', 'contact_id', 'entry_id') and t.table_type = 'BASE TABLE'`,
    );
    const decided = new Set([...TABLES_OF_FIGURES, ...TABLES_OF_WORDS, ...TABLES_OF_PEOPLE]);
    expect(rows.map(({ name }) => name).filter((name) => !decided.has(name))).toEqual([]);
  });
});
