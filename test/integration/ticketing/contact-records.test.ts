import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactErasure } from '../../../apps/ticketing/src/contacts/contact-erasure.js';
import { ContactExport } from '../../../apps/ticketing/src/contacts/contact-export.js';
import { EXPORTED_TABLES, TABLES_NOT_EXPORTED } from '../../../apps/ticketing/src/contacts/exported-tables.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

const HOURS = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '00:00', to: '24:00' }];
const DESK = {
  languages: ['en'],
  groups: { technical: { name: 'Technical' } },
  bookings: {
    services: {
      visit: { name: 'Visit', minutes: 60, leadHours: 0, perSlot: 9, hours: HOURS, ticket: { subject: 'Visit', origin: 'counter' } },
    },
  },
  visits: { branches: [{ key: 'main', name: 'Main' }] },
  incidents: { ways: [{ inbox: 'support', scheme: 'email' }] },
  compensations: { missed: { name: 'Missed', fixed: 5, unit: 'points' } },
  surveys: { forms: { short: { kind: 'three-step' } } },
  rules: [{ key: 'raise', when: ['opened'], if: { fact: 'message.text', contains: ['urgently'] }, then: [{ raise: 'urgent' }] }],
};

interface Made {
  readonly id: string;
}
type Records = Record<string, Record<string, unknown>[]>;

let api: Api;
let folder: string;
beforeAll(async () => {
  api = await openApi({ desk: DESK, settings: { webhooks: { privateHosts: ['127.0.0.1:9'] } } });
  folder = await mkdtemp(join(tmpdir(), 'contact-records-'));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = async <T = Made>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await api.ask<T>(method, `/api/v1${path}`, body === undefined ? {} : { body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

async function exportOf(who: string): Promise<{ records: Records }> {
  const into = join(folder, randomUUID());
  // Bytes are looked at in `contact-data`.
  const blobs = { open: () => Promise.resolve({ stream: Readable.from([]) }) };
  await new ContactExport(api.desk.database, blobs as never).write(who, into, api.desk.clock.now());
  return JSON.parse(await readFile(join(into, 'contact.json'), 'utf8')) as { records: Records };
}

/** Everything that rooms of the desk keep of somebody. */
async function live(from: string, secret: string): Promise<void> {
  const message = mail({ from, subject: 'Pump', text: `urgently ${secret}` });
  await api.desk.take(message);
  const found = await ask<{ items: { ticketId: string }[] }>(
    'GET',
    `/ledger?remoteMessageId=${encodeURIComponent(message.remoteMessageId!)}`,
  );
  const ticket = await ask<Made & { contact: Made }>('GET', `/tickets/${found.items[0]!.ticketId}`);
  const [path, person] = [`/tickets/${ticket.id}`, { id: ticket.contact.id }];
  await ask('POST', '/webhooks', { name: `to ${secret}`, url: 'https://127.0.0.1:9/hook', events: ['ticket.changed.v1'] });
  await api.desk.settle();
  await ask('PATCH', `/contacts/${person.id}`, { company: secret });
  await ask('PUT', `/contacts/${person.id}/orders`, { orders: [{ number: `order ${secret}` }] });
  await ask('PUT', `/contacts/${person.id}/products`, { products: [{ name: `pump ${secret}` }] });
  await ask('POST', `${path}/orders`, { number: `order ${secret}` });
  const slots = await ask<{ items: { startsAt: string }[] }>('GET', '/bookings/slots?service=visit');
  await ask('POST', '/bookings', { service: 'visit', startsAt: slots.items[0]!.startsAt, contact: person, note: secret });
  await ask('POST', '/visits', { branch: 'main', contact: person, subject: secret });
  const problem = mail({ from: `${randomUUID()}@else.test`, subject: 'Problem' });
  await api.desk.take(problem);
  const other = await ask<{ items: { ticketId: string }[] }>(
    'GET',
    `/ledger?remoteMessageId=${encodeURIComponent(problem.remoteMessageId!)}`,
  );
  const incident = await ask('POST', '/incidents', { ticket: other.items[0]!.ticketId, title: 'Down' });
  await ask('POST', `/incidents/${incident.id}/customers`, { tickets: [ticket.id] });
  await ask('POST', `${path}/compensations`, { policy: 'missed', reason: secret });
  await ask('POST', `${path}/consultations`, { question: secret, group: 'technical' });
  await ask('POST', `${path}/ratings`, { survey: 'short', value: 1, reason: secret });
  await ask('PATCH', path, { priority: 'high' });
  await api.desk.settle();
}

describe('what rooms keep of a person', () => {
  it('is exported, and nothing of anybody else', async () => {
    await live('ann@export.test', 'SECRET-OF-ANN');
    await live('bob@export.test', 'SECRET-OF-BOB');
    const { records } = await exportOf('ann@export.test');
    expect(Object.keys(records)).toEqual(
      expect.arrayContaining([
        ...[
          'contactProfiles',
          'contactOrders',
          'contactProducts',
          'bookings',
          'compensations',
          'feedback',
          'incidentCustomers',
          'ticketOrders',
        ],
        ...['consultations', 'visits', 'ruleRuns', 'tasks', 'webhookDeliveries', 'reportFacts'],
      ]),
    );
    expect(records['bookings']).toMatchObject([{ note: 'SECRET-OF-ANN', service: 'visit' }]);
    expect(records['feedback']).toMatchObject([{ reason: 'SECRET-OF-ANN', way: 'agent' }]);
    expect(records['consultations']).toMatchObject([{ question: 'SECRET-OF-ANN' }]);
    expect(records['webhookDeliveries']![0]).toMatchObject({ receiver: expect.stringContaining('to SECRET-OF-') });
    expect(records['ruleRuns']).toContainEqual(expect.objectContaining({ rule: 'raise', actions: [{ raise: 'urgent' }] }));
    // The other's webhook heard of her too: its name is all that is told of it.
    const { webhookDeliveries: _told, ...others } = records;
    expect(JSON.stringify(others)).not.toContain('SECRET-OF-BOB');
  });

  it('goes when he is erased', async () => {
    await new ContactErasure(api.desk.database, api.desk.bus, { erase: () => Promise.resolve(0) } as never, api.desk.clock).erase(
      'bob@export.test',
    );
    const kept: string[] = [];
    for (const { table } of EXPORTED_TABLES) {
      const rows = await api.desk.database.sql.query<{ row: string }>(`select x::text as row from ${table} x`);
      if (rows.some(({ row }) => row.includes('SECRET-OF-BOB'))) kept.push(table);
    }
    expect(kept).toEqual([]);
  });

  it('is decided of every table: exported, or why not', async () => {
    const rows = await api.desk.database.sql.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE'`,
    );
    const decided = [...EXPORTED_TABLES.map(({ table }) => table), ...Object.values(TABLES_NOT_EXPORTED).flat()];
    const known = rows.map(({ name }) => name);
    expect(known.filter((name) => !decided.includes(name))).toEqual([]);
    expect(decided.filter((name, at) => decided.indexOf(name) !== at || !known.includes(name))).toEqual([]);
  });
});
