import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../../apps/ticketing/src/agents/passwords.js';
import { readCursor, readUntil } from '../../support/event-stream.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  groups: {
    technical: { name: 'Technical', members: ['tess@desk.test', 'sam@desk.test'] },
    billing: { name: 'Billing', members: ['bob@desk.test'] },
    security: { name: 'Security', members: ['sam@desk.test'] },
  },
  roles: {
    agent: { may: ['tickets:read', 'tickets:write'], sees: 'groups' },
    lead: { name: { en: 'Lead', zh: '组长' }, may: ['tickets:read', 'tickets:write', 'reports:read', 'supervise'] },
    auditor: { may: ['audit:read'], sees: 'own' },
    freelancer: { may: ['tickets:read', 'tickets:write'], sees: 'own' },
  },
  sealed: [{ inbox: 'security', group: 'security' }],
};

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly group: string | null;
  readonly confidential: boolean;
}
interface List<T> {
  readonly items: readonly T[];
}
interface Operation {
  readonly 'x-permission'?: string;
}

let api: Api;
const cookies = new Map<string, string>();
const agents = new Map<string, string>();

beforeAll(async () => {
  api = await openApi({ desk: DESK });
  const roles = {
    tess: 'agent',
    bob: 'agent',
    sam: 'agent',
    lea: 'lead',
    sue: 'supervisor',
    ann: 'admin',
    otto: 'auditor',
    fred: 'freelancer',
    gone: 'nobody',
  };
  const passwordHash = await new Passwords().hash('a good password');
  for (const [name, role] of Object.entries(roles)) {
    const email = `${name}@desk.test`;
    const { id } = await new AgentRepository(api.desk.database, api.desk.clock).create({ email, displayName: name, role, passwordHash });
    const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: { email, password: 'a good password' } });
    cookies.set(name, headers.get('set-cookie')!.split(';')[0]!);
    agents.set(name, id);
  }
});
afterAll(() => api.close());

const as = <T = Record<string, unknown>>(name: string, method: string, path: string, body?: unknown) =>
  api.ask<T>(method, `/api/v1${path}`, {
    key: null,
    headers: { cookie: cookies.get(name)!, 'x-tributary-request': '1', origin: api.url },
    ...(body === undefined ? {} : { body }),
  });
const ask = <T>(method: string, path: string, body?: unknown) => api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });

async function open(fields: Parameters<typeof mail>[0] = {}, group: string | null = null): Promise<Ticket> {
  const message = mail({ from: `${randomUUID()}@example.com`, ...fields });
  await api.desk.take(message);
  const { body } = await ask<List<{ ticketId: string }>>('GET', `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`);
  const id = body.items[0]!.ticketId;
  if (group !== null) await ask('PATCH', `/tickets/${id}`, { group });
  return (await ask<Ticket>('GET', `/tickets/${id}`)).body;
}
const everybody = ['tess', 'bob', 'sam', 'lea', 'sue', 'ann', 'fred'];
async function whoSees(ticket: Ticket): Promise<string[]> {
  const seen: string[] = [];
  for (const name of everybody) {
    const listed = (await as<List<Ticket>>(name, 'GET', '/tickets?limit=200')).body.items.some(({ id }) => id === ticket.id);
    const statuses = await Promise.all(
      [`/tickets/${ticket.id}`, `/tickets/${ticket.number}`, `/tickets/${ticket.id}/entries`].map((path) => as(name, 'GET', path)),
    );
    // All ways say the same.
    expect([name, ...statuses.map(({ status }) => status)]).toEqual([name, ...statuses.map(() => (listed ? 200 : 404))]);
    if (listed) seen.push(name);
  }
  return seen;
}

