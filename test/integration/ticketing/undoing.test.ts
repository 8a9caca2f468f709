import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  groups: { first: { name: 'First line' }, second: { name: 'Second line', level: 2 }, top: { name: 'Top', level: 3 } },
  routing: { escalation: { reasons: { hard: { name: 'Too hard' } } } },
  closing: { archive: [{ parts: ['solution'] }] },
};
const FORM = { reason: 'hard', problem: 'TLS fails', impact: 'all shops', why: 'needs rights' };

interface Ticket extends Body {
  readonly id: string;
  readonly version: number;
  readonly undo?: string | null;
  readonly contact: { readonly id: string };
}

describe('what a person does by a slip', () => {
  let api: Api;
  let cookie: string;
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    const password = 'a long enough password';
    await ask('POST', '/agents', { email: 'li@desk.example', displayName: 'li', role: 'agent', password });
    const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: { email: 'li@desk.example', password } });
    cookie = headers.get('set-cookie')!.split(';', 1)[0]!;
  });
  afterAll(() => api.close());

  const ask = async <T = Body>(method: string, path: string, body?: unknown, headers?: Record<string, string>) =>
    api.ask<T>(method, path.startsWith('/api') ? path : `/api/v1${path}`, {
      ...(headers === undefined ? {} : { headers }),
      ...(body === undefined ? {} : { body }),
    });
  /** As an agent: the desk holds people to more than programs. */
  const asLi = <T = Body>(method: string, path: string, body: unknown) =>
    api.ask<T>(method, `/api/v1${path}`, { key: null, headers: { cookie, 'x-tributary-request': '1' }, body });
  let people = 0;
  const open = async (): Promise<Ticket> => {
    const message = mail({ from: `slip${(people += 1)}@example.com` });
    await api.desk.take(message);
    await api.desk.settle();
    const { body } = await ask<{ items: { ticketId: string }[] }>('GET', `/ledger?remoteMessageId=${message.remoteMessageId!}`);
    return get(body.items[0]!.ticketId);
  };
  const get = async (id: string) => (await ask<Ticket>('GET', `/tickets/${id}`)).body;

  it('a change of one ticket is taken back by what came with it; what another changed since stays', async () => {
    const { id } = await open();
    const change = { priority: 'urgent', subject: 'Slip', tags: ['a'], fields: { cause: 'x' }, status: 'solved' };
    const made = await ask<Ticket>('PATCH', `/tickets/${id}`, change, { 'idempotency-key': 'slip-1' });
    const again = await ask<Ticket>('PATCH', `/tickets/${id}`, change, { 'idempotency-key': 'slip-1' });
    expect([made.body.undo, again.body.undo]).toEqual([expect.stringMatching(/^\/api\/v1\/bulk-actions\//), made.body.undo]);
    await ask('PATCH', `/tickets/${id}`, { priority: 'low' });
    expect((await ask('DELETE', made.body.undo!)).body).toMatchObject({ kind: 'edit', left: [id] });
    expect(await get(id)).toMatchObject({ priority: 'low', tags: [], fields: {}, status: 'open' });
    expect((await get(id))['subject']).not.toBe('Slip');
    expect((await ask<Ticket>('PATCH', `/tickets/${id}`, { priority: 'low' })).body.undo).toBeNull();
  });

  it('of many tickets, what cannot be done for one is told, and the others are changed', async () => {
    const [full, empty] = [await open(), await open()];
    await ask('PUT', `/tickets/${full.id}/archive`, { solution: 'Replaced' });
    const made = await asLi('POST', '/bulk-actions', { tickets: [full.id, empty.id, 'NOBODY-1'], changes: { status: 'closed' } });
    expect([made.status, made.body['changed']]).toEqual([201, [full.id]]);
    expect(made.body['refused']).toMatchObject([
      { ticket: 'NOBODY-1', code: 'ticket_unknown' },
      { ticket: empty.id, code: 'archive_missing', detail: expect.stringContaining('solution') },
    ]);
    expect([(await get(full.id))['status'], (await get(empty.id))['status']]).toEqual(['closed', expect.not.stringMatching('closed')]);
  });

  it('an escalation: two at once raise it once; it goes back to where it was, while nobody moved it on', async () => {
    const { id } = await open();
    await ask('PATCH', `/tickets/${id}`, { group: 'first' });
    const before = await get(id);
    const escalate = () => ask<Ticket>('POST', `/tickets/${id}/escalations`, { ...FORM, expectedVersion: before.version });
    const both = [await escalate(), await escalate()];
    expect(both.map(({ status, body }) => [status, body['code'] ?? null])).toEqual([
      [201, null],
      [409, 'version_conflict'],
    ]);
    expect(await get(id)).toMatchObject({ level: 2 });
    const list = async () =>
      (await ask<{ items: { id: string; undoneAt: string | null }[] }>('GET', `/tickets/${id}/escalations`)).body.items;
    const [made] = await list();
    const path = `/tickets/${id}/escalations/${made!.id}`;
    expect((await ask<Ticket>('DELETE', path)).body).toMatchObject({ group: before['group'], level: 1, assignee: before['assignee'] });
    expect((await list())[0]!.undoneAt).not.toBeNull();
    expect((await ask('DELETE', path)).body['code']).toBe('escalation_undone');
    await ask('POST', `/tickets/${id}/escalations`, FORM);
    await ask('POST', `/tickets/${id}/escalations`, FORM);
    const [, first] = await list();
    expect((await ask('DELETE', `/tickets/${id}/escalations/${first!.id}`)).body['code']).toBe('escalation_covered');
  });

  it('an archive and what the customer said: a stale one is refused, the last edit is taken back', async () => {
    const { id, version } = await open();
    const first = await ask<{ archive: { lastEdit: string } }>('PUT', `/tickets/${id}/archive`, {
      solution: 'Right',
      expectedVersion: version,
    });
    expect(first.status).toBe(200);
    expect((await ask('PUT', `/tickets/${id}/archive`, { solution: 'Stale', expectedVersion: version })).body['code']).toBe(
      'version_conflict',
    );
    const answer = { answer: 'solved', expectedVersion: version };
    expect((await ask('POST', `/tickets/${id}/closing-answers`, answer)).body['code']).toBe('version_conflict');
    const slip = await ask<{ archive: { lastEdit: string } }>('PUT', `/tickets/${id}/archive`, { solution: 'Slip', process: 'Slip' });
    const path = (edit: string) => `/tickets/${id}/archive/edits/${edit}`;
    expect((await ask('DELETE', path(first.body.archive.lastEdit))).body['code']).toBe('archive_edit_unknown');
    expect((await ask('DELETE', path(slip.body.archive.lastEdit))).body).toMatchObject({
      archive: { solution: 'Right', process: null, lastEdit: null },
    });
  });

  it('what the desk knows of a contact: of two who saw the same, one is refused', async () => {
    const { contact } = await open();
    const path = `/contacts/${contact.id}`;
    const { version } = (await ask<{ version: number }>('GET', path)).body;
    expect((await ask('PATCH', path, { plan: 'enterprise', expectedVersion: version })).status).toBe(200);
    const stale = { expectedVersion: version };
    const codes = [
      await ask('PATCH', path, { plan: 'free', ...stale }),
      await ask('PUT', `${path}/products`, { products: [], ...stale }),
      await ask('PUT', `${path}/orders`, { orders: [{ number: 'SLIP-1' }], ...stale }),
    ].map(({ status, body }) => [status, body['code']]);
    expect(codes).toEqual(codes.map(() => [409, 'version_conflict']));
    expect((await ask('GET', path)).body).toMatchObject({ profile: { plan: 'enterprise' }, version: version + 1 });
    expect((await ask('PUT', `${path}/products`, { products: [], expectedVersion: version + 1 })).status).toBe(200);
  });
});
