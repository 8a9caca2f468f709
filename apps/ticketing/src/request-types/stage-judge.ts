import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import type { OverridesOf } from '../service-levels/hours/desk-hours.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Case } from './case.js';
import { CaseRepository } from './case.repository.js';
import { DeskDeadlines, type StageTiming } from './desk-deadlines.js';
import { StageTimers, type TimedCase } from './stage-timers.js';

export const CASES_AT_ONCE = 300;

/** Whose deadlines may be others now: those of a channel whose hours were changed, or all, as the desk or its holidays are others. */
export type StageScope = { readonly channel: string } | { readonly desk: number } | { readonly holidays: string };

/** Says by what holds now when stages that were entered are to be left. */
@Injectable()
export class StageJudge {
  constructor(
    private readonly hours: ChannelHours,
    private readonly profiles: DeskProfiles,
    private readonly cases: CaseRepository,
    private readonly facts: TicketFactsReader,
    private readonly deadlines: DeskDeadlines,
    private readonly timers: StageTimers,
  ) {}

  /** The next cases behind `after`. Returns their tickets in order, as many as are looked at at once while there are more. */
  async judge(unit: WorkUnit, scope: StageScope, after: string): Promise<string[]> {
    const { transaction } = unit;
    const ids = await findStaged(transaction, after);
    const [facts, cases] = [await this.facts.read(transaction, ids), await this.cases.load(transaction, ids)];
    const overrides = await this.hours.readOverrides(transaction);
    const moved = ids.flatMap((id): (TimedCase & { case: Case })[] => {
      const [ticket, found] = [facts.get(id), cases.get(id)];
      if (ticket === undefined || found === undefined || !this.isMeant(ticket, scope)) return [];
      const timing = this.timingOf(found, ticket, overrides);
      return timing === null || timing.dueAt?.getTime() === found.dueAt?.getTime() ? [] : [{ case: found, ...timing }];
    });
    await this.cases.moveDue(
      transaction,
      moved.map(({ case: { ticketId, stageSeq }, dueAt }) => ({ ticketId, seq: stageSeq, dueAt })),
      unit.now,
    );
    await this.timers.set(unit, moved);
    return ids;
  }

  /** By the desk in force, counted from when the stage was entered. Null: the desk knows that stage no more, so what was promised stays. */
  timingOf({ requestType, stage: key, stageSince }: Case, ticket: TicketFacts, overrides: OverridesOf): StageTiming | null {
    const stage = this.profiles.current().desk.requestTypes[requestType]?.stages.find((each) => each.key === key);
    return stage === undefined || stageSince === null ? null : this.deadlines.ofStage(stage.deadline, stageSince, ticket, overrides);
  }

  private isMeant({ inboxId, channels }: TicketFacts, scope: StageScope): boolean {
    return !('channel' in scope) || this.hours.current().channelOf(inboxId, channels[0] ?? null) === scope.channel;
  }
}

/** Cases in a stage, of tickets that are worked on. */
async function findStaged(transaction: Transaction, after: string): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `select c.ticket_id as id from ticket_cases c join tickets t on t.id = c.ticket_id
     where c.ticket_id > $1::uuid and c.stage is not null and t.merged_into is null and t.status in ('new', 'open', 'pending')
     order by c.ticket_id limit ${CASES_AT_ONCE} for update of c`,
    [after],
  );
  return rows.map(({ id }) => id);
}
