import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ContactErasure } from '../../../apps/ticketing/src/contacts/contact-erasure.js';
import { TicketReader } from '../../../apps/ticketing/src/tickets/ticket-reader.js';
import { type LoggedIn, loginAgent } from '../../support/agent-login.js';
import { type Api, openApi } from '../../support/ticketing-api.js';
import { mail, type MailFields } from '../../support/ticketing-desk.js';

interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
}

let api: Api;
let ann: LoggedIn;
const tickets = new Map<string, Ticket>();

const list = async (query: string): Promise<string[]> => {
  const { status, body } = await ann.ask<{ items: Ticket[] }>('GET', `/tickets?${query}`);
  expect(status).toBe(200);
  return body.items.map(({ subject }) => subject).sort();
};
const search = (text: string) => list(`text=${encodeURIComponent(text)}`);

async function open(fields: MailFields): Promise<Ticket> {
  await api.desk.take(mail(fields));
  const { items } = await api.desk.get(TicketReader).list({ q: fields.subject!, folded: false });
  const ticket = items.find(({ subject }) => subject === fields.subject)!;
  tickets.set(fields.subject!, ticket);
  return ticket;
}

beforeAll(async () => {
  api = await openApi({ desk: { languages: ['en', 'zh'], groups: { first: { name: 'First' }, second: { name: 'Second' } } } });
  const { body } = await api.ask<{ items: { id: string; key: string }[] }>('GET', '/api/v1/groups');
  const first = body.items.find(({ key }) => key === 'first')!.id;
  ann = await loginAgent(api, 'Ann', 'agent', [first]);
  const printer = await open({
    from: 'wang.wei@firma.test',
    name: '王伟',
    subject: 'Printer on fire',
    text: 'It burns since this morning',
  });
  await open({ from: 'li@laden.test', name: 'Li Na', subject: 'Parcel lost', text: '我的包裹在上海丢失了，订单号 A100-77' });
  await open({ from: 'max@other.test', name: 'Max Muster', subject: 'Invoice', text: 'Where is the invoice for the xylophone?' });
  await ann.ask('POST', `/tickets/${printer.id}/notes`, { text: 'The fuser of the Laserjet was recalled by its maker' });
  await api.desk.settle();
});
afterAll(() => api.close());

describe('a text looked for in everything', () => {
  it('is found in numbers, subjects, words of entries and notes, names and addresses, in Chinese too', async () => {
    const { number } = tickets.get('Printer on fire')!;
    const texts = [
      number,
      'rinter on',
      'burning',
      'laserj',
      'LASERJET fire',
      '王伟',
      'wang.wei@firma.test',
      'Li N',
      '包裹',
      '上海丢失',
      'invoice xylo',
    ];
    const found = await Promise.all(texts.map(search));
    const [printer, parcel, invoice] = [['Printer on fire'], ['Parcel lost'], ['Invoice']];
    expect(found).toEqual([printer, printer, printer, printer, printer, printer, printer, parcel, parcel, parcel, invoice]);
    expect(await Promise.all(['xylophone printer', '北京', 'burns%', '!!!', '怎么'].map(search))).toEqual([
      [],
      [],
      ['Printer on fire'],
      [],
      [],
    ]);
  });

  it('is found by the number of an order, of the ticket or linked with it', async () => {
    const [parcel, invoice] = [tickets.get('Parcel lost')!, tickets.get('Invoice')!];
    const { sql } = api.desk.database;
    await sql.query(`update tickets set reference = 'ord-5512' where id = $1`, [parcel.id]);
    await sql.query(`insert into ticket_orders values ($1, 'B-9', '{}', $2)`, [invoice.id, api.desk.clock.now()]);
    expect([await search('ORD-5512'), await search('b-9')]).toEqual([['Parcel lost'], ['Invoice']]);
  });

  it('goes along when entries move, and when a subject is put right', async () => {
    const [printer, invoice] = [tickets.get('Printer on fire')!, tickets.get('Invoice')!];
    const { body } = await ann.ask<{ id: string }>('POST', `/tickets/${invoice.id}/merges`, { intoTicket: printer.id });
    expect(await search('xylophone')).toEqual(['Printer on fire']);
    await ann.ask('DELETE', `/tickets/${invoice.id}/merges/${body.id}`);
    await api.desk.settle();
    expect([await search('xylophone'), await search('xylophone burns')]).toEqual([['Invoice'], []]);
    await ann.ask('PATCH', `/tickets/${invoice.id}`, { subject: '发票 request' });
    await api.desk.settle();
    expect([await search('发票'), await search('invoice request')]).toEqual([['发票 request'], ['发票 request']]);
  });

  it('is of what he sees, at most 200 characters, and nothing of it stays of who was erased', async () => {
    const secret = await open({ from: 'secret@other.test', subject: 'Whisper', text: 'kanarienvogel' });
    await api.desk.settle();
    expect(await search('kanarienvogel')).toEqual(['Whisper']);
    await api.desk.database.sql.query('update tickets set confidential = true where id = $1', [secret.id]);
    expect(await search('kanarienvogel')).toEqual([]);
    expect((await ann.ask('GET', `/tickets?text=${'x'.repeat(201)}`)).status).toBe(400);
    const sweeper = { erase: () => Promise.resolve(0) };
    const erasure = new ContactErasure(api.desk.database, api.desk.bus, sweeper as never, api.desk.clock);
    await erasure.erase('li@laden.test');
    expect(await search('包裹')).toEqual([]);
    await api.desk.settle();
    const left = await api.desk.database.sql.query('select 1 from entry_words where ticket_id = $1', [tickets.get('Parcel lost')!.id]);
    expect([await search('包裹'), left]).toEqual([[], []]);
  });

  it('is gathered of what was there before, once', async () => {
    const { sql } = api.desk.database;
    await sql.query('delete from entry_words');
    expect(await search('laserjet')).toEqual([]);
    await sql.query(`insert into timers (kind, key, due_at, data) values ('search.gather', 'all', '2000-01-01', '{}')`);
    await api.desk.settle();
    expect(await search('laserjet')).toEqual(['Printer on fire']);
    expect(await sql.query(`select 1 from timers where kind = 'search.gather'`)).toEqual([]);
  });
});

