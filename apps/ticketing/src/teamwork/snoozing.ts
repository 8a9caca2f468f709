import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { seenBy, type Viewer } from '../agents/viewer.js';
import { Notices } from '../notices/notices.js';
import { type Actor, HOUSE, toRecordEntry } from '../tickets/actor.js';
import { toStorable } from '../tickets/storable.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';

export interface Snooze {
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly until: Date;
  readonly note: string | null;
  readonly actor: Actor;
  readonly setAt: Date;
}

const WHY = { time: 'the time is up', customer_wrote: 'the customer wrote' } as const;
const KIND = 'snooze';

/** A ticket sleeps until a time, or until its customer writes: it is pending meanwhile, and comes back open. */
@Injectable()
export class Snoozing implements OnModuleInit {
  constructor(
    private readonly work: TicketWork,
    private readonly timers: Timers,
    private readonly notices: Notices,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.timers.handle(KIND, (unit, due) =>
      this.wake(
        unit,
        due.flatMap(({ ticketId }) => (ticketId === null ? [] : [{ ticketId, seq: null }])),
        'time',
      ),
    );
  }

  /** Anew: until the later time. Throws `PermanentError`: `ticket_unknown`, `version_conflict`, `snooze_over` for a time that is past. */
  async snooze(
    idOrNumber: string,
    given: { until: Date; note?: string | undefined; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<Snooze> {
    const id = await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      refuseStale(draft, given.expectedVersion);
      await this.snoozeIn(unit, draft, given.until, given.note ?? null, actor);
      return draft.id;
    });
    return (await this.find(id))!;
  }

  /** On a locked ticket, as a part of other work. */
  async snoozeIn(unit: WorkUnit, draft: TicketDraft, until: Date, note: string | null, actor: Actor): Promise<void> {
    if (until <= unit.now) throw new PermanentError('that time is over', { code: 'snooze_over', hint: 'choose one that is still to come' });
    await unit.transaction.query(
      `insert into snoozes (ticket_id, until, note, actor, set_at, seq) values ($1, $2, $3, $4, $5, $6)
       on conflict (ticket_id) do update set until = excluded.until, note = excluded.note, actor = excluded.actor, set_at = excluded.set_at, seq = excluded.seq`,
      [draft.id, until, toStorable(note), JSON.stringify(actor), unit.now, draft.lastSeq],
    );
    await this.timers.set(unit.transaction, [{ kind: KIND, key: draft.id, ticketId: draft.id, dueAt: until }]);
    this.move(unit, draft, 'pending', causeOf(actor, 'snoozed'));
    this.record(unit, draft, actor, `Sleeps until ${until.toISOString()}${note === null ? '' : `: ${note}`}`, 'snooze.set', {
      until: until.toISOString(),
      note,
    });
  }

