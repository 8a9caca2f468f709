import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { RequestType } from '../desk/schema/request-types.js';
import { pickText } from '../desk/schema/texts.js';
import type { TicketFacts } from '../facts/ticket-facts.js';
import { ChannelHours } from '../service-levels/hours/channel-hours.js';
import type { OverridesOf } from '../service-levels/hours/desk-hours.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Case, StageVisit } from './case.js';
import { CaseRepository } from './case.repository.js';
import { CaseTeller } from './case-teller.js';
import { languageOf } from './case-words.js';
import { DeskDeadlines } from './desk-deadlines.js';
import type { StageMove } from './stage-machine.js';
import { StageTasks } from './stage-tasks.js';
import { StageTimers } from './stage-timers.js';

/** A case that comes into a stage. */
export interface EnteredStage {
  readonly draft: TicketDraft;
  readonly facts: TicketFacts;
  readonly type: RequestType;
  /** As it was before. */
  readonly case: Case;
  readonly move: StageMove;
  readonly note: string | null;
  readonly actor: Actor;
}

/** Why a ticket's stage changed, where it was by this. */
export const BY_STAGES = 'stage';

/** What happens when cases come into stages: kept, told in the thread and to the customer, deadlines set, work given to other groups. */
@Injectable()
export class StageWork {
  constructor(
    private readonly cases: CaseRepository,
    private readonly changer: TicketChanger,
    private readonly timers: StageTimers,
    private readonly teller: CaseTeller,
    private readonly tasks: StageTasks,
    private readonly deadlines: DeskDeadlines,
    private readonly profiles: DeskProfiles,
    private readonly hours: ChannelHours,
  ) {}

  /** Of locked tickets, each once. Returns the cases as they are now. */
  async enter(unit: WorkUnit, entered: readonly EnteredStage[]): Promise<Case[]> {
    const { transaction, now } = unit;
    if (entered.length === 0) return [];
    const overrides = await this.hours.readOverrides(transaction);
    const planned = entered.map((each) => ({ ...each, ...this.plan(each, now, overrides) }));
    await this.cases.save(
      transaction,
      planned.map(({ after }) => after),
      now,
    );
    await this.cases.addVisits(
      transaction,
      planned.map(({ visit }) => visit),
    );
    await this.timers.set(
      unit,
      planned.map(({ after, warnAt }) => ({ case: after, dueAt: after.dueAt, warnAt })),
    );
    for (const { actor, changes } of byActor(planned)) await this.changer.change(unit, changes, { actor, reason: BY_STAGES });
    const recorded = planned.map((each) => ({ ...each, entryId: this.record(unit, each) }));
    await this.tasks.give(
      unit,
      recorded.flatMap(({ entryId, ...each }) => {
        const { task, key } = each.move.to;
        if (task === undefined) return [];
        return [{ task, facts: each.facts, stage: `${key}:${each.visit.seq}`, stageName: this.nameOf(each), note: each.note, entryId }];
      }),
    );
    for (const each of recorded) await this.tell(unit, each);
    return planned.map(({ after }) => after);
  }

  private plan({ case: before, facts, move, note, actor, draft }: EnteredStage, now: Date, overrides: OverridesOf) {
    const { to, outcome, back } = move;
    const { dueAt, warnAt } = this.deadlines.ofStage(to.deadline, now, facts, overrides);
    const seq = before.stageSeq + 1;
    const after: Case = {
      ...before,
      ...{ stage: to.key, stageSeq: seq, stageSince: now, outcome: outcome?.key ?? null, dueAt, missedAt: null },
    };
    const visit: StageVisit = {
      ...{ ticketId: draft.id, seq, requestType: before.requestType, stage: to.key, fromStage: move.from, outcome: outcome?.key ?? null },
      ...{ back, note, actor, enteredAt: now, leftAt: null, dueAt, missedAt: null },
      fromStatus: to.status === undefined || to.status === draft.status ? null : draft.status,
    };
    return { after, visit, warnAt };
  }

  private record(unit: WorkUnit, { draft, move, note, actor, type, visit }: EnteredStage & { visit: StageVisit }): string {
    const [language] = this.profiles.current().desk.languages;
    const textOf = (key: string | null) => type.stages.find((each) => each.key === key)?.name ?? key;
    const name = (key: string | null) => {
      const text = textOf(key);
      return text === null ? null : pickText(text, language);
    };
    const how = move.outcome === null ? '' : ` (${pickText(move.outcome.name, language)})`;
    const way = move.from === null ? name(move.to.key) : `${name(move.from)} → ${name(move.to.key)}`;
    const text = [`${way}${how}`, ...(note === null ? [] : [note])].join('\n\n');
    const { from, to, outcome, back } = { ...move, to: move.to.key, outcome: move.outcome?.key ?? null };
    const id = randomUUID();
    const names = { fromName: textOf(from), toName: textOf(to), outcomeName: move.outcome?.name ?? null };
    const data = { from, to, outcome, back, seq: visit.seq, dueAt: visit.dueAt, ...names, note };
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id, ticketId: draft.id, seq, direction: 'system', actor, text, code: 'stage.entered', data }, unit.now),
    );
    return id;
  }

  private async tell(
    unit: WorkUnit,
    { draft, facts, move, note, after, entryId }: EnteredStage & { after: Case; entryId: string },
  ): Promise<void> {
    const stage = pickText(move.to.name, languageOf(facts, this.profiles.current().desk));
    for (const [place, texts] of [move.outcome?.tell, move.to.tell].entries())
      if (texts !== undefined)
        await this.teller.tell(unit, draft, facts, {
          ...{ key: `stage:${entryId}:${place}`, reason: 'stage', texts },
          values: { stage, note, estimate: after.estimateAt },
        });
  }

  private nameOf({ move }: EnteredStage): string {
    return pickText(move.to.name, this.profiles.current().desk.languages[0]);
  }
}

/** Changes of one cause go together. */
function byActor(entered: readonly (EnteredStage & { after: Case })[]) {
  const groups = new Map<string, { actor: Actor; changes: { draft: TicketDraft; edit: object }[] }>();
  for (const { actor, draft, after, move } of entered) {
    const { status } = move.to;
    const moves = status !== undefined && status !== draft.status;
    const edit = { requestType: after.requestType, stage: after.stage, ...(moves ? { status } : {}) };
    const name = JSON.stringify(actor);
    const group = groups.get(name) ?? { actor, changes: [] };
    group.changes.push({ draft, edit });
    groups.set(name, group);
  }
  return groups.values();
}
