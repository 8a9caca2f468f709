import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { readExport } from '../../../apps/ticketing/src/audit/audit-export.js';
import { verifyChain } from '../../../apps/ticketing/src/audit/verify-chain.js';
import { ADMIN, type Api, BOOTSTRAP_KEY, openApi } from '../../support/ticketing-api.js';
import { mail } from '../../support/ticketing-desk.js';

interface Record {
  readonly at: string;
  readonly action: string;
  readonly outcome: string;
  readonly actor: { readonly kind: string; readonly id?: string };
  readonly ticketId?: string;
  readonly targets?: { readonly made?: string };
  readonly fields?: readonly string[];
  readonly reason?: string;
  readonly seq: number | null;
}
interface Page {
  readonly items: readonly Record[];
  readonly nextCursor: string | null;
}
interface Verdict {
  readonly ok: boolean;
  readonly records: number;
  readonly last: { readonly seq: number; readonly hash: string };
  readonly faults: readonly { readonly kind: string; readonly seq: number }[];
}

let api: Api;
let ticketId: string;
beforeAll(async () => {
  api = await openApi();
  await api.desk.take(mail({ subject: 'Audited' }));
  ticketId = (await api.ask<{ items: { id: string }[] }>('GET', '/api/v1/tickets')).body.items[0]!.id;
});
afterAll(() => api.close());

const sql = (text: string, values: unknown[] = []) => api.desk.database.sql.query(text, values);
const list = async (query = '') => (await api.ask<Page>('GET', `/api/v1/audit?limit=200${query}`)).body.items;
const verify = async (known?: Verdict['last']) =>
  (await api.ask<Verdict>('GET', `/api/v1/audit/verification${known ? `?known=${known.seq}:${known.hash}` : ''}`)).body;

describe('the audit log', () => {
  it('has each change of a ticket, in its transaction, without a word of anybody', async () => {
    const { status } = await api.ask('PATCH', `/api/v1/tickets/${ticketId}`, { body: { priority: 'high', subject: 'Secret words' } });
    expect(status).toBe(200);
    const [record] = await list(`&ticket=${ticketId}`);
    expect(record).toMatchObject({ action: 'PATCH tickets/:id', outcome: 'done', ticketId, fields: ['priority', 'subject'] });
    expect(record!.actor).toEqual({ kind: 'key', id: 'bootstrap' });
    expect(JSON.stringify(await list())).not.toContain('Secret');
    const { body } = await api.ask<{ id: string }>('POST', `/api/v1/tickets/${ticketId}/notes`, { body: { text: 'hello' } });
    expect((await list('&action=POST'))[0]).toMatchObject({ action: 'POST tickets/:id/notes', targets: { made: body.id } });
  });

  it('has a request once, however often it is sent, and what was refused with its reason', async () => {
    const headers = { 'idempotency-key': 'audited-once' };
    const send = () => api.ask('POST', `/api/v1/tickets/${ticketId}/notes`, { headers, body: { text: 'once' } });
    const before = (await list('&action=POST')).length;
    await send();
    await send();
    expect(await list('&action=POST')).toHaveLength(before + 1);
    await api.ask('PATCH', `/api/v1/tickets/${ticketId}`, { body: { priority: 'low', expectedVersion: 1 } });
    expect((await list())[0]).toMatchObject({ outcome: 'refused', reason: 'version_conflict' });
    const { body: made } = await api.ask<{ id: string; key: string }>('POST', '/api/v1/api-keys', {
      body: { name: 'r', scopes: ['tickets:read'] },
    });
    expect((await list())[0]).toMatchObject({ action: 'POST api-keys', outcome: 'done' });
    expect((await api.ask('GET', '/api/v1/audit', { key: made.key })).status).toBe(403);
    expect((await list())[0]).toMatchObject({
      action: 'GET audit',
      outcome: 'refused',
      reason: 'forbidden',
      actor: { kind: 'key', id: made.id },
    });
  });

  it('has logins, those that failed too', async () => {
    const logIn = (password: string) => api.ask('POST', '/api/v1/session', { key: null, body: { email: ADMIN.email, password } });
    await logIn('wrong words');
    await logIn(ADMIN.password);
    const [done, refused] = await list();
    expect(done).toMatchObject({ action: 'login', outcome: 'done', actor: { kind: 'agent', id: expect.any(String) } });
    expect(refused).toMatchObject({ action: 'login', outcome: 'refused', actor: done!.actor });
  });

  it('numbers without a gap what many write at once, and a change that failed is not in it', async () => {
    const patch = (priority: string) => api.ask('PATCH', `/api/v1/tickets/${ticketId}`, { body: { priority } });
    await Promise.all(Array.from({ length: 40 }, (_, index) => patch(index % 2 === 0 ? 'high' : 'low')));
    const verdict = await verify();
    expect(verdict).toMatchObject({ ok: true, faults: [] });
    const [row] = await api.desk.database.sql.query<{ rows: number; most: number }>(
      'select count(*)::int as rows, max(seq)::int as most from audit_log',
    );
    expect(row).toEqual({ rows: verdict.records, most: verdict.records });
  });

  it('is proved by a third party with an export and the first key', async () => {
    const response = await fetch(`${api.url}/api/v1/audit/export`, { headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` } });
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    const body = await response.text();
    const { body: head } = await api.ask<{ head: Verdict['last']; keys: { keyId: string }[] }>('GET', '/api/v1/audit/head');
    const lines = body.split('\n');
    const check = async (text: string) => verifyChain({ ...(await readExport(Readable.from([text]))), trusted: head.keys[0]!.keyId });
    expect(await check(body)).toMatchObject({ ok: true });
    expect((await check(body.replace('"high"', '"low"').replace('version_conflict', 'nothing'))).ok).toBe(false);
    expect((await check(lines.filter((line) => !line.includes('"seq":3,"record"')).join('\n'))).ok).toBe(false);
  });

  it('tells of whoever changes it in the database', async () => {
    const { last } = await verify();
    const tamper = async (text: string, undo: string, kind: string) => {
      await sql(text);
      expect((await verify(last)).faults.map((fault) => fault.kind)).toContain(kind);
      await sql(undo);
      expect((await verify(last)).ok).toBe(true);
    };
    const copy = 'create table kept as select id, record, seq, hash from audit_log where seq between 4 and 6';
    const back = 'insert into audit_log (id, record, seq, hash) select * from kept; drop table kept';
    await sql(copy);
    await tamper(
      `update audit_log set record = replace(record::text, 'done', 'refused')::json where seq = 5`,
      'update audit_log l set record = k.record from kept k where k.id = l.id',
      'changed',
    );
    await tamper('delete from audit_log where seq between 4 and 6', back, 'missing');
    const swap = 'update audit_log set seq = -seq where seq in (8, 9); update audit_log set seq = 17 + seq where seq in (-8, -9)';
    await tamper(swap, swap, 'changed');
    await sql('create table tail as select id, record, seq, hash from audit_log where seq > 12; delete from audit_log where seq > 12');
    const cut = async () => (await verify(last)).faults.map(({ kind }) => kind);
    expect(await cut()).toEqual(['head_beyond_end']);
    // What comes later stands behind what was signed for: the hole stays.
    await api.ask('PATCH', `/api/v1/tickets/${ticketId}`, { body: { priority: 'high' } });
    expect(await cut()).toContain('missing');
    await sql('insert into audit_log (id, record, seq, hash) select * from tail on conflict do nothing; drop table tail');
  });
});
