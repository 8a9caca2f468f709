import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { spanMs } from '../desk/schema/spans.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { Timers } from '../timers/timers.js';
import { PlanReporter } from './plan-reporter.js';
import { EXTENT_STEP, PlanStarter, STEP_TIMER } from './plan-starter.js';
import { PlanRepository } from './plan.repository.js';

/** What agents do about plans. */
@Injectable()
export class PlanService {
  constructor(
    private readonly work: TicketWork,
    private readonly plans: PlanRepository,
    private readonly starter: PlanStarter,
    private readonly reporter: PlanReporter,
    private readonly profiles: DeskProfiles,
    private readonly timers: Timers,
  ) {}

  /** Returns the ticket's id. Throws `PermanentError`: `ticket_unknown`, `plan_unknown`, `plan_running`. */
  async start(ticket: string, plan: string, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      if (!(await this.starter.start(unit, draft, plan, actor)))
        throw new PermanentError(`the plan ${plan} runs already`, { code: 'plan_running' });
      return draft.id;
    });
  }

  /** Returns the ticket's id. Throws `PermanentError`: `plan_step_unknown`, `plan_step_done`, `result_missing`. */
  async finish(stepId: string, result: string | null, actor: Actor): Promise<string> {
    const step = isUuid(stepId) ? await this.plans.findStep(stepId) : null;
    if (step === null) throw new PermanentError(`there is no step ${stepId}`, { code: 'plan_step_unknown' });
    if (step.key === EXTENT_STEP && result === null)
      throw new PermanentError('say how far it goes', { code: 'result_missing', hint: 'result: who and what is affected' });
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(step.run.ticketId);
      const open = await this.plans.holdOpenSteps(unit.transaction, { ids: [step.id] });
      if (open.length === 0)
        throw new PermanentError(`the step ${step.key} is done already, or its plan is over`, { code: 'plan_step_done' });
      await this.plans.finishSteps(unit.transaction, [step.id], actor, result, unit.now);
      await this.timers.cancel(unit.transaction, STEP_TIMER, [step.id]);
      const text = result === null ? `Done: ${step.text}` : `Done: ${step.text}\n\n${result}`;
      const data = { run: step.runId, step: step.key, text: step.text, result };
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          { id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code: 'plan.step_done', data },
          unit.now,
        ),
      );
      return draft.id;
    });
  }

  /** To everybody who is named for it, at once. Returns the ticket's id. Throws `PermanentError`: `plan_run_unknown`, `plan_over`. */
  async report(runId: string, text: string, actor: Actor): Promise<string> {
    return this.work.run(async (unit) => {
      const [run] = isUuid(runId) ? await this.plans.findRuns(unit.transaction, { ids: [runId] }) : [];
      if (run === undefined) throw new PermanentError(`there is no running plan ${runId}`, { code: 'plan_run_unknown' });
      if (run.state !== 'running') throw new PermanentError('the plan is over', { code: 'plan_over' });
      const draft = await unit.lockLead(run.ticketId);
      const every = this.profiles.current().desk.plans[run.plan]?.reportEvery;
      const passed = unit.now.getTime() - run.startedAt.getTime();
      // It is the one that is due next.
      const place = every === undefined ? 1 : Math.floor(passed / spanMs(every)) + 1;
      const dueAt = every === undefined ? null : new Date(run.startedAt.getTime() + place * spanMs(every));
      await this.reporter.report(unit, draft, run, { place, dueAt, by: actor, text, missed: false });
      return draft.id;
    });
  }
}
