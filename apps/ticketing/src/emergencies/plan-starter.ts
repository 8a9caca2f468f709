import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Plan } from '../desk/schema/plans.js';
import { type Span, spanMs } from '../desk/schema/spans.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import { PlanTeller } from './plan-teller.js';
import { PlanRepository, type PlanRun, type PlanStep, type StepOwner } from './plan.repository.js';

export const STEP_TIMER = 'plan-step';
export const REPORT_TIMER = 'plan-report';
/** A person has spoken to the customer. */
export const CONTACT_STEP = 'contact';
/** It is known how far it goes. */
export const EXTENT_STEP = 'extent';

const OWN_STEPS: Readonly<Record<string, LocalisedText>> = {
  [CONTACT_STEP]: { zh: '联系客户', en: 'Contact the customer' },
  [EXTENT_STEP]: { zh: '确认影响范围', en: 'Confirm the extent' },
};

/** Starts plans: steps get owners and times, whoever owns one is told. */
@Injectable()
export class PlanStarter {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly plans: PlanRepository,
    private readonly teller: PlanTeller,
    private readonly timers: Timers,
  ) {}

  /** False when it runs already. Throws `PermanentError` (`plan_unknown`). */
  async start(unit: WorkUnit, draft: TicketDraft, key: string, by: Actor): Promise<boolean> {
    const { desk } = this.profiles.current();
    const plan = desk.plans[key];
    if (plan === undefined)
      throw new PermanentError(`the desk has no plan ${key}`, {
        code: 'plan_unknown',
        hint: `one of: ${Object.keys(desk.plans).join(', ') || 'none is defined'}`,
      });
    const [language] = desk.languages;
    const name = pickText(plan.name, language, language);
    const run: PlanRun = { id: randomUUID(), ticketId: draft.id, plan: key, name, state: 'running', startedAt: unit.now };
    if (!(await this.plans.insertRun(unit.transaction, run, by))) return false;
    const steps = toSteps(plan, run, language);
    await this.plans.insertSteps(unit.transaction, steps);
    const text = [`Plan started: ${name}`, ...steps.map((step, index) => `${index + 1}. ${step.text} (${step.dueAt.toISOString()})`)].join(
      '\n',
    );
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        {
          id: randomUUID(),
          ticketId: draft.id,
          seq,
          direction: 'system',
          actor: by,
          text,
          code: 'plan.started',
          data: { run: run.id, plan: key, name: plan.name, steps: steps.map((step) => ({ text: step.text, dueAt: step.dueAt })) },
        },
        unit.now,
      ),
    );
    await this.teller.tellOwners(unit, draft, steps, 'plan_step', ({ text: what }) => `${draft.number} ${name}: ${what}`);
    await this.timers.set(unit.transaction, [
      ...steps.map(({ id, dueAt }) => ({ kind: STEP_TIMER, key: id, ticketId: draft.id, dueAt })),
      ...(plan.reportEvery === undefined
        ? []
        : [{ kind: REPORT_TIMER, key: run.id, ticketId: draft.id, dueAt: after(unit.now, plan.reportEvery), data: { place: 1 } }]),
    ]);
    return true;
  }
}

function toSteps({ contactWithin, steps }: Plan, { id: runId, startedAt }: PlanRun, language: string | undefined): PlanStep[] {
  const own =
    contactWithin === undefined
      ? []
      : [CONTACT_STEP, EXTENT_STEP].map((key) => ({
          key,
          text: OWN_STEPS[key]!,
          owner: { role: 'supervisor' } as StepOwner,
          dueIn: contactWithin,
        }));
  return [...own, ...steps].map(({ key, text, owner, dueIn }, place) => ({
    id: eventIdOf(`plan-step:${runId}:${key}`),
    runId,
    place,
    key,
    text: pickText(text, language, language),
    owner,
    dueAt: after(startedAt, dueIn),
  }));
}

export function after(start: Date, span: Span, times = 1): Date {
  return new Date(start.getTime() + times * spanMs(span));
}
