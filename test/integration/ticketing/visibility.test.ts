import { randomUUID } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transaction } from '#database';
import { type Principal, setPrincipal } from '../../../apps/ticketing/src/agents/principal.js';
import { findUnseen, isSeenBy, seenBy, seenFacts, type SeenFacts, type Viewer } from '../../../apps/ticketing/src/agents/viewer.js';
import { VisibilityGuard } from '../../../apps/ticketing/src/http/visibility.guard.js';
import { mayHear, readFacts } from '../../../apps/ticketing/src/realtime/stream-viewer.js';
import { type Desk, mail, openDesk, toRecord } from '../../support/ticketing-desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const [me, you, mine, boxed, others] = Array.from({ length: 5 }, () => randomUUID()) as [string, string, string, string, string];

/** Every kind of ticket that rights tell apart, in tables of this transaction alone. */
async function fillTickets(transaction: Transaction): Promise<(SeenFacts & { readonly id: string })[]> {
  await transaction.query(
    'create temp table tickets (id uuid, number text, merged_into uuid, confidential boolean, assignee_id uuid, group_id uuid) on commit drop',
  );
  await transaction.query('create temp table ticket_guests (ticket_id uuid, guest uuid) on commit drop');
  const tickets = [null, me, you].flatMap((assignee) =>
    [null, mine, boxed, others].flatMap((group) =>
      [false, true].flatMap((confidential) =>
        [[], [me], [mine], [you, others]].map((guests) => ({ id: randomUUID(), assignee, group, confidential, guests })),
      ),
    ),
  );
  await transaction.query(
    `insert into tickets select id, number, null, confidential, assignee, "group" from json_to_recordset($1::json)
       as t (id uuid, number text, confidential boolean, assignee uuid, "group" uuid)`,
    [JSON.stringify(tickets.map((ticket) => ({ ...ticket, number: `N-${ticket.id}` })))],
  );
  await transaction.query('insert into ticket_guests select * from json_to_recordset($1::json) as g (ticket uuid, guest uuid)', [
    JSON.stringify(tickets.flatMap(({ id, guests }) => guests.map((guest) => ({ ticket: id, guest })))),
  ]);
  return tickets;
}

const VIEWERS: Viewer[] = [null, me].flatMap((agentId) =>
  [[], [mine], [mine, boxed]].flatMap((ownGroups) =>
    (['all', 'groups', 'own'] as const).flatMap((sees) =>
      [false, true].map((sealed) => ({ agentId, ownGroups, sees, sealed, trusted: ownGroups.filter((group) => group === boxed) })),
    ),
  ),
);

describe('what somebody sees', () => {
  it('is the same in a list, where it is named, and in the stream: for everybody, of every ticket', async () => {
    await desk.database.run(async (transaction) => {
      const tickets = await fillTickets(transaction);
      const facts = new Map(
        (await transaction.query<SeenFacts & { id: string }>(`select t.id, ${seenFacts('t')} from tickets t`)).map(({ id, ...row }) => [
          id,
          row,
        ]),
      );
      const ids = tickets.map(({ id }) => id);
      for (const viewer of VIEWERS) {
        const expected = tickets.filter((ticket) => isSeenBy(viewer, ticket)).map(({ id }) => id);
        const values: unknown[] = [];
        const condition = seenBy(viewer, 'x', (value) => `$${values.push(value)}`);
        const listed = await transaction.query<{ id: string }>(`select x.id from tickets x where ${condition}`, values);
        expect([viewer, listed.map(({ id }) => id).sort()]).toEqual([viewer, [...expected].sort()]);
        const unseen = await findUnseen(transaction, viewer, ids);
        expect([viewer, ids.filter((id) => !unseen.includes(id)).sort()]).toEqual([viewer, [...expected].sort()]);
        expect(ids.filter((id) => mayHear({ viewer }, facts.get(id))).sort()).toEqual([...expected].sort());
      }
      expect(await findUnseen(transaction, VIEWERS[0]!, [])).toEqual([]);
    });
  });

  it('of a merged ticket is what is seen of the one it leads to; of unknown ones nothing is said', async () => {
    await desk.database.run(async (transaction) => {
      const tickets = await fillTickets(transaction);
      const viewer: Viewer = { agentId: me, ownGroups: [mine], sees: 'groups', sealed: false, trusted: [] };
      const [open, closed] = [true, false].map((seen) => tickets.find((ticket) => isSeenBy(viewer, ticket) === seen)!.id) as [
        string,
        string,
      ];
      await transaction.query(
        'update tickets set merged_into = case id when $1::uuid then $2::uuid else $1::uuid end where id in ($1, $2)',
        [open, closed],
      );
      const unknown = randomUUID();
      expect(await findUnseen(transaction, viewer, [open, closed, unknown, 'N-0'])).toEqual([open]);
      expect(await findUnseen(transaction, viewer, [`N-${open}`, `N-${closed}`])).toEqual([`N-${open}`]);
      const records = [open, closed, open].map((ticketId) => toRecord('ticket.changed.v1', { ticketId }));
      const facts = await readFacts(transaction, [...records, toRecord('ticket.changed.v1', { no: 'ticket' })]);
      expect([...facts.keys()].sort()).toEqual([open, closed].sort());
      expect([open, closed].map((id) => isSeenBy(viewer, facts.get(id)!))).toEqual([false, true]);
      expect(await readFacts(transaction, [toRecord('ticket.changed.v1', { no: 'ticket' })])).toEqual(new Map());
    });
  });
});

