import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentRepository } from '../../../apps/ticketing/src/agents/agent.repository.js';
import { Passwords } from '../../../apps/ticketing/src/agents/passwords.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const READS = ['tickets:read', 'tickets:write', 'reports:read'];
const DESK = {
  groups: {
    technical: { name: 'Technical' },
    billing: { name: 'Billing', members: ['bea@desk.test'] },
    security: { name: 'Security', members: ['sam@desk.test'] },
  },
  roles: {
    lead: { name: 'Lead', may: READS },
    head: { name: 'Head of a group', may: READS, sees: 'groups' },
  },
  surveys: { forms: { short: { kind: 'csat' } } },
  sealed: [{ inbox: 'security', group: 'security' }],
  reports: {
    definitions: Object.fromEntries(
      ['request-log', 'kpi', 'problems'].map((kind) => [`daily-${kind}`, { kind, schedule: { every: 'day', at: '08:00' } }]),
    ),
  },
};
const LISTS = ['request-log', 'progress', 'satisfaction', 'assessor'];

let api: Api;
const cookies = new Map<string, string>();
const numbers = new Map<string, string>();

const as = <T = { rows: unknown[][] }>(name: string, path: string) =>
  api.ask<T>('GET', `/api/v1${path}`, { key: null, headers: { cookie: cookies.get(name)!, 'x-tributary-request': '1', origin: api.url } });

/** Subjects whose ticket a report names, or the number of its rows where it names none. */
async function read(name: string, report: string): Promise<string[] | number> {
  const { status, body } = await as(name, `/reports/${report}`);
  expect([report, status]).toEqual([report, 200]);
  if (report === 'assessor') return body.rows.length;
  return [...numbers].flatMap(([subject, number]) => (body.rows.some((row) => row.includes(number)) ? [subject] : []));
}

async function logIn(name: string): Promise<void> {
  const body = { email: `${name}@desk.test`, password: 'a good password' };
  const { headers } = await api.ask('POST', '/api/v1/session', { key: null, body });
  cookies.set(name, headers.get('set-cookie')!.split(';')[0]!);
}

beforeAll(async () => {
  api = await openApi({ desk: DESK });
  const passwordHash = await new Passwords().hash('a good password');
  for (const [name, role] of Object.entries({ lea: 'lead', bea: 'head', sam: 'head', ann: 'admin' })) {
    const email = `${name}@desk.test`;
    await new AgentRepository(api.desk.database, api.desk.clock).create({ email, displayName: name, role, passwordHash });
    await logIn(name);
  }
  for (const [subject, inbox, group] of [
    ['hole', 'security', null],
    ['bill', 'support', 'billing'],
    ['plug', 'support', 'technical'],
  ] as const) {
    const message = mail({ from: `${subject}@example.com`, subject, text: `words of ${subject}`, inbox });
    await api.desk.take(message);
    const ledger = await api.ask<{ items: { ticketId: string }[] }>('GET', `/api/v1/ledger?remoteMessageId=${message.remoteMessageId}`);
    const ticket = `/api/v1/tickets/${ledger.body.items[0]!.ticketId}`;
    if (group !== null) await api.ask('PATCH', ticket, { body: { group } });
    numbers.set(subject, (await api.ask<{ number: string }>('GET', ticket)).body.number);
    const rated = await api.ask('POST', `${ticket}/ratings`, { body: { survey: 'short', value: 4, reason: `reason of ${subject}` } });
    expect(rated.status).toBe(201);
  }
  await api.desk.settle();
});
afterAll(() => api.close());

describe('a report whose rows are tickets', () => {
  it.each(LISTS)('%s names those that its reader sees, and no others', async (report) => {
    const names = (...subjects: string[]) => (report === 'assessor' ? subjects.length : subjects);
    expect(await read('ann', report)).toEqual(names('hole', 'bill', 'plug'));
    expect(await read('lea', report)).toEqual(names('bill', 'plug'));
    expect(await read('bea', report)).toEqual(names('bill'));
    expect(await read('sam', report)).toEqual(names('hole'));
  });

  it('says nothing of the others in a file either', async () => {
    const headers = { cookie: cookies.get('lea')!, 'x-tributary-request': '1' };
    const text = await (await fetch(`${api.url}/api/v1/reports/request-log?format=csv`, { headers })).text();
    expect(text).toContain('words of plug');
    expect(text).not.toContain('hole');
  });

  it('made by its schedule names no confidential ticket, and is shown to those who see every group', async () => {
    const kept = () => as<{ items: { id: string; key: string }[] }>('ann', '/report-runs');
    api.desk.clock.advance(24 * 3_600_000);
    await api.desk.settle();
    for (const name of cookies.keys()) await logIn(name);
    const runs = (await kept()).body.items;
    expect(runs.map(({ key }) => key).sort()).toEqual(['daily-kpi', 'daily-problems', 'daily-request-log']);
    const log = runs.find(({ key }) => key === 'daily-request-log')!;
    for (const { id } of runs) expect(JSON.stringify((await as('ann', `/report-runs/${id}`)).body)).not.toContain(numbers.get('hole'));
    expect(JSON.stringify((await as('lea', `/report-runs/${log.id}`)).body)).toContain(numbers.get('bill'));
    expect((await as('bea', `/report-runs/${log.id}`)).status).toBe(404);
    const shown = await as<{ items: { key: string }[] }>('bea', '/report-runs');
    expect(shown.body.items.map(({ key }) => key).sort()).toEqual(['daily-kpi', 'daily-problems']);
    // Figures are everybody's; the ticket that is named as an example need not be.
    const problems = runs.find(({ key }) => key === 'daily-problems')!;
    await api.desk.database.sql.query(
      `update report_runs set report = jsonb_set(report::jsonb, '{rows,0,7}', to_jsonb($2::text))::json where id = $1::uuid`,
      [problems.id, numbers.get('plug')],
    );
    const examples = async (name: string) => {
      const { columns, rows } = (await as<{ columns: { key: string }[]; rows: unknown[][] }>(name, `/report-runs/${problems.id}`)).body;
      return rows.map((row) => row[columns.findIndex(({ key }) => key === 'example')]);
    };
    expect((await examples('lea'))[0]).toBe(numbers.get('plug'));
    expect((await examples('bea')).filter((each) => each !== null)).toEqual([]);
  });
});
