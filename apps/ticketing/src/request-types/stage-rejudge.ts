import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '#database';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import type { OverridesOf } from '../service-levels/hours/desk-hours.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import type { Case } from './case.js';
import { CaseRepository } from './case.repository.js';
import { DeskDeadlines } from './desk-deadlines.js';
import { STAGE_DEADLINE, STAGE_WARNING } from './stage-work.js';

const REJUDGE_TIMER = 'stage-rejudge';
const CASES_AT_ONCE = 300;
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Moved {
  readonly case: Case;
  readonly dueAt: Date;
  readonly warnAt: Date | null;
}

/** When a supervisor opens a channel for longer or closes it, deadlines of stages that count its hours are others: some hundred cases a transaction. */
@Injectable()
export class StageRejudge implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly hours: ChannelHours,
    private readonly profiles: DeskProfiles,
    private readonly cases: CaseRepository,
    private readonly facts: TicketFactsReader,
    private readonly deadlines: DeskDeadlines,
  ) {}

  onModuleInit(): void {
    this.hours.onOverride(async (transaction, channel) => {
      // Whatever stands in the timers now is due: the time is the one of the change.
      await this.timers.set(transaction, [{ kind: REJUDGE_TIMER, key: channel, dueAt: new Date(0), data: { after: NOBODY } }]);
    });
    this.timers.handle(REJUDGE_TIMER, async (unit, due) => {
      for (const { key, data } of due) await this.rejudge(unit, key, String(data['after']));
    });
  }

  private async rejudge(unit: WorkUnit, channel: string, after: string): Promise<void> {
    const { transaction } = unit;
    const ids = await findDue(transaction, after);
    const [facts, cases] = [await this.facts.read(transaction, ids), await this.cases.load(transaction, ids)];
    const overrides = await this.hours.readOverrides(transaction);
    const moved = ids.flatMap((id) => {
      const [ticket, found] = [facts.get(id), cases.get(id)];
      return ticket === undefined || found === undefined ? [] : this.judge(found, ticket, channel, overrides);
    });
    await this.cases.moveDue(
      transaction,
      moved.map(({ case: { ticketId, stageSeq }, dueAt }) => ({ ticketId, seq: stageSeq, dueAt })),
      unit.now,
    );
    await this.setTimers(unit, moved);
    if (ids.length < CASES_AT_ONCE) return;
    await this.timers.set(transaction, [{ kind: REJUDGE_TIMER, key: channel, dueAt: unit.now, data: { after: ids.at(-1) } }]);
  }

  /** Nothing where its deadline is as it was. */
  private judge(found: Case, ticket: TicketFacts, channel: string, overrides: OverridesOf): Moved[] {
    if (this.hours.current().channelOf(ticket.inboxId, ticket.channels[0] ?? null) !== channel) return [];
    const { requestTypes } = this.profiles.current().desk;
    const stage = requestTypes[found.requestType]?.stages.find(({ key }) => key === found.stage);
    if (stage?.deadline === undefined || found.stageSince === null) return [];
    const timing = this.deadlines.ofStage(stage.deadline, found.stageSince, ticket, overrides);
    return timing.dueAt.getTime() === found.dueAt?.getTime() ? [] : [{ case: found, ...timing }];
  }

  /** What ran out by the hours that hold now is told at once, what is not late any more when it is. */
  private async setTimers({ transaction, now }: WorkUnit, moved: readonly Moved[]): Promise<void> {
    await this.timers.cancel(
      transaction,
      STAGE_WARNING,
      moved.map(({ case: { ticketId } }) => ticketId),
    );
    await this.timers.set(
      transaction,
      moved.flatMap(({ case: { ticketId, stageSeq, missedAt }, dueAt, warnAt }) => {
        const timer = (kind: string, at: Date) => ({ kind, key: ticketId, ticketId, dueAt: at, data: { seq: stageSeq } });
        return [
          ...(missedAt === null || dueAt > now ? [timer(STAGE_DEADLINE, dueAt)] : []),
          ...(warnAt !== null && warnAt > now ? [timer(STAGE_WARNING, warnAt)] : []),
        ];
      }),
    );
  }
}

/** Cases whose stage has a deadline, of tickets that are worked on. */
async function findDue(transaction: Transaction, after: string): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `select c.ticket_id as id from ticket_cases c join tickets t on t.id = c.ticket_id
     where c.ticket_id > $1::uuid and c.due_at is not null and t.merged_into is null and t.status in ('new', 'open', 'pending')
     order by c.ticket_id limit ${CASES_AT_ONCE} for update of c`,
    [after],
  );
  return rows.map(({ id }) => id);
}
