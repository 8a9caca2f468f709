import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PlannedRun } from '../../../apps/ticketing/src/rules/rule-plan.js';
import { type ActionHandler, RuleActions } from '../../../apps/ticketing/src/rules/rule-actions.js';
import { RuleDoer } from '../../../apps/ticketing/src/rules/rule-doer.js';
import { toRecordEntry } from '../../../apps/ticketing/src/tickets/actor.js';
import { TicketWork } from '../../../apps/ticketing/src/tickets/ticket-work.js';
import { type Desk, mail, openDesk } from '../../support/ticketing-desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({});
});
afterAll(() => desk.close());

/** As an action of a room that opens, adds and sends before it finds out that it cannot. */
const note: ActionHandler<'addNote'> = async (unit, asked) => {
  for (const { draft, argument, key } of asked) {
    unit.apply(draft, { kind: 'agent_set', status: 'pending' }, 'test');
    draft.touch();
    const record = {
      id: randomUUID(),
      ticketId: draft.id,
      direction: 'system' as const,
      actor: { kind: 'rule' as const },
      code: 'rule.failed' as const,
    };
    unit.addEntry(draft, null, (seq) => toRecordEntry({ ...record, seq, text: `${key} ${String(argument)}` }, unit.now));
    unit.people.push({ ticketId: draft.id, person: `test:${key}`, contactId: draft.contactId, participant: false });
    await unit.transaction.query(`insert into ticket_watchers (ticket_id, agent_id, since) values ($1, $2, $3)`, [
      draft.id,
      randomUUID(),
      unit.now,
    ]);
    if (draft.subject === 'bad') throw new Error('it cannot');
  }
};

describe('an action of a rule that fails', () => {
  it('leaves nothing of what it had begun, and does no harm to what the others do', async () => {
    const handlers = (desk.get(RuleActions) as unknown as { handlers: Map<string, unknown> }).handlers;
    handlers.set('addNote', note);
    await desk.take(
      mail({ from: 'a@x.test', subject: 'good' }),
      mail({ from: 'b@x.test', subject: 'bad' }),
      mail({ from: 'c@x.test', subject: 'fine' }),
    );
    await desk.settle();
    const tickets = await desk.database.sql.query<{ id: string; subject: string; version: number; last_seq: number }>(
      'select id, subject, version, last_seq from tickets',
    );
    const of = (subject: string) => tickets.find((ticket) => ticket.subject === subject)!;
    const runs = ['good', 'bad', 'fine'].map((subject) => {
      const run = { id: `run-${subject}`, rule: 'r', ticketId: of(subject).id, actions: [{ addNote: 'x' }], changes: {}, facts: {} };
      return run as unknown as PlannedRun;
    });
    const faults = await desk.get(TicketWork).run(async (unit) => {
      const drafts = await unit.lock(runs.map(({ ticketId }) => ticketId));
      return [...(await desk.get(RuleDoer).do(unit, runs, new Map(drafts.map((draft) => [draft.id, draft]))))];
    });
    expect(faults).toEqual([['run-bad', 'addNote: it cannot']]);
    for (const subject of ['good', 'bad', 'fine']) {
      const { id, last_seq: seq, version } = of(subject);
      const done = subject === 'bad' ? 0 : 1;
      const [row] = await desk.database.sql.query(
        `select t.status, t.version, t.last_seq, (select count(*)::int from entries e where e.ticket_id = t.id and e.seq > $2) as entries,
           (select count(*)::int from ticket_watchers w where w.ticket_id = t.id) as watchers,
           (select count(*)::int from ticket_people p where p.ticket_id = t.id and p.person like 'test:%') as people from tickets t where id = $1`,
        [id, seq],
      );
      const status = done === 1 ? 'pending' : 'new';
      expect(row).toEqual({ status, version: version + 2 * done, last_seq: seq + done, entries: done, watchers: done, people: done });
      const told = (await desk.events(id)).filter(({ data }) => (data['version'] as number) > version || data['reason'] === 'test');
      expect(told.map(({ type }) => type)).toEqual(done === 1 ? ['ticket.status_changed.v1', 'ticket.entry_added.v1'] : []);
    }
  });
});
