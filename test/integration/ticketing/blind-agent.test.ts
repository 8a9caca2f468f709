import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../../apps/ticketing/src/agents/passwords.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

/** Stands in everything that is written below, and nowhere else. */
const CANARY = 'kanarienvogel';
const HOURS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }];
const DESK = {
  languages: ['en'],
  groups: { technical: { name: 'Technical' }, security: { name: 'Security' } },
  roles: {
    blind: { may: ['tickets:read', 'tickets:write', 'recordings:hear', 'knowledge:write', 'supervise', 'bot'], sees: 'own' },
    elsewhere: { may: ['tickets:read', 'tickets:write', 'supervise'], sees: 'groups' },
  },
  sealed: [{ inbox: 'security', group: 'security' }],
  bookings: {
    services: {
      visit: { name: 'Visit', minutes: 60, leadHours: 0, perSlot: 9, hours: HOURS, ticket: { subject: 'Visit', origin: 'counter' } },
    },
  },
  visits: { branches: [{ key: 'main', name: 'Main' }] },
  incidents: { ways: [{ inbox: 'support', scheme: 'email' }] },
  compensations: { missed: { name: 'Missed', fixed: 5, unit: 'points' } },
  quality: { sheets: { answers: { name: 'Answers', reviews: 'answers', criteria: [{ key: 'ok', name: 'Ok', weight: 1 }] } } },
  surveys: { forms: { short: { kind: 'three-step' } } },
};

/** Rights whose holders see the whole by what they are for: figures, the log of what was done, what leaves the house. */
const WHOLE = ['reports:read', 'audit:read', 'webhooks:write', 'people:erase', 'admin', 'nobody', 'login'];
/** What a query of these needs. */
const QUERIES: Readonly<Record<string, string>> = {
  '/bookings/slots': '?service=visit',
  '/knowledge/search': '?q=pump',
  '/knowledge/problems': '?least=2',
  '/experts': '?field=pumps',
};
/** The stream never ends, and `rights` listens to it; the others are of the desk alone. */
const ELSEWHERE = ['/stream', '/hours/{channel}/overrides'];
/** Found by somebody who sees all: else this test would prove nothing of them. */
const TOLD = [
  ...['/tickets', '/tickets/{id}', '/tickets/{id}/entries', '/contacts', '/contacts/{id}', '/entries/{id}', '/tasks'],
  ...['/bookings', '/visits/{visitId}', '/incidents', '/incidents/{incidentId}', '/incidents/{incidentId}/customers', '/feedback'],
  ...['/compensations', '/quarantine', '/quarantine/domains', '/quarantine/decisions', '/dead-letters', '/dead-letters/{id}', '/ledger'],
  ...['/contacts/{contactId}/orders', '/contacts/{contactId}/products'],
];

interface Made {
  readonly id: string;
}
interface Ticket extends Made {
  readonly number: string;
  readonly contact: Made;
}

let api: Api;
/** Ids by which things are asked for, by the path that leads there. */
const places: [RegExp, string][] = [];
/** Writes on things of tickets that are not seen. */
const writes: [method: string, path: string, body: object][] = [];
const cookies = new Map<string, string>();

const ask = async <T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

async function open(fields: Parameters<typeof mail>[0] = {}): Promise<Ticket> {
  const message = mail({ from: `${CANARY}.${randomUUID()}@${CANARY}.test`, subject: CANARY, text: CANARY, ...fields });
  await api.desk.take(message);
  const { items } = await ask<{ items: { ticketId: string }[] }>(
    'GET',
    `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`,
  );
  return ask<Ticket>('GET', `/tickets/${items[0]!.ticketId}`);
}

async function makeAgent(name: string): Promise<string> {
  const agents = new AgentRepository(api.desk.database, api.desk.clock);
  const passwordHash = await new Passwords().hash('a good password');
  const { id, email } = await agents.create({ email: `${name}@desk.test`, displayName: name, role: name, passwordHash });
  const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body: { email, password: 'a good password' } });
  cookies.set(name, headers.get('set-cookie')!.split(';')[0]!);
  return id;
}