describe('what an agent asks for as himself', () => {
  it('is his, of any of his groups, watched by him, overdue, asleep', async () => {
    const { sql } = api.desk.database;
    const { body: groups } = await api.ask<{ items: { id: string; key: string }[] }>('GET', '/api/v1/groups');
    const groupOf = (key: string) => groups.items.find((group) => group.key === key)!.id;
    const { body } = await api.ask<{ items: { id: string }[] }>('GET', '/api/v1/tickets?limit=200');
    await sql.query('update tickets set group_id = $1', [groupOf('second')]);
    const own = await open({ from: 'own@own.test', subject: 'Own', text: 'x' });
    const grouped = await open({ from: 'grouped@own.test', subject: 'Grouped', text: 'x' });
    await sql.query('update tickets set assignee_id = $1 where id = $2', [ann.id, own.id]);
    await sql.query('update tickets set group_id = $1 where id = $2', [groupOf('first'), grouped.id]);
    await ann.ask('PUT', `/tickets/${grouped.id}/watchers/${ann.id}`);
    const clock = (ticketId: string, dueAt: string, metAt: string | null) =>
      sql.query(
        `insert into clocks (id, ticket_id, kind, round, stopped_by, started_at, due_at, met_at, desk_version) values ($1, $2, 'response', '1', '{}', $3, $3, $4, 1)`,
        [randomUUID(), ticketId, dueAt, metAt],
      );
    await clock(own.id, '2020-01-01', null);
    await clock(grouped.id, '2020-01-01', '2020-01-02');
    await clock(grouped.id, '2090-01-01', null);
    await ann.ask('PUT', `/tickets/${grouped.id}/snooze`, { until: '2090-01-01T00:00:00Z' });
    const queries = ['assignee=me', 'group=mine', 'watching=true', 'overdue=true', 'snoozed=true', 'assignee=me&group=mine'];
    expect(await Promise.all(queries.map(list))).toEqual([['Own'], ['Grouped'], ['Grouped'], ['Own'], ['Grouped'], []]);
    expect(body.items.length).toBeGreaterThan(0);
    for (const query of ['assignee=me', 'group=mine', 'watching=true'])
      expect([query, (await api.ask('GET', `/api/v1/tickets?${query}`)).body]).toMatchObject([
        query,
        { status: 422, code: 'not_an_agent' },
      ]);
  });
});
