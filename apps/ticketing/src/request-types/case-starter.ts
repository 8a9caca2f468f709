import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import { type Actor, HOUSE } from '../tickets/actor.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { readSolvedAnswer } from './answers/read-solved-answer.js';
import { CaseRepository } from './case.repository.js';
import type { ReadMessage } from './message-reader.js';
import type { PlannedCase } from './plan-case.js';
import { moveStage } from './stage-machine.js';
import { toCaseState } from './case-state.js';
import { type EnteredStage, StageWork } from './stage-work.js';

/** A yes or a no, and where it leads. */
type HeardAnswer = Omit<EnteredStage, 'draft' | 'actor'>;

/** Begins cases, and moves them on by what their customers say. */
@Injectable()
export class CaseStarter {
  constructor(
    private readonly cases: CaseRepository,
    private readonly changer: TicketChanger,
    private readonly stages: StageWork,
    private readonly facts: TicketFactsReader,
    private readonly profiles: DeskProfiles,
  ) {}

  async start(unit: WorkUnit, planned: readonly PlannedCase[]): Promise<void> {
    if (planned.length === 0) return;
    const drafts = await unit.lock(planned.map(({ facts }) => facts.id));
    await this.cases.save(
      unit.transaction,
      planned.map((each) => each.case),
      unit.now,
    );
    const changes = planned.map(({ facts, type, priority, case: { requestType } }, index) => {
      const edit: TicketEdit = {
        requestType,
        ...(priority === null ? {} : { priority }),
        ...(facts.groupId === null && type.group !== undefined ? { group: type.group } : {}),
        ...(type.stages.length === 0 && facts.stage !== null ? { stage: null } : {}),
      };
      return { draft: drafts[index]!, edit };
    });
    await this.changer.change(unit, changes, { actor: HOUSE, reason: 'request type' });
    const entered = planned.flatMap(({ facts, type, case: begun, stage, from, by }, index): EnteredStage[] => {
      const to = type.stages.find(({ key }) => key === stage);
      if (to === undefined) return [];
      const actor: Actor = by === 'rule' || by === 'bot' ? { kind: by } : HOUSE;
      return [{ draft: drafts[index]!, facts, type, case: begun, move: { from, to, outcome: null, back: false }, note: null, actor }];
    });
    await this.stages.enter(unit, entered);
  }

  /** What customers answered where their stage waits for a yes or a no. What is neither is a person's to read. */
  async hear(unit: WorkUnit, messages: readonly ReadMessage[]): Promise<void> {
    const { desk } = this.profiles.current();
    const asking = Object.values(desk.requestTypes).some(({ stages }) => stages.some(({ asksCustomer }) => asksCustomer !== undefined));
    if (!asking || messages.length === 0) return;
    const heard = await this.readAnswers(unit, messages);
    if (heard.length === 0) return;
    await unit.lock(heard.map(({ facts }) => facts.id));
    // Until they were locked somebody may have moved them on.
    const wanted = await this.readAnswers(
      unit,
      messages.filter(({ ticketId }) => heard.some(({ facts }) => facts.id === ticketId)),
    );
    const drafts = await unit.lock(wanted.map(({ facts }) => facts.id));
    await this.stages.enter(
      unit,
      wanted.map((each, index) => ({ ...each, draft: drafts[index]!, actor: HOUSE })),
    );
  }

  private async readAnswers(unit: WorkUnit, messages: readonly ReadMessage[]): Promise<HeardAnswer[]> {
    const { desk } = this.profiles.current();
    const ids = [...new Set(messages.map(({ ticketId }) => ticketId))];
    const [facts, cases] = [await this.facts.read(unit.transaction, ids), await this.cases.load(unit.transaction, ids)];
    return ids.flatMap((id): HeardAnswer[] => {
      const [ticket, found] = [facts.get(id), cases.get(id)];
      const type = found === undefined ? undefined : desk.requestTypes[found.requestType];
      const asks = type?.stages.find(({ key }) => key === found!.stage)?.asksCustomer;
      if (ticket === undefined || found === undefined || type === undefined || asks === undefined) return [];
      const since = found.stageSince?.getTime() ?? 0;
      const said = messages.filter(({ ticketId, recordedAt }) => ticketId === id && recordedAt.getTime() >= since).at(-1);
      const answer = said === undefined ? 'unclear' : readSolvedAnswer(said.text, desk.closing.words);
      if (answer === 'unclear') return [];
      const move = moveStage(type, toCaseState(ticket, found), { stage: answer === 'not_solved' ? asks.no : asks.yes });
      return 'refused' in move ? [] : [{ facts: ticket, type, case: found, move, note: said!.text.slice(0, 500) }];
    });
  }
}
