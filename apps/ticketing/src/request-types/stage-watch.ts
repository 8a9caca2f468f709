import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { type NewNotice, Notices } from '../notices/notices.js';
import { HOUSE, toRecordEntry } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { CaseRepository } from './case.repository.js';
import { STAGE_DEADLINE, STAGE_WARNING } from './stage-timers.js';

/** Deadlines of stages that run out: who has the ticket is told, then the supervisor too. */
@Injectable()
export class StageWatch implements OnModuleInit {
  constructor(
    private readonly timers: Timers,
    private readonly cases: CaseRepository,
    private readonly facts: TicketFactsReader,
    private readonly notices: Notices,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.timers.handle(STAGE_WARNING, (unit, due) => this.warn(unit, due));
    this.timers.handle(STAGE_DEADLINE, (unit, due) => this.miss(unit, due));
  }

  private async warn(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const ids = due.flatMap(({ ticketId }) => ticketId ?? []);
    const [facts, cases] = [await this.facts.read(unit.transaction, ids), await this.cases.load(unit.transaction, ids)];
    const notices = due.flatMap(({ ticketId, data }): NewNotice[] => {
      const [ticket, found] = [facts.get(ticketId!), cases.get(ticketId!)];
      if (ticket === undefined || found === undefined || found.stageSeq !== data['seq'] || isOver(ticket)) return [];
      const text = `${ticket.number}: the stage ${this.nameOf(found.requestType, found.stage)} ends at ${found.dueAt!.toISOString()}`;
      return [
        {
          to: ownerOf(ticket),
          kind: 'stage_warning',
          text,
          ticketId,
          key: `stage-warning:${ticketId}:${found.stageSeq}:${found.dueAt!.getTime()}`,
        },
      ];
    });
    await this.notices.tell(unit, notices);
  }

  private async miss(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const facts = await this.facts.read(
      unit.transaction,
      due.flatMap(({ ticketId }) => ticketId ?? []),
    );
    const running = due.filter(({ ticketId }) => facts.has(ticketId!) && !isOver(facts.get(ticketId!)!));
    const asked = running.map(({ ticketId, data }) => ({ ticketId: ticketId!, seq: Number(data['seq']) }));
    // Ticket, then case: as whoever moves a stage.
    await unit.lock(asked.map(({ ticketId }) => ticketId));
    const missed = await this.cases.markMissed(unit.transaction, asked, unit.now);
    const drafts = await unit.lock(missed.map(({ ticketId }) => ticketId));
    const notices = missed.flatMap(({ ticketId, requestType, stage, stageSeq, dueAt }, index): NewNotice[] => {
      const ticket = facts.get(ticketId)!;
      const name = this.nameOf(requestType, stage);
      const text = `${ticket.number}: the stage ${name} was to end at ${dueAt!.toISOString()}`;
      const data = { stage, seq: stageSeq, dueAt, name: this.textOf(requestType, stage) };
      const draft = drafts[index]!;
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry({ id: randomUUID(), ticketId, seq, direction: 'system', actor: HOUSE, text, code: 'stage.missed', data }, unit.now),
      );
      const notice = { kind: 'stage_missed', text, ticketId };
      return [
        { ...notice, to: ownerOf(ticket), key: `stage-missed:${ticketId}:${stageSeq}:${dueAt!.getTime()}` },
        { ...notice, to: { role: 'supervisor' }, key: `stage-missed:${ticketId}:${stageSeq}:${dueAt!.getTime()}:supervisor` },
      ];
    });
    await this.notices.tell(unit, notices);
  }

  private nameOf(requestType: string, stage: string | null): string {
    return pickText(this.textOf(requestType, stage), this.profiles.current().desk.languages[0]);
  }

  private textOf(requestType: string, stage: string | null): LocalisedText {
    const { desk } = this.profiles.current();
    return desk.requestTypes[requestType]?.stages.find(({ key }) => key === stage)?.name ?? String(stage);
  }
}

/** Who is to act: the agent who has it, else its group, else a supervisor. */
export function ownerOf({ assigneeId, groupId }: Pick<TicketFacts, 'assigneeId' | 'groupId'>): NewNotice['to'] {
  return assigneeId !== null ? { agent: assigneeId } : groupId !== null ? { group: groupId } : { role: 'supervisor' };
}

function isOver({ status }: TicketFacts): boolean {
  return status === 'closed' || status === 'solved';
}
