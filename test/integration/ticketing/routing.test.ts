import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Passwords } from '../../../apps/ticketing/src/agents/passwords.js';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import { AssignmentRepository } from '../../../apps/ticketing/src/routing/assignments/assignment.repository.js';
import { Matcher } from '../../../apps/ticketing/src/routing/assignments/matcher.js';
import { AgentPresence } from '../../../apps/ticketing/src/routing/presence/agent-presence.js';
import type { Presence } from '../../../apps/ticketing/src/routing/matching/facts.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { chat, openInbox, STATES } from '../../support/chat-desk.js';
import { type Api, type Body, openApi } from '../../support/ticketing-api.js';
import { eventually } from '../../support/started-product.js';
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
    escalation: {
      reasons: { certified: { name: { zh: '需要更高认证', en: 'Higher certification' } }, dispute: { name: 'Dispute', to: 'top' } },
      top: 'office',
    },
  },
  experts: [
    { agent: 'cyd@x.test', fields: ['network'] },
    { agent: 'eve@x.test', fields: ['Networks and DNS', 'law'] },
  ],
};

const PASSWORD = 'a password of the tests';

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
    const passwordHash = await new Passwords().hash(PASSWORD);
    for (const name of ['ann', 'bob', 'cyd', 'dan', 'eve', 'mia']) {
      const made = await api.desk.get(AgentRepository).create({ email: `${name}@x.test`, displayName: name, role: 'agent', passwordHash });
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
  const cookies = new Map<string, string>();
  /** As an agent who is logged in. */
  const askAs = async <T = Body>(name: string, method: string, path: string, body?: unknown) => {
    if (!cookies.has(name)) {
      const login = await api.ask('POST', '/api/v1/session', { key: null, body: { email: `${name}@x.test`, password: PASSWORD } });
      cookies.set(name, login.headers.get('set-cookie')!.split(';')[0]!);
    }
    const headers = { cookie: cookies.get(name)!, 'x-tributary-request': '1' };
    return api.ask<T>(method, `/api/v1${path}`, { key: null, headers, ...(body === undefined ? {} : { body }) });
  };
  const noticesOf = async (name: string, kind: string) =>
    (await askAs<{ items: { text: string; ticketId: string }[] }>(name, 'GET', `/notices?kind=${kind}`)).body.items;
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

  it('an agent says over the API that he is there, and gives back what he cannot do', async () => {
    const said = await askAs<Body>('ann', 'PUT', '/agents/me/presence', { state: 'online' });
    expect(said.body).toMatchObject({ state: 'online' });
    const id = await write();
    await api.desk.settle();
    expect(await whoHas(id)).toBe('ann');
    expect((await askAs('bob', 'POST', `/tickets/${id}/give-back`, { reason: 'not mine' })).body).toMatchObject({
      code: 'ticket_not_yours',
    });
    expect((await askAs('ann', 'POST', `/tickets/${id}/give-back`, { reason: 'I do not know this' })).body).toMatchObject({
      assignee: null,
    });
    await api.desk.settle();
    expect(await whoHas(id)).toBeNull();
    await askAs('bob', 'PUT', '/agents/me/presence', { state: 'online' });
    await api.desk.settle();
    const { body } = await api.ask<{ items: Body[] }>('GET', `/api/v1/tickets/${id}/assignments`);
    expect(body.items).toMatchObject([
      { agentName: 'ann', givenBack: true, endReason: 'I do not know this' },
      { agentName: 'bob', others: { refused_before: 1 }, endedAt: null },
    ]);
    expect((await askAs('ann', 'PUT', `/agents/${agents['bob']}/presence`, { state: 'offline' })).status).toBe(403);
    expect((await api.ask('PATCH', `/api/v1/agents/${agents['bob']}`, { body: { skills: { cooking: 1 } } })).body).toMatchObject({
      code: 'skill_unknown',
    });
  });

  it('groups: members of the file and of the API; a ticket goes into one by key or id', async () => {
    const put = await api.ask('PUT', `/api/v1/groups/office/members/${agents['mia']}`);
    expect(put.body).toMatchObject({ key: 'office', level: 3, members: [agents['eve'], agents['mia']].sort() });
    expect((await api.ask('DELETE', `/api/v1/groups/office/members/${agents['eve']}`)).body).toMatchObject({ code: 'member_of_file' });
    const id = await write({}, { group: 'office' });
    expect((await see(id)).group).toBe(groupIdOf('office'));
    await come('online', 'mia', 'ann');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('mia');
    await api.ask('DELETE', `/api/v1/groups/office/members/${agents['mia']}`);
    expect((await api.ask('GET', `/api/v1/groups/${groupIdOf('office')}`)).body).toMatchObject({ members: [agents['eve']] });
  });

  it('goes one level up for a named reason with the form, to the top for a dispute; the whole history goes along', async () => {
    await come('online', 'ann');
    const id = await write();
    await api.desk.settle();
    const form = { problem: 'TLS fails', impact: 'all shops', tried: [{ what: 'restart', result: 'the same' }], why: 'needs rights' };
    const escalate = (more: object) => askAs('ann', 'POST', `/tickets/${id}/escalations`, { ...form, ...more });
    expect((await escalate({ reason: 'bored' })).body).toMatchObject({ code: 'escalation_reason_unknown' });
    expect((await escalate({ reason: 'certified', suggestedTeam: 'office' })).body).toMatchObject({ code: 'escalation_impossible' });
    expect((await escalate({ reason: 'certified', suggestedTeam: 'second' })).body).toMatchObject({
      ...{ group: groupIdOf('second'), level: 2, assignee: null },
    });
    await come('online', 'cyd', 'eve');
    await api.desk.settle();
    expect(await whoHas(id)).toBe('cyd');
    expect(await noticesOf('cyd', 'escalated')).toHaveLength(1);
    const events = (await api.desk.events(id)).filter(({ type }) => type === 'ticket.escalated.v1');
    expect(events.map(({ data }) => [data['reason'], data['level']])).toEqual([['certified', 2]]);
    await askAs('cyd', 'POST', `/tickets/${id}/escalations`, { ...form, reason: 'dispute' });
    await api.desk.settle();
    expect(await whoHas(id)).toBe('eve');
    const history = await askAs<{ escalations: Body[]; assignments: Body[] }>('eve', 'GET', `/tickets/${id}/hand-over`);
    expect(history.body.escalations).toMatchObject([
      { form: { tried: form.tried }, toLevel: 2 },
      { reason: 'dispute', toLevel: 3 },
    ]);
    expect(history.body.assignments.map(({ agentName }) => agentName)).toEqual(['ann', 'cyd', 'eve']);
    expect((await askAs('eve', 'POST', `/tickets/${id}/escalations`, { ...form, reason: 'dispute' })).body).toMatchObject({
      code: 'escalation_impossible',
    });
  });

  it('another group or an expert is asked inside the ticket, and who has it keeps it', async () => {
    await come('online', 'ann', 'eve');
    const id = await write();
    await api.desk.settle();
    const experts = await askAs<{ items: Body[] }>('ann', 'GET', '/experts?field=NETWORK');
    expect(experts.body.items.map(({ displayName }) => displayName)).toEqual(['eve', 'cyd']);
    const asked = await askAs<{ id: string }>('ann', 'POST', `/tickets/${id}/consultations`, { field: 'network', question: 'Which port?' });
    expect(asked.body).toMatchObject({ agentId: agents['eve'], answer: null });
    expect(await noticesOf('eve', 'consulted')).toMatchObject([{ ticketId: id }]);
    expect((await askAs('bob', 'POST', `/consultations/${asked.body.id}/answer`, { answer: 'no' })).status).toBe(403);
    const answered = await askAs('eve', 'POST', `/consultations/${asked.body.id}/answer`, { answer: '443' });
    expect(answered.body).toMatchObject({ answer: '443', answeredBy: { displayName: 'eve' } });
    expect(await noticesOf('ann', 'consultation_answered')).toHaveLength(1);
    expect((await askAs('eve', 'POST', `/consultations/${asked.body.id}/answer`, { answer: '80' })).status).toBe(409);
    const late = await askAs<{ id: string }>('ann', 'POST', `/tickets/${id}/consultations`, { group: 'second', question: 'And then?' });
    expect((await askAs<{ items: Body[] }>('cyd', 'GET', '/consultations')).body.items).toMatchObject([{ id: late.body.id }]);
    api.desk.clock.advance(4 * 3_600_000);
    await api.desk.settle();
    expect(await noticesOf('cyd', 'consultation_late')).toHaveLength(1);
    expect(await whoHas(id)).toBe('ann');
    const texts = (await api.ask<{ items: { direction: string; newText: string }[] }>('GET', `/api/v1/tickets/${id}/entries`)).body.items;
    expect(texts.filter(({ direction }) => direction === 'system').map(({ newText }) => newText)).toEqual(
      expect.arrayContaining(['eve: Which port?', 'Which port?\n→ 443', 'second: And then?']),
    );
  });

  it('several groups work on one ticket at once, each by its deputy; what is late is told, results come back', async () => {
    await come('online', 'ann', 'dan');
    const id = await write();
    await api.desk.settle();
    const wish = { groups: ['second', 'office'], kind: 'joint', text: 'Find out together' };
    const { body } = await askAs<{ items: { id: string; dueAt: string; assigneeId: string | null }[] }>(
      'ann',
      'POST',
      `/tickets/${id}/group-tasks`,
      wish,
    );
    expect(body.items.map(({ assigneeId }) => assigneeId)).toEqual([agents['dan'], null]);
    expect(Date.parse(body.items[0]!.dueAt) - api.desk.clock.now().getTime()).toBe(30 * 60_000);
    expect(await noticesOf('dan', 'joint_handling')).toHaveLength(1);
    expect(await noticesOf('eve', 'joint_handling')).toHaveLength(1);
    await askAs('dan', 'POST', `/tasks/${body.items[0]!.id}/done`, { outcome: 'It was the router' });
    await api.desk.settle();
    expect(await noticesOf('ann', 'task_done')).toMatchObject([{ text: expect.stringContaining('It was the router') }]);
    api.desk.clock.advance(30 * 60_000);
    await api.desk.settle();
    expect(await noticesOf('eve', 'joint_handling_late')).toHaveLength(1);
    expect(await noticesOf('dan', 'joint_handling_late')).toHaveLength(0);
    const open = await api.ask<{ items: Body[] }>('GET', `/api/v1/tasks?state=open&group=${groupIdOf('office')}`);
    expect(open.body.items).toMatchObject([{ ticketId: id }]);
  });

  it('an open page keeps its agent there', async () => {
    await askAs('ann', 'PUT', '/agents/me/presence', { state: 'online' });
    api.desk.clock.advance(2 * 60_000);
    const page = new AbortController();
    const stream = await fetch(`${api.url}/api/v1/stream`, {
      headers: { cookie: cookies.get('ann')!, accept: 'text/event-stream' },
      signal: page.signal,
    });
    await stream.body!.getReader().read();
    await eventually(
      async () => (await api.desk.get(AgentPresence).get(agents['ann']!)).expiresAt! > new Date(api.desk.clock.now().getTime() + 100_000),
      'a sign of life',
    );
    page.abort();
    api.desk.clock.advance(2 * 60_000);
    await api.desk.settle();
    expect(await api.desk.get(AgentPresence).get(agents['ann']!)).toMatchObject({ state: 'online' });
    api.desk.clock.advance(2 * 60_000);
    await api.desk.settle();
    expect(await api.desk.get(AgentPresence).get(agents['ann']!)).toMatchObject({ state: 'offline' });
  });

  describe('what tickets need is not taken away without saying where they go', () => {
    it('an agent', async () => {
      await come('online', 'bob');
      const id = await write();
      await api.desk.settle();
      expect(await whoHas(id)).toBe('bob');
      const refused = await api.ask('DELETE', `/api/v1/agents/${agents['bob']}`);
      expect([refused.status, refused.body['code'], refused.body['tickets']]).toEqual([409, 'agent_in_use', 1]);
      expect((await api.ask('DELETE', `/api/v1/agents/${agents['bob']}?successor=${agents['ann']}`)).status).toBe(204);
      await api.desk.settle();
      expect(await whoHas(id)).toBe('ann');
      expect((await askAs('bob', 'GET', '/tickets')).status).toBe(401);
    });

    it('a group, by the file and over the API', async () => {
      const id = await write({}, { group: 'office' });
      await api.desk.settle();
      const { office: _gone, ...groups } = DESK.groups;
      const routing = { ...DESK.routing, escalation: { reasons: {} } };
      const put = (more: object) => api.ask('PUT', '/api/v1/desk', { body: { desk: { ...DESK, groups, routing, ...more } } });
      const refused = await put({});
      expect([refused.status, refused.body['code'], refused.body['groups']]).toEqual([409, 'desk_in_use', { office: 1 }]);
      expect((await put({ successors: { groups: { office: 'nobody' } } })).body).toMatchObject({ code: 'desk_invalid' });
      expect((await api.ask('GET', '/api/v1/groups/office')).status).toBe(200);
      expect((await put({ successors: { groups: { office: 'second' } } })).status).toBe(200);
      await api.desk.settle();
      expect((await see(id)).group).toBe(groupIdOf('second'));
      const again = await api.ask('DELETE', '/api/v1/groups/second');
      expect(again.status).toBe(422);
      await put({
        successors: { groups: { office: 'second' } },
        routing: { default: 'first' },
        groups: { first: { name: 'First' }, second: { name: 'Second' } },
      });
      expect((await api.ask('DELETE', '/api/v1/groups/second')).body).toMatchObject({ code: 'desk_in_use', groups: { second: 1 } });
      expect((await api.ask('DELETE', '/api/v1/groups/second?successor=first')).status).toBe(200);
      await api.desk.settle();
      expect((await see(id)).group).toBe(groupIdOf('first'));
      expect((await api.ask<{ items: Body[] }>('GET', '/api/v1/groups')).body.items.map(({ key }) => key)).toEqual(['first']);
    });
  });
});
