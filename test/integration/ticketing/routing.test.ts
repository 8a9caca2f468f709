import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { AssignmentRepository } from '../../../apps/ticketing/src/routing/assignments/assignment.repository.js';
import { Matcher } from '../../../apps/ticketing/src/routing/assignments/matcher.js';
import { AgentPresence } from '../../../apps/ticketing/src/routing/presence/agent-presence.js';
import type { Presence } from '../../../apps/ticketing/src/routing/matching/facts.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { chat, openInbox, STATES } from '../../support/chat-desk.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const DESK = {
  groups: {
    first: { name: 'First line', members: ['ann@x.test', 'bob@x.test'], overflow: [{ after: '10 min', to: 'second' }] },
    second: { name: 'Second line', level: 2, members: ['cyd@x.test'], deputies: { a: 'dan@x.test' } },
    office: { name: 'Top office', level: 3, members: ['eve@x.test'] },
  },
  skills: { ssl: { name: 'Certificates' } },
  routing: {
    order: [
      { when: { tags: ['ssl'] }, skills: { ssl: 2 } },
      { when: { channels: ['webchat'] }, group: 'first' },
      { when: { addresses: ['second@example.com'] }, group: 'second' },
    ],
    default: 'first',
    lanes: [{ key: 'vip', name: 'VIP', when: { vip: true } }],
    agents: [
      { agent: 'ann@x.test', skills: { ssl: 1 } },
      { agent: 'bob@x.test', skills: { ssl: 3 } },
    ],
    capacity: { total: 2, channels: { webchat: 1 } },
  },
};

interface Ticket {
  readonly id: string;
  readonly assignee: string | null;
  readonly group: string | null;
}