  /** Taken back by hand. Throws `PermanentError` (`snooze_unknown`). */
  async end(idOrNumber: string, actor: Actor): Promise<void> {
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(idOrNumber);
      if (!(await this.drop(unit, [{ ticketId: draft.id, seq: null }])).has(draft.id))
        throw new PermanentError('the ticket does not sleep', { code: 'snooze_unknown' });
      this.move(unit, draft, 'open', 'woken');
      this.record(unit, draft, actor, 'Woken', 'snooze.ended', {});
    });
  }

  /** Those of them that sleep; by an entry only one that came after it was laid to sleep. Their assignees are told. */
  async wake(unit: WorkUnit, by: readonly { ticketId: string; seq: number | null }[], why: keyof typeof WHY): Promise<void> {
    if (by.length === 0) return;
    const woken = await this.drop(unit, by);
    if (woken.size === 0) return;
    const rows = await unit.transaction.query<{ id: string; assignee_id: string | null }>(
      'select id, assignee_id from tickets where id = any($1::uuid[]) and merged_into is null order by id',
      [[...woken.keys()]],
    );
    const all = await unit.lock(rows.map(({ id }) => id));
    // What is over by now sleeps no more; nobody has to be woken for it.
    const drafts = all.filter(({ status }) => status !== 'solved' && status !== 'closed');
    for (const draft of drafts) {
      if (draft.status === 'pending') this.move(unit, draft, 'open', causeOf(woken.get(draft.id)!.actor, 'woken'));
      this.record(unit, draft, HOUSE, `Woken: ${WHY[why]}`, 'snooze.ended', { why });
    }
    await this.notices.tell(
      unit,
      drafts.flatMap(({ id, number }) => {
        const [{ note }, assignee] = [woken.get(id)!, rows.find((row) => row.id === id)!.assignee_id];
        const text = `${number} is awake: ${WHY[why]}${note ? ` (${note})` : ''}`;
        return assignee === null ? [] : [{ to: { agent: assignee }, kind: 'snooze_ended', text, ticketId: id }];
      }),
    );
  }

  /** Of these tickets those that are pending no more: solved, closed, or opened by hand. They were not woken; they do not sleep. */
  async dropAwake(unit: WorkUnit, ticketIds: readonly string[]): Promise<void> {
    if (ticketIds.length === 0) return;
    const rows = await unit.transaction.query<{ id: string }>(
      `select s.ticket_id as id from snoozes s join tickets t on t.id = s.ticket_id where s.ticket_id = any($1::uuid[]) and t.status <> 'pending'`,
      [[...new Set(ticketIds)]],
    );
    if (rows.length === 0) return;
    // Another may lay it to sleep again just now.
    const drafts = await unit.lock(
      rows.map(({ id }) => id),
      'take',
    );
    const awake = drafts.filter(({ status }) => status !== 'pending');
    await this.drop(
      unit,
      awake.map(({ id }) => ({ ticketId: id, seq: null })),
    );
  }

  async find(ticketId: string): Promise<Snooze | null> {
    return (await this.list(ticketId))[0] ?? null;
  }

  /** Next first. `viewer`: who asks; null sees all. */
  async list(ticketId?: string, viewer: Viewer | null = null): Promise<Snooze[]> {
    const values: unknown[] = [ticketId ?? null];
    const seen = viewer === null ? 'true' : seenBy(viewer, 't', (value) => `$${values.push(value)}`);
    return this.database.sql.query<Snooze & { [column: string]: unknown }>(
      `select s.ticket_id as "ticketId", t.number as "ticketNumber", s.until, s.note, s.actor, s.set_at as "setAt"
       from snoozes s join tickets t on t.id = s.ticket_id where t.merged_into is null and ($1::uuid is null or s.ticket_id = $1::uuid)
         and ${seen} order by s.until, s.ticket_id limit 200`,
      values,
    );
  }

  private async drop(
    unit: WorkUnit,
    by: readonly { ticketId: string; seq: number | null }[],
  ): Promise<Map<string, Pick<Snooze, 'note' | 'actor'>>> {
    const rows = await unit.transaction.query<{ ticket_id: string } & Pick<Snooze, 'note' | 'actor'>>(
      `delete from snoozes s using unnest($1::uuid[], $2::int[]) as w (id, seq)
       where s.ticket_id = w.id and (w.seq is null or w.seq > s.seq) returning s.ticket_id, s.note, s.actor`,
      [by.map(({ ticketId }) => ticketId), by.map(({ seq }) => seq)],
    );
    await this.timers.cancel(
      unit.transaction,
      KIND,
      rows.map(({ ticket_id }) => ticket_id),
    );
    return new Map(rows.map(({ ticket_id, ...snooze }) => [ticket_id, snooze]));
  }

  /** In a version of its own, so that what rules caused is told from what came later. */
  private move(unit: WorkUnit, draft: TicketDraft, status: 'open' | 'pending', reason: string): void {
    draft.touch();
    unit.apply(draft, { kind: 'agent_set', status }, reason);
  }

  private record(unit: WorkUnit, draft: TicketDraft, actor: Actor, text: string, code: RecordCode, data: Record<string, unknown>): void {
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code, data }, unit.now),
    );
  }
}

/** What a rule laid to sleep is woken by that rule too. */
function causeOf({ kind, displayName }: Actor, what: 'snoozed' | 'woken'): string {
  return kind === 'rule' ? `rule ${displayName ?? ''}: ${what}` : what;
}