describe('a ticket that one does not see', () => {
  const principal = (sees: 'all' | 'own', ...scopes: string[]) =>
    ({ agent: { id: me }, scopes: new Set(scopes), sight: { ownGroups: [], sees, trusted: [] } }) as unknown as Principal;
  const freelancer = principal('own', 'tickets:read');
  interface Asked {
    readonly path?: string;
    readonly params?: object;
    readonly query?: object;
    readonly body?: unknown;
  }
  /** What the guard answers: true, or the code of its refusal. */
  async function ask(asked: Asked, who: Principal | null = freelancer): Promise<string | boolean> {
    const request = { path: '/api/v1/somewhere', params: {}, query: {}, body: undefined, ...asked };
    if (who !== null) setPrincipal(request as never, who);
    const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    return new VisibilityGuard(desk.database).canActivate(context).catch((error: { code: string }) => error.code);
  }
  async function open(): Promise<{ id: string; number: string; entry: string }> {
    const message = mail({ from: `${randomUUID()}@example.com` });
    await desk.take(message);
    const [row] = await desk.database.sql.query<{ id: string; number: string; entry: string }>(
      'select t.id, t.number, e.id as entry from tickets t join entries e on e.ticket_id = t.id order by t.opened_at desc, t.number desc limit 1',
    );
    return row!;
  }

  it('is not there by whatever name a path, a query or a body gives it', async () => {
    const { id, number, entry } = await open();
    for (const name of [id, number]) {
      expect(await ask({ path: `/api/v1/tickets/${name}/notes`, params: { id: name } })).toBe('ticket_unknown');
      for (const key of ['ticketId', 'ticket', 'toTicket', 'intoTicket', 'fromTicket', 'parentTicket', 'parent', 'related']) {
        expect([key, await ask({ params: { [key]: name } })]).toEqual([key, 'ticket_unknown']);
        expect([key, await ask({ query: { [key]: name } })]).toEqual([key, 'ticket_unknown']);
        expect([key, await ask({ body: { [key]: name } })]).toEqual([key, 'ticket_unknown']);
      }
      for (const key of ['ticketIds', 'tickets']) expect(await ask({ body: { [key]: [randomUUID(), name] } })).toBe('ticket_unknown');
    }
    expect(await ask({ path: `/api/v1/entries/${entry}`, params: { id: entry } })).toBe('entry_unknown');
    for (const key of ['entryId', 'entry']) expect(await ask({ body: { [key]: entry } })).toBe('entry_unknown');
    for (const key of ['entryIds', 'entries']) expect(await ask({ query: { [key]: ['none', entry] } })).toBe('entry_unknown');
  });

  it('hides its tasks too', async () => {
    const { id, entry } = await open();
    const task = randomUUID();
    const [column] = await desk.database.sql.query<{ columns: string }>(
      `select string_agg(column_name, ',') as columns from information_schema.columns where table_name = 'tasks' and is_nullable = 'NO' and column_default is null`,
    );
    expect(column!.columns.split(',')).toEqual(expect.arrayContaining(['id', 'entry_id']));
    await desk.database.run(async (transaction) => {
      await transaction.query('create temp table tasks (id uuid, entry_id uuid) on commit drop');
      await transaction.query('insert into tasks values ($1, $2)', [task, entry]);
      const guard = new VisibilityGuard({ sql: transaction } as never);
      for (const asked of [
        { path: `/api/v1/tasks/${task}`, params: { id: task } },
        { body: { taskId: task } },
        { body: { taskIds: [task] } },
      ]) {
        const request = { path: '/api/v1/somewhere', params: {}, query: {}, ...asked };
        setPrincipal(request as never, freelancer);
        const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
        await expect(guard.canActivate(context)).rejects.toMatchObject({ code: 'task_unknown' });
      }
    });
    expect(await ask({ params: { ticketId: id } })).toBe('ticket_unknown');
  });

  it('is there for who sees all, for who has it, and for nobody’s link', async () => {
    const { id, entry } = await open();
    const asked = { body: { ticketId: id, entryId: entry } };
    expect(await ask(asked, principal('all', 'tickets:read', 'tickets:sealed'))).toBe(true);
    expect(await ask(asked, null)).toBe(true);
    expect(await ask(asked)).toBe('ticket_unknown');
    await desk.database.sql.query('insert into ticket_guests (ticket_id, guest, reason, since) values ($1, $2, $3, $4)', [
      ...[id, me, 'consulted', desk.clock.now()],
    ]);
    expect(await ask(asked)).toBe(true);
  });

  it('is not looked for where a request names none', async () => {
    const { id } = await open();
    expect(await ask({})).toBe(true);
    expect(await ask({ body: 'text' })).toBe(true);
    expect(await ask({ body: null })).toBe(true);
    expect(await ask({ body: { ticketId: 7, tickets: [null, {}] } })).toBe(true);
    // The id of something else, and a ticket behind another word.
    expect(await ask({ path: `/api/v1/contacts/${id}`, params: { id } })).toBe(true);
    expect(await ask({ path: `/else/api/v1/tickets/${id}`, params: { id } })).toBe(true);
    expect(await ask({ body: { entryId: randomUUID(), taskId: randomUUID() } })).toBe(true);
  });
});
