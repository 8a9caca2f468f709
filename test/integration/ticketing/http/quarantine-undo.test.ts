import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Page, type Ticket } from './api-desk.js';

interface Sender {
  readonly contactId: string;
  readonly tickets: number;
}
type Boxed = Ticket & { readonly quarantined: boolean };

let desk: ApiDesk;
let api: ApiDesk['api'];
let run = 0;
beforeAll(async () => {
  desk = await openApiDesk();
  api = desk.api;
});
afterAll(() => api.close());
beforeEach(() => {
  run += 1;
});

/** A ticket of each address, put into quarantine as a flood would be. */
const quarantine = async (...addresses: string[]) => {
  const mails = addresses.map((from, n) => mail({ from, subject: `Flood ${String.fromCharCode(96 + run, 97 + n)}x` }));
  await api.desk.take(...mails);
  const { sql } = api.desk.database;
  const ids = mails.map(({ id }) => id);
  await sql.query(
    `with flooded as (update entries set folded = true, flags = (flags::jsonb || '{"quarantined": true}')::json where id = any($1::uuid[]) returning ticket_id)
     update tickets set quarantined = true, status = 'closed' where id in (select ticket_id from flooded)`,
    [ids],
  );
  const rows = await sql.query<{ id: string; ticketId: string }>(
    `select e.id, e.ticket_id as "ticketId" from unnest($1::uuid[]) with ordinality as a (id, place) join entries e on e.id = a.id order by place`,
    [ids],
  );
  return rows.map(({ id, ticketId }, at) => ({ id, ticketId, remoteMessageId: mails[at]!.remoteMessageId, from: addresses[at]! }));
};
const decide = (body: object) => api.ask<{ href: string; tickets: number }>('POST', '/api/v1/quarantine/decisions', { body });
const isBack = async (ticket: string) => (await api.ask<Boxed>('GET', `/api/v1/tickets/${ticket}`)).body.quarantined;
const foldedOf = async (id: string) =>
  (await api.desk.database.sql.query<{ folded: boolean }>('select folded from entries where id = $1::uuid', [id]))[0]!.folded;
const toldOf = async (ticketId: string, entryId: string) =>
  (await api.desk.events(ticketId)).filter(
    ({ type, data }) => type === 'ticket.entry_changed.v1' && (data as { entryId: string }).entryId === entryId,
  ).length;
const pages = async <T>(path: string): Promise<T[]> => {
  const items: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body }: { body: Page<T> } = await api.ask('GET', `${path}?limit=2${query}`);
    expect(body.items.length).toBeLessThanOrEqual(2);
    items.push(...body.items);
    cursor = body.nextCursor;
  }
  return items;
};

describe('a decision about a flood, undone', () => {
  it.each(['release', 'spam'] as const)('leaves out what somebody did anything to since: %s', async (decision) => {
    const names = ['idle', 'delivered', 'wrote', 'assigned', 'noted', 'urgent'];
    const tickets = await quarantine(...names.map((name) => `${name}@undo${run}.test`));
    const [idle, delivered, wrote, assigned, noted, urgent] = tickets.map(({ ticketId }) => ticketId) as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    const { body } = await decide({ decision, domain: `undo${run}.test` });
    expect(body.tickets).toBe(6);
    await api.desk.database.sql.query('update tickets set version = version + 1 where id = $1::uuid', [delivered]);
    const more = mail({ from: tickets[2]!.from, references: [tickets[2]!.remoteMessageId], text: 'Is anybody there?' });
    await api.desk.take(more);
    await api.ask('POST', `/api/v1/tickets/${noted}/notes`, { body: { text: 'I call him.' } });
    await api.desk.database.sql.query('update tickets set assignee_id = gen_random_uuid() where id = $1::uuid', [assigned]);
    await api.ask('PATCH', `/api/v1/tickets/${urgent}`, { body: { priority: 'urgent' } });
    expect((await api.ask('DELETE', body.href)).status).toBe(200);
    const back = await Promise.all([idle, delivered, wrote, assigned, noted, urgent].map(isBack));
    expect(back).toEqual([true, true, false, false, false, false]);
  });

  it('folds again what it had shown, and tells of each entry', async () => {
    const [one] = await quarantine(`fold@undo${run}.test`);
    const { body } = await decide({ decision: 'release', tickets: [one!.ticketId] });
    expect([await foldedOf(one!.id), await toldOf(one!.ticketId, one!.id)]).toEqual([false, 1]);
    await api.ask('DELETE', body.href);
    expect([await foldedOf(one!.id), await toldOf(one!.ticketId, one!.id)]).toEqual([true, 2]);
    const spam = await decide({ decision: 'spam', tickets: [one!.ticketId] });
    await api.ask('DELETE', spam.body.href);
    expect(await toldOf(one!.ticketId, one!.id)).toBe(4);
  });
});

describe('who lies in quarantine', () => {
  it('is listed in pages, person by person and by domain', async () => {
    const list = await quarantine(
      ...['a', 'b', 'c', 'd'].map((name) => `${name}@many${run}.test`),
      `e@m1.sub${run}.test`,
      `f@m2.sub${run}.test`,
      `g@gmail.com`,
    );
    const senders = await pages<Sender>('/api/v1/quarantine');
    expect(new Set(senders.map(({ contactId }) => contactId)).size).toBe(senders.length);
    expect(senders.length).toBeGreaterThanOrEqual(list.length);
    const domains = await pages<{ domain: string; tickets: number; senders: number }>('/api/v1/quarantine/domains');
    expect(new Set(domains.map(({ domain }) => domain)).size).toBe(domains.length);
    expect(domains).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ domain: `many${run}.test`, tickets: 4, senders: 4 }),
        expect.objectContaining({ domain: `sub${run}.test`, tickets: 2, senders: 2 }),
        expect.objectContaining({ domain: 'gmail.com', tickets: 1 }),
      ]),
    );
    const { body } = await api.ask('GET', '/api/v1/quarantine/domains');
    expect(desk.findFaults('QuarantinedDomainList', body)).toEqual([]);
    expect((await api.ask('GET', '/api/v1/quarantine?cursor=none')).status).toBe(400);
  });

  it('is chosen by a domain as people write it, and by any contact that is the same person', async () => {
    await quarantine(`a@xn--mller-kva${run}.test`);
    const [one, other] = await quarantine(`b@xn--mller-kva.test`, `c@lead${run}.test`);
    expect((await decide({ decision: 'spam', domain: '@Müller.test' })).body.tickets).toBe(1);
    expect([await isBack(one!.ticketId), await isBack(other!.ticketId)]).toEqual([false, true]);
    const contact = async (ticket: string) =>
      (await api.ask<Ticket & { contact: { id: string } }>('GET', `/api/v1/tickets/${ticket}`)).body.contact.id;
    const [merged, lead] = [await contact(one!.ticketId), await contact(other!.ticketId)];
    await api.desk.database.sql.query('update contacts set merged_into = $2::uuid where id = $1::uuid', [merged, lead]);
    expect((await decide({ decision: 'spam', contact: merged })).body.tickets).toBe(1);
    expect(await isBack(other!.ticketId)).toBe(false);
  });
});
