import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const PASSWORD = 'a good password';
const DESK = {
  groups: {
    technical: { name: 'Technical', members: ['tess@desk.test'] },
    billing: { name: 'Billing', members: ['bob@desk.test'] },
  },
  roles: { agent: { may: ['tickets:read', 'tickets:write'], sees: 'groups' } },
};

describe('a ticket that one does not see', () => {
  let api: Api;
  const cookies = new Map<string, string>();
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    for (const name of ['tess', 'bob']) {
      const email = `${name}@desk.test`;
      await ask('POST', '/agents', { email, role: 'agent', password: PASSWORD });
      const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: { email, password: PASSWORD } });
      cookies.set(name, headers.get('set-cookie')!.split(';')[0]!);
    }
  });
  afterAll(() => api.close());

  const ask = <T>(method: string, path: string, body?: unknown) => api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
  const as = <T = Record<string, unknown>>(name: string, method: string, path: string, body?: unknown) =>
    api.ask<T>(method, `/api/v1${path}`, {
      key: null,
      headers: { cookie: cookies.get(name)!, 'x-tributary-request': '1', origin: api.url },
      ...(body === undefined ? {} : { body }),
    });
  const open = async (group: string | null) => {
    const message = mail({ from: `${randomUUID()}@example.com` });
    await api.desk.take(message);
    const { body } = await ask<{ items: { ticketId: string }[] }>(
      'GET',
      `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`,
    );
    const id = body.items[0]!.ticketId;
    if (group !== null) await ask('PATCH', `/tickets/${id}`, { group });
    return { id };
  };

  it('is not changed back by him, nor are its people written to', async () => {
    // He sees other tickets, of other people.
    await open(null);
    const hidden = await open('technical');
    const { undo } = (await ask<{ undo: string }>('PATCH', `/tickets/${hidden.id}`, { priority: 'high' })).body;
    const refused = await as<{ code: string }>('bob', 'DELETE', undo.replace('/api/v1', ''));
    expect([refused.status, refused.body.code]).toEqual([404, 'action_unknown']);
    expect((await ask<{ priority: string }>('GET', `/tickets/${hidden.id}`)).body.priority).toBe('high');
    const contactId = (await ask<{ contact: { id: string } }>('GET', `/tickets/${hidden.id}`)).body.contact.id;
    for (const [path, body] of [
      ['/incidents/00000000-0000-4000-8000-000000000000/customers', { contacts: [contactId] }],
      ['/survey-rounds', { round: 'any', contactIds: [contactId] }],
    ] as const)
      expect([path, (await as<{ code: string }>('bob', 'POST', path, body)).body.code]).toEqual([path, 'contact_unknown']);
    // Nor is anything of it read by a path in capitals, under which routes are found as well.
    for (const path of [`/Tickets/${hidden.id}`, `/TICKETS/${hidden.id}/entries`, `/Contacts/${contactId}`])
      expect([path, (await as('bob', 'GET', path)).status, (await as('tess', 'GET', path)).status]).toEqual([path, 404, 200]);
    expect((await as('tess', 'DELETE', undo.replace('/api/v1', ''))).status).toBe(200);
  });
});