beforeAll(async () => {
  api = await openApi({ desk: DESK });
  await makeAgent('blind');
  await makeAgent('elsewhere');
  await makeAgent('admin');
  const ticket = await open();
  const { contact } = ticket;
  const path = `/tickets/${ticket.id}`;
  await ask('PATCH', path, { group: 'technical' });
  await ask('POST', `${path}/notes`, { text: CANARY });
  await ask('PUT', `/contacts/${contact.id}/orders`, { orders: [{ number: CANARY }] });
  await ask('PUT', `/contacts/${contact.id}/products`, { products: [{ name: CANARY }] });
  await ask('POST', `${path}/orders`, { number: CANARY });
  const { items: entries } = await ask<{ items: Made[] }>('GET', `${path}/entries`);
  const slots = await ask<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=visit');
  const booking = await ask<Made>('POST', '/bookings', {
    service: 'visit',
    startsAt: slots.items[0]!.startsAt,
    contact: { id: contact.id },
    note: CANARY,
  });
  const visit = await ask<{ receipt: string; ticketId: string }>('POST', '/visits', {
    branch: 'main',
    contact: { id: contact.id },
    subject: CANARY,
  });
  const incident = await ask<Made>('POST', '/incidents', { ticket: ticket.id, title: CANARY });
  await ask('POST', `/incidents/${incident.id}/customers`, { tickets: [(await open()).id] });
  const compensations = await ask<{ items: Made[] }>('POST', `${path}/compensations`, { policy: 'missed', reason: CANARY });
  await ask('POST', `${path}/consultations`, { question: CANARY, group: 'security' });
  await ask('POST', `${path}/ratings`, { survey: 'short', value: 1, reason: CANARY });
  await ask('PUT', `${path}/snooze`, { until: '2027-01-01T00:00:00Z' });
  const flood = await open();
  await api.desk.database.sql.query(`update tickets set quarantined = true, status = 'closed' where id = $1`, [flood.id]);
  const let_out = await open();
  await api.desk.database.sql.query(`update tickets set quarantined = true, status = 'closed' where id = $1`, [let_out.id]);
  await ask('POST', '/quarantine/decisions', { decision: 'release', tickets: [let_out.id] });
  await api.desk.database.sql.query(
    `insert into dead_letters (group_name, topic, partition, "offset", key, envelope, appended_at, error_class, code, reason, attempts, inbox_id, remote_message_id, blob_refs, state, died_at)
     values ('ticketing-intake', 'inbound-messages', 0, 999999, 'k', $1, $2, 'permanent', 'event_invalid', $3, 1, 'security', $3, '{}', 'waiting', $2)`,
    [
      JSON.stringify({ id: randomUUID(), type: 'message.received.v1', data: { inbox: { id: 'security' }, text: CANARY } }),
      api.desk.clock.now(),
      CANARY,
    ],
  );
  await api.desk.settle();
  // What rooms opened by themselves belongs to nobody's group: only `sees` keeps it from others.
  await api.desk.database.sql.query(
    `update tickets set confidential = true, group_id = (select id from groups where key = 'technical'), assignee_id = null`,
  );
  const first = async (list: string, pick = (item: Record<string, unknown>) => item['id']) => {
    const { items } = await ask<{ items: Record<string, unknown>[] }>('GET', list);
    return String(pick(items[0]!));
  };
  writes.push(
    ['PATCH', `/bookings/${booking.id}`, { startsAt: slots.items[1]!.startsAt, expectedVersion: 1 }],
    ['POST', `/bookings/${booking.id}/cancellation`, { expectedVersion: 1 }],
    ['POST', `/incidents/${incident.id}/notices`, { text: 'x' }],
    ['POST', `/incidents/${incident.id}/closure`, {}],
    ['POST', `/compensations/${compensations.items[0]!.id}/decision`, { decision: 'approve' }],
    ['PATCH', `/contacts/${contact.id}`, { plan: 'pro' }],
    ['PUT', `/contacts/${contact.id}/orders`, { orders: [] }],
    ['POST', '/quarantine/decisions', { decision: 'release', contact: flood.contact.id }],
    ['POST', '/quarantine/decisions', { decision: 'release', domain: `${CANARY}.test` }],
  );
  places.push(
    [/^\/tickets\/\{id\}/, ticket.id],
    [/^\/contacts\/\{(id|contactId)\}/, contact.id],
    [/^\/entries\/\{id\}/, entries[0]!.id],
    [/^\/visits\/\{visitId\}/, visit.receipt],
    [/^\/incidents\/\{incidentId\}/, incident.id],
    [/^\/dead-letters\/\{id\}/, await first('/dead-letters')],
    [/^\/knowledge\/articles\/\{articleId\}/, 'none'],
    [/^\/groups\/\{group\}/, 'technical'],
    [/^\/desk\/versions\/\{version\}/, '1'],
  );
}, 120_000);
afterAll(() => api.close());