describe('who sees a ticket', () => {
  it('is said by his role: all groups, his own and none, or only what is his', async () => {
    expect(await whoSees(await open({}, 'technical'))).toEqual(['tess', 'sam', 'lea', 'sue', 'ann']);
    expect(await whoSees(await open())).toEqual(['tess', 'bob', 'sam', 'lea', 'sue', 'ann']);
    const his = await open({}, 'technical');
    await ask('PATCH', `/tickets/${his.id}`, { assignee: agents.get('fred') });
    expect(await whoSees(his)).toEqual(['tess', 'sam', 'lea', 'sue', 'ann', 'fred']);
  });

  it('is also whom it was opened to, himself or with his group', async () => {
    const ticket = await open({}, 'technical');
    const billing = (await ask<Ticket>('PATCH', `/tickets/${(await open()).id}`, { group: 'billing' })).body.group;
    const insert = 'insert into ticket_guests (ticket_id, guest, reason, since) values ($1, $2, $3, $4)';
    await api.desk.database.sql.query(insert, [ticket.id, billing, 'consulted', api.desk.clock.now()]);
    expect(await whoSees(ticket)).toContain('bob');
    await api.desk.database.sql.query(insert, [ticket.id, agents.get('fred'), 'consulted', api.desk.clock.now()]);
    expect(await whoSees(ticket)).toContain('fred');
  });

  it('of a sealed box is its group, from the first moment on; those with the right to sealed ones; nobody else', async () => {
    const ticket = await open({ inbox: 'security', subject: 'A hole' });
    expect(ticket.confidential).toBe(true);
    expect(await whoSees(ticket)).toEqual(['sam', 'sue', 'ann']);
    const opened = (await api.desk.events(ticket.id)).find(({ type }) => type === 'ticket.opened.v1');
    expect(opened!.data['subject']).toBe('');
    await api.desk.settle();
    const told = async (name: string) =>
      (await as<List<{ kind: string; ticketId: string }>>(name, 'GET', '/notices?kind=sealed_box')).body.items.map(
        ({ ticketId }) => ticketId,
      );
    expect([await told('sam'), await told('tess'), await told('lea')]).toEqual([[ticket.id], [], []]);
  });

  it('is the same when what is confidential joins what was open', async () => {
    const message = mail({ from: 'cc@example.com', subject: 'To two' });
    await api.desk.take(message);
    const ticket = await open({ from: 'cc@example.com', inbox: 'security', references: [message.remoteMessageId!], subject: 'Re: To two' });
    expect(ticket.confidential).toBe(true);
    expect(await whoSees(ticket)).toEqual(['sue', 'ann']);
  });
});

describe('a ticket that one does not see', () => {
  it('is not there in any request that names it, in path, query or body', async () => {
    const [hidden, open_] = [await open({ subject: 'Hidden' }, 'technical'), await open({ subject: 'Open' }, 'billing')];
    const [entry] = (await ask<List<{ id: string }>>('GET', `/tickets/${hidden.id}/entries`)).body.items;
    const [own] = (await ask<List<{ id: string }>>('GET', `/tickets/${open_.id}/entries`)).body.items;
    const asked: [string, string, unknown?][] = [
      ['GET', `/entries/${entry!.id}`],
      ['GET', `/entries/${entry!.id}/raw`],
      ['PATCH', `/tickets/${hidden.id}`, { priority: 'high' }],
      ['POST', `/tickets/${hidden.id}/notes`, { text: 'x' }],
      ['POST', `/tickets/${hidden.number}/replies`, { text: 'x' }],
      ['POST', `/tickets/${open_.id}/merges`, { intoTicket: hidden.id }],
      ['POST', `/tickets/${open_.id}/merges`, { intoTicket: hidden.number }],
      ['POST', `/tickets/${open_.id}/moves`, { entryIds: [own!.id], toTicket: hidden.id }],
      ['POST', `/tickets/${open_.id}/moves`, { entryIds: [entry!.id], toTicket: open_.id }],
      ['GET', `/tasks?ticket=${hidden.id}`],
    ];
    for (const [method, path, body] of asked) expect([path, (await as('bob', method, path, body)).status]).toEqual([path, 404]);
    const ledger = await as<List<{ ticketId: string }>>('bob', 'GET', '/ledger?limit=200');
    expect(ledger.body.items.map(({ ticketId }) => ticketId)).not.toContain(hidden.id);
    expect((await as('bob', 'GET', `/tickets/${open_.id}`)).status).toBe(200);
  });

  it('is not told in the stream, live or caught up', async () => {
    const since = await readCursor(api.url, { cookie: cookies.get('ann')! });
    const hear = async (name: string) => {
      const stop = new AbortController();
      const response = await fetch(`${api.url}/api/v1/stream?since=${since}`, {
        headers: { cookie: cookies.get(name)! },
        signal: stop.signal,
      });
      return { response, stop };
    };
    const live = await hear('bob');
    const [hidden, open_] = [await open({ subject: 'Unheard' }, 'technical'), await open({ subject: 'Heard' }, 'billing')];
    for (const listener of [live, await hear('bob')]) {
      const text = await readUntil(listener.response, open_.id);
      // Until it got its group it was everybody's.
      expect(text).not.toContain(`"ticketId":"${hidden.id}","number":"${hidden.number}","version":3`);
      listener.stop.abort();
    }
    const late = await hear('bob');
    expect(await readUntil(late.response, open_.id)).not.toContain(hidden.id);
    late.stop.abort();
  });
});