describe('routing', () => {
  let api: Api;
  const agents: Record<string, string> = {};
  beforeAll(async () => {
    api = await openApi({ desk: DESK });
    await openInbox(api.desk, 'shop', 'webchat', { states: [...STATES] });
    for (const name of ['ann', 'bob', 'cyd', 'dan', 'eve', 'mia']) {
      const made = await api.desk
        .get(AgentRepository)
        .create({ email: `${name}@x.test`, displayName: name, role: 'agent', passwordHash: 'x' });
      agents[name] = made.id;
    }
  });
  afterAll(() => api.close());

  const come = async (state: Presence, ...names: string[]) => {
    for (const name of names) await api.desk.get(AgentPresence).set(agents[name]!, state);
  };
  let count = 0;
  const write = async (more: Parameters<typeof mail>[0] = {}, set: object = {}): Promise<string> => {
    count += 1;
    api.desk.clock.advance(1_000);
    const message = mail({ from: `c${count}@customer.test`, subject: `Question ${count}`, ...more });
    await api.desk.take(message);
    const { body } = await api.ask<{ items: { ticketId: string }[] }>('GET', `/api/v1/ledger?remoteMessageId=${message.remoteMessageId}`);
    const id = body.items[0]!.ticketId;
    if (Object.keys(set).length > 0) await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: set });
    return id;
  };
  const see = async (id: string) => (await api.ask<Ticket>('GET', `/api/v1/tickets/${id}`)).body;
  const nameOf = (id: string | null) => Object.entries(agents).find(([, agent]) => agent === id)?.[0] ?? null;
  const whoHas = async (id: string) => nameOf((await see(id)).assignee);
  const close = async (id: string) => {
    await api.ask('PATCH', `/api/v1/tickets/${id}`, { body: { status: 'closed' } });
    await api.desk.settle();
  };
  const assignmentsOf = (id: string) => api.desk.get(AssignmentRepository).list(id);

  beforeEach(async () => {
    await come('offline', ...Object.keys(agents));
    await api.desk.database.sql.query(`update tickets set status = 'closed'`);
    await api.desk.database.sql.query('delete from waiting_tickets');
    await api.desk.settle();
  });

  it('assigns a group at once and an agent as soon as one is there; the decision is kept with who else could', async () => {
    const id = await write();
    await api.desk.settle();
    expect(await see(id)).toMatchObject({ group: groupIdOf('first'), assignee: null });
    await come('online', 'ann', 'cyd');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
    const [turn] = await assignmentsOf(id);
    expect(turn).toMatchObject({
      agentId: agents['ann'],
      reason: 'routing.only_one',
      endedAt: null,
      others: { not_in_group: 5, offline: 1 },
    });
    const events = await api.desk.events(id);
    expect(events.filter(({ type }) => type === 'ticket.assigned.v1').map(({ data }) => data['reason'])).toEqual([
      'routing',
      'routing.only_one',
    ]);
  });

  it('gives nobody more than his places, and the next as soon as one is free', async () => {
    await come('online', 'ann');
    const ids = [await write(), await write(), await write()];
    await api.desk.settle();
    expect(await Promise.all(ids.map(async (id) => (await see(id)).assignee))).toEqual([agents['ann'], agents['ann'], null]);
    await close(ids[0]!);
    expect(await whoHas(ids[2]!)).toBe('ann');
  });

  it('two rounds at once give no ticket twice and nobody too much', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 6; index += 1) ids.push(await write());
    await api.desk.settle();
    await come('online', 'ann', 'bob');
    const rounds = Array.from({ length: 4 }, () => api.desk.get(TicketWork).run((unit) => api.desk.get(Matcher).run(unit)));
    expect((await Promise.all(rounds)).reduce((sum, given) => sum + given)).toBe(4);
    const has = await Promise.all(ids.map(async (id) => (await see(id)).assignee));
    expect(has.filter((agent) => agent === agents['ann'])).toHaveLength(2);
    expect(has.filter((agent) => agent === agents['bob'])).toHaveLength(2);
  });

  it('asks for skills, and for the address written to', async () => {
    await come('online', 'ann', 'bob', 'cyd');
    const ssl = await write({}, { tags: ['ssl'] });
    await api.desk.settle();
    expect(await whoHas(ssl)).toBe('bob');
  });

  it('the named manager has it first, whatever her group; who is in the fast lane goes before', async () => {
    const [plain, vip] = [await write(), await write()];
    const contact = (await api.ask<{ contact: { id: string } }>('GET', `/api/v1/tickets/${vip}`)).body.contact.id;
    await api.ask('PATCH', `/api/v1/contacts/${contact}`, { body: { vip: true } });
    await api.ask('PATCH', `/api/v1/tickets/${vip}`, { body: { tags: ['seen'] } });
    await api.desk.settle();
    await come('online', 'ann');
    await api.ask('PATCH', `/api/v1/agents/${agents['ann']}`, { body: { capacity: { total: 1 } } });
    await api.desk.settle();
    expect([await whoHas(vip), await whoHas(plain)]).toEqual(['ann', null]);
    await api.ask('PATCH', `/api/v1/contacts/${contact}`, { body: { accountManager: agents['mia'] } });
    await come('online', 'mia');
    const again = await write({ from: 'known@customer.test' });
    const known = (await api.ask<{ contact: { id: string } }>('GET', `/api/v1/tickets/${again}`)).body.contact.id;
    await api.ask('PATCH', `/api/v1/contacts/${known}`, { body: { accountManager: agents['mia'] } });
    await api.desk.settle();
    expect(await whoHas(again)).toBe('mia');
    await api.ask('PATCH', `/api/v1/agents/${agents['ann']}`, { body: { capacity: null } });
  });

  it('overflows after its time, to the deputy when nobody of that group is there', async () => {
    await come('online', 'dan');
    const id = await write();
    await api.desk.settle();
    expect(await whoHas(id)).toBeNull();
    api.desk.clock.advance(5 * 60_000);
    await come('online', 'dan');
    api.desk.clock.advance(5 * 60_000);
    await come('online', 'dan');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('dan');
    expect((await see(id)).group).toBe(groupIdOf('second'));
  });

  it('takes live chats back from who goes; without a sign of life he has gone', async () => {
    await come('online', 'ann');
    const message = chat('visitor', 'hello', { at: api.desk.clock.now() }, 'shop');
    await api.desk.take(message);
    await api.desk.settle();
    const [row] = await api.desk.database.sql.query<{ id: string }>(
      `select ticket_id as id from live_conversations where conversation_key like '%visitor%'`,
    );
    expect(await whoHas(row!.id)).toBe('ann');
    api.desk.clock.advance(4 * 60_000);
    await api.desk.settle();
    expect(await whoHas(row!.id)).toBeNull();
    const [turn] = await assignmentsOf(row!.id);
    expect(turn).toMatchObject({ endReason: 'agent_offline' });
    const [line] = await api.desk.database.sql.query<{ state: string }>(`select state from live_conversations where ticket_id = $1`, [
      row!.id,
    ]);
    expect(line!.state).toBe('queued');
    await come('online', 'bob');
    await api.desk.settle();
    expect(await whoHas(row!.id)).toBe('bob');
  });

  it('who answered a customer last has his next ticket', async () => {
    await come('online', 'bob');
    const first = await write({ from: 'loyal@customer.test' });
    await api.desk.settle();
    expect(await whoHas(first)).toBe('bob');
    await come('online', 'ann');
    const next = await write({ from: 'loyal@customer.test', subject: 'Something else' });
    await api.desk.settle();
    expect((await assignmentsOf(next))[0]).toMatchObject({ agentId: agents['bob'], reason: 'routing.last_agent' });
  });
});
