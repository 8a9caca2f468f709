import { randomUUID } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Database } from '#database';
import { type Principal, setPrincipal } from '../../../apps/ticketing/src/agents/principal.js';
import { VisibilityGuard } from '../../../apps/ticketing/src/http/visibility.guard.js';
import { type Desk, mail, openDesk } from '../../support/ticketing-desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const me = randomUUID();

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
  async function ask(asked: Asked, who: Principal | null = freelancer, database: Pick<Database, 'sql'> = desk.database) {
    const request = { path: '/api/v1/somewhere', params: {}, query: {}, body: undefined, ...asked };
    if (who !== null) setPrincipal(request as never, who);
    const context = { switchToHttp: () => ({ getRequest: () => request }) } as unknown as ExecutionContext;
    const guard = new VisibilityGuard(database as Database);
    return guard.canActivate(context).catch((error: { code: string }) => error.code);
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
      // A route is found however its path is written.
      for (const word of ['tickets', 'Tickets', 'TICKETS'])
        expect(await ask({ path: `/api/v1/${word}/${name}/notes`, params: { id: name } })).toBe('ticket_unknown');
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
      const here = [freelancer, { sql: transaction }] as const;
      expect(await ask({ path: `/api/v1/tasks/${task}`, params: { id: task } }, ...here)).toBe('task_unknown');
      for (const body of [{ taskId: task }, { taskIds: [task] }]) expect(await ask({ body }, ...here)).toBe('task_unknown');
    });
    expect(await ask({ params: { ticketId: id } })).toBe('ticket_unknown');
  });

  it('hides its person, by whatever name', async () => {
    const [, { id }] = [await open(), await open()];
    const [{ contact } = { contact: '' }] = await desk.database.sql.query<{ contact: string }>(
      'select contact_id as contact from tickets where id = $1',
      [id],
    );
    const all = principal('all', 'tickets:read', 'tickets:sealed');
    const asked: Asked[] = [
      { path: `/api/v1/contacts/${contact}/notes`, params: { id: contact } },
      ...['contactId', 'contact', 'intoContact'].map((key) => ({ params: { [key]: contact } })),
      { body: { contact: { id: contact } } },
      ...['contacts', 'contactIds'].map((key) => ({ body: { [key]: [randomUUID(), contact] } })),
    ];
    for (const each of asked) expect([each, await ask(each), await ask(each, all)]).toEqual([each, 'contact_unknown', true]);
    expect(await ask({ path: `/api/v1/tasks/${contact}`, params: { id: contact } })).toBe(true);
  });

  it('hides what else stands with it, under its own name', async () => {
    const { id } = await open();
    const run = randomUUID();
    await desk.database.run(async (transaction) => {
      await transaction.query('create temp table plan_runs (id uuid, ticket_id uuid) on commit drop');
      await transaction.query('insert into plan_runs values ($1, $2)', [run, id]);
      const askHere = (path: string, runId = run) => ask({ path, params: { runId } }, freelancer, { sql: transaction });
      for (const word of ['plan-runs', 'Plan-Runs']) expect(await askHere(`/api/v1/${word}/${run}`)).toBe('plan_run_unknown');
      expect(await askHere(`/api/v1/plan-runs/${run}`, randomUUID())).toBe(true);
      // Runs of other things are called so too.
      expect(await askHere(`/api/v1/rules/${run}`)).toBe(true);
      await transaction.query(`insert into ticket_guests (ticket_id, guest, reason, since) values ($1, $2, 'consulted', $3)`, [
        ...[id, me, desk.clock.now()],
      ]);
      expect(await askHere(`/api/v1/plan-runs/${run}`)).toBe(true);
    });
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
    expect(await ask({ body: { ticketId: 7, tickets: [null, {}, { id: 7 }, { id: null }] } })).toBe(true);
    // The id of something else, and a ticket behind another word.
    expect(await ask({ path: `/api/v1/contacts/${id}`, params: { id } })).toBe(true);
    expect(await ask({ path: `/else/api/v1/tickets/${id}`, params: { id } })).toBe(true);
    expect(await ask({ body: { entryId: randomUUID(), taskId: randomUUID() } })).toBe(true);
  });
});
