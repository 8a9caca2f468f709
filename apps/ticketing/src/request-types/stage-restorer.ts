import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Notices } from '../notices/notices.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketStatus } from '../tickets/ticket-state.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { FoundCase, StageVisit } from './case.js';
import { CaseRepository } from './case.repository.js';
import { StageJudge } from './stage-judge.js';
import { StageTimers } from './stage-timers.js';
import { BY_STAGES } from './stage-work.js';

/** What becomes of a case whose last stage is taken back. */
@Injectable()
export class StageRestorer {
  constructor(
    private readonly cases: CaseRepository,
    private readonly changer: TicketChanger,
    private readonly judge: StageJudge,
    private readonly timers: StageTimers,
    private readonly hours: ChannelHours,
    private readonly notices: Notices,
  ) {}

  /** `groups`: who had been given work of it. */
  async restore(
    unit: WorkUnit,
    { draft, facts, type, found }: FoundCase,
    { made, before, actor, groups }: { made: StageVisit; before: StageVisit; actor: Actor; groups: readonly string[] },
  ): Promise<void> {
    const { transaction, now } = unit;
    const back = { ...found, stage: before.stage, stageSeq: before.seq, stageSince: before.enteredAt, outcome: before.outcome };
    const timing = this.judge.timingOf(back, facts, await this.hours.readOverrides(transaction)) ?? { dueAt: before.dueAt, warnAt: null };
    const late = timing.dueAt !== null && timing.dueAt <= now;
    const restored = { ...back, dueAt: timing.dueAt, missedAt: late ? before.missedAt : null };
    await this.cases.save(transaction, [restored], now);
    await this.cases.removeVisit(transaction, made, restored);
    await this.timers.set(unit, [{ case: restored, ...timing }]);
    await this.changer.change(unit, [{ draft, edit: { stage: before.stage } }], { actor, reason: BY_STAGES });
    const stageOf = (stage: string) => type.stages.find(({ key }) => key === stage);
    const movedTo = stageOf(made.stage)?.status;
    if (made.fromStatus !== null && draft.status === movedTo)
      unit.apply(draft, { kind: 'restored', status: made.fromStatus as TicketStatus }, 'stage undone');
    const text = `The stage ${made.stage} was taken back: ${before.stage} again`;
    const record = {
      ...{ id: randomUUID(), ticketId: draft.id, direction: 'system' as const, actor, text },
      code: 'stage.undone' as const,
    };
    const data = { from: made.stage, to: before.stage, fromName: stageOf(made.stage)?.name, toName: stageOf(before.stage)?.name };
    unit.addEntry(draft, null, (seq) => toRecordEntry({ ...record, data, seq }, now));
    await this.notices.tell(
      unit,
      [...new Set(groups)].map((group) => ({ to: { group }, kind: 'stage_undone', text: `${draft.number}: ${text}`, ticketId: draft.id })),
    );
  }
}
