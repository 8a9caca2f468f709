import { Passwords } from '../../apps/ticketing/src/agents/passwords.js';
import { AgentRepository } from '../../apps/ticketing/src/agents/agent.repository.js';
import { AssignmentRepository } from '../../apps/ticketing/src/routing/assignments/assignment.repository.js';
import { AgentPresence } from '../../apps/ticketing/src/routing/presence/agent-presence.js';
import type { Presence } from '../../apps/ticketing/src/routing/matching/facts.js';
import { openInbox, STATES } from './chat-desk.js';
import { type Api, type Body, openApi } from './ticketing-api.js';
import { mail } from './ticketing-desk.js';

/** Groups on three levels with members, deputies, skills and experts. */
export const ROUTING_DESK = {
  groups: {
    first: { name: 'First line', members: ['ann@x.test', 'bob@x.test'], overflow: [{ after: '10 min', to: 'second' }] },
    second: { name: 'Second line', level: 2, members: ['cyd@x.test'], deputies: { a: 'dan@x.test' } },
    pair: { name: 'Two deputies', deputies: { a: 'dan@x.test', b: 'mia@x.test' } },
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

/** A desk that routes, with its agents by their names. */
export async function openRouting(agents: Record<string, string>): Promise<Api> {
  const api = await openApi({ desk: ROUTING_DESK });
  await openInbox(api.desk, 'shop', 'webchat', { states: [...STATES] });
  const passwordHash = await new Passwords().hash(PASSWORD);
  for (const name of ['ann', 'bob', 'cyd', 'dan', 'eve', 'mia']) {
    const made = await api.desk.get(AgentRepository).create({ email: `${name}@x.test`, displayName: name, role: 'agent', passwordHash });
    agents[name] = made.id;
  }
  return api;
}

/** What agents and customers do at it. */
export function onRouting(api: () => Api) {
  const agents: Record<string, string> = {};
  const come = async (state: Presence, ...names: string[]) => {
    for (const name of names) await api().desk.get(AgentPresence).set(agents[name]!, state);
  };
  let count = 0;
  const write = async (more: Parameters<typeof mail>[0] = {}, set: object = {}): Promise<string> => {
    count += 1;
    api().desk.clock.advance(1_000);
    const message = mail({ from: `c${count}@customer.test`, subject: `Question ${count}`, ...more });
    await api().desk.take(message);
    const { body } = await api().ask<{ items: { ticketId: string }[] }>('GET', `/api/v1/ledger?remoteMessageId=${message.remoteMessageId}`);
    const id = body.items[0]!.ticketId;
    if (Object.keys(set).length > 0) await api().ask('PATCH', `/api/v1/tickets/${id}`, { body: set });
    return id;
  };
  const see = async (id: string) => (await api().ask<Ticket>('GET', `/api/v1/tickets/${id}`)).body;
  const nameOf = (id: string | null) => Object.entries(agents).find(([, agent]) => agent === id)?.[0] ?? null;
  const whoHas = async (id: string) => nameOf((await see(id)).assignee);
  const close = async (id: string) => {
    await api().ask('PATCH', `/api/v1/tickets/${id}`, { body: { status: 'closed' } });
    await api().desk.settle();
  };
  const cookies = new Map<string, string>();
  /** As an agent who is logged in. */
  const askAs = async <T = Body>(name: string, method: string, path: string, body?: unknown) => {
    if (!cookies.has(name)) {
      const login = await api().ask('POST', '/api/v1/session', { key: null, body: { email: `${name}@x.test`, password: PASSWORD } });
      cookies.set(name, login.headers.get('set-cookie')!.split(';')[0]!);
    }
    const headers = { cookie: cookies.get(name)!, 'x-tributary-request': '1' };
    return api().ask<T>(method, `/api/v1${path}`, { key: null, headers, ...(body === undefined ? {} : { body }) });
  };
  const noticesOf = async (name: string, kind: string) =>
    (await askAs<{ items: { text: string; ticketId: string }[] }>(name, 'GET', `/notices?kind=${kind}`)).body.items;
  const assignmentsOf = (id: string) => api().desk.get(AssignmentRepository).list(id);

  /** Nobody is there, and nothing waits. */
  const clear = async () => {
    await come('offline', ...Object.keys(agents));
    await api().desk.database.sql.query(`update tickets set status = 'closed'`);
    await api().desk.database.sql.query('delete from waiting_tickets');
    await api().desk.settle();
  };
  return { agents, come, write, see, whoHas, close, cookies, askAs, noticesOf, assignmentsOf, clear };
}