interface Walked {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

async function listRoutes(): Promise<string[]> {
  const { body } = await api.ask<{ paths: Record<string, { get?: { 'x-permission': string } }> }>('GET', '/api/openapi.json', {
    key: null,
  });
  return Object.entries(body.paths)
    .filter(([, { get }]) => get !== undefined && !WHOLE.includes(get['x-permission']))
    .map(([path]) => path.replace('/api/v1', ''))
    .filter((path) => !ELSEWHERE.includes(path));
}

/** As somebody, with every id there is. A route that nobody decided how to ask is named. */
async function walk(name: string): Promise<{ walked: Walked[]; undecided: string[] }> {
  const walked: Walked[] = [];
  const undecided: string[] = [];
  for (const path of await listRoutes()) {
    const place = places.find(([pattern]) => pattern.test(path));
    if (path.includes('{') && place === undefined) {
      undecided.push(path);
      continue;
    }
    const filled = path.replace(/\{\w+\}/, place?.[1] ?? '').replaceAll(/\{\w+\}/g, '0');
    const answer = await api.ask<unknown>('GET', `/api/v1${filled}${QUERIES[path] ?? ''}`, {
      key: null,
      headers: { cookie: cookies.get(name)! },
    });
    if (answer.status === 400 || answer.status === 422) undecided.push(path);
    walked.push({ path, status: answer.status, text: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body) });
  }
  return { walked, undecided };
}

/** Those that told words, ids or numbers of tickets and people. */
async function findTold(walked: readonly Walked[]): Promise<Walked[]> {
  const ids = await api.desk.database.sql.query<{ id: string }>(
    'select id::text from tickets union select number from tickets union select id::text from contacts union select id::text from entries',
  );
  return walked.filter(({ text, status }) => status < 300 && (text.includes(CANARY) || ids.some(({ id }) => text.includes(id))));
}

describe('an agent who may see no ticket', () => {
  it('finds nothing of any, whichever list or detail he asks for', async () => {
    const { walked, undecided } = await walk('blind');
    expect(undecided).toEqual([]);
    expect((await findTold(walked)).map(({ path }) => path)).toEqual([]);
    expect(walked.filter(({ text }) => text.includes(CANARY)).map(({ path, status }) => `${path} ${status}`)).toEqual([]);
  }, 120_000);

  it('changes nothing of any', async () => {
    const headers = { cookie: cookies.get('blind')!, 'x-tributary-request': '1' };
    for (const [method, path, body] of writes) {
      const { status, body: told } = await api.ask(method, `/api/v1${path}`, { key: null, headers, body });
      expect([method, path, status, told['code']]).toEqual([method, path, status, expect.stringMatching(/_unknown$|^not_quarantined$/)]);
      expect([404, 409]).toContain(status);
    }
  });

  it('of other groups finds nothing either, where it is confidential', async () => {
    const { walked } = await walk('elsewhere');
    expect(walked.filter(({ text, status }) => status < 300 && text.includes(CANARY)).map(({ path }) => path)).toEqual([]);
  }, 120_000);

  it('would find it, if he might', async () => {
    const { walked } = await walk('admin');
    const found = (await findTold(walked)).map(({ path }) => path);
    expect(TOLD.filter((path) => !found.includes(path))).toEqual([]);
  }, 120_000);
});