describe('every route', () => {
  it('names the right it asks for, and refuses whoever has it not: role by role', async () => {
    const { body } = await api.ask<{ paths: Record<string, Record<string, Operation>> }>('GET', '/api/openapi.json', { key: null });
    const routes = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { 'x-permission': permission }]) => ({ method: method.toUpperCase(), path, permission })),
    );
    expect(routes.length).toBeGreaterThan(50);
    expect(routes.filter(({ permission }) => permission === undefined || permission === 'undefined')).toEqual([]);
    const rights: Record<string, readonly string[]> = {};
    const wrong: string[] = [];
    const guarded = routes.filter(({ permission, path }) => permission !== 'nobody' && permission !== 'login' && path !== '/api/v1/stream');
    const asks = ['tess', 'lea', 'sue', 'otto', 'gone'].flatMap((name) => guarded.map((route) => ({ name, ...route })));
    for (const name of ['tess', 'lea', 'sue', 'ann', 'otto', 'gone'])
      rights[name] = (await as<{ scopes: string[] }>(name, 'GET', '/session')).body.scopes;
    const askNext = async (): Promise<void> => {
      for (let next = asks.pop(); next !== undefined; next = asks.pop()) {
        const { name, method, path, permission } = next;
        const place = path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, 'none');
        const { status, body: told } = await as(name, method, place, method === 'GET' ? undefined : {});
        const refused = status === 403 && told['code'] === 'forbidden';
        if (refused === rights[name]!.includes(permission!)) wrong.push(`${name} ${method} ${path}: ${status}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, askNext));
    expect(wrong).toEqual([]);
    expect(rights['gone']).toEqual([]);
    expect(rights['otto']).toEqual(['audit:read']);
    expect(rights['lea']).toEqual(DESK.roles.lead.may);
    expect(rights['ann']).toContain('admin');
  }, 120_000);

  it('asks roles by what the desk says now', async () => {
    const roles = { ...DESK.roles, auditor: { may: ['audit:read', 'tickets:read'] } };
    expect((await as('otto', 'GET', '/tickets')).status).toBe(403);
    expect((await ask('PUT', '/desk', { desk: { ...DESK, roles } })).status).toBe(200);
    expect((await as('otto', 'GET', '/tickets')).status).toBe(200);
    const faulty = { ...DESK, roles: { admin: {}, x: { may: ['admin'] } }, sealed: [{ inbox: 'a', group: 'nowhere' }] };
    const { body } = await ask<{ faults: { path: string }[] }>('POST', '/desk/checks', { desk: faulty });
    expect(body.faults.map(({ path }) => path).sort()).toEqual(['profile.roles.admin', 'profile.roles.x.may', 'profile.sealed.0.group']);
    expect(
      (await ask<{ code: string }>('POST', '/agents', { email: 'x@desk.test', role: 'king', password: 'a good password' })).body.code,
    ).toBe('role_unknown');
  });

  it('asks where the agents of a role go that is no more', async () => {
    const { freelancer: _gone, ...roles } = DESK.roles;
    const refused = await ask<{ code: string; roles: object }>('PUT', '/desk', { desk: { ...DESK, roles } });
    expect([refused.status, refused.body.code, refused.body.roles]).toEqual([409, 'desk_in_use', { freelancer: 1 }]);
    expect((await as<{ scopes: string[] }>('fred', 'GET', '/session')).body.scopes).toContain('tickets:write');
    const send = (heirs: object) =>
      ask<{ faults: { path: string }[] }>('PUT', '/desk', { desk: { ...DESK, roles, successors: { roles: heirs } } });
    for (const heirs of [{ freelancer: 'nowhere' }, { lead: 'agent' }]) expect((await send(heirs)).status).toBe(422);
    expect((await send({ freelancer: 'auditor' })).status).toBe(200);
    expect((await as('fred', 'GET', '/session')).body).toMatchObject({ agent: { role: 'auditor' }, scopes: ['audit:read'] });
    const { body } = await ask<List<{ targets?: object }>>('GET', '/audit?action=change-role');
    expect(body.items).toEqual([
      expect.objectContaining({ targets: { agent: agents.get('fred') }, reason: 'role freelancer is no more: auditor' }),
    ]);
  });
});
