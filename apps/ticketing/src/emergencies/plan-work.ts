import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { spanMs } from '../desk/schema/spans.js';
import type { ClockStopper } from '../desk/schema/targets.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import { Notices } from '../notices/notices.js';
import { actOf, readActingEntries } from '../service-levels/clocks/entry-acts.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Timer } from '../timers/timer.js';
import { Timers } from '../timers/timers.js';
import { Pager } from './pager.js';
import { PlanReporter } from './plan-reporter.js';
import { after, CONTACT_STEP, REPORT_TIMER, STEP_TIMER } from './plan-starter.js';
import { PlanRepository, type PlanRun, type PlanStep } from './plan.repository.js';

const ORDER = 47;
const CONTACTS: ReadonlySet<ClockStopper> = new Set<ClockStopper>(['answer', 'call']);

/** Plans as time goes on: steps that are missed, reports that are due, the end when it is solved. */
@Injectable()
export class PlanWork implements OnModuleInit {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly plans: PlanRepository,
    private readonly reporter: PlanReporter,
    private readonly pager: Pager,
    private readonly notices: Notices,
    private readonly timers: Timers,
    private readonly followers: Followers,
  ) {}

  onModuleInit(): void {
    this.timers.handle(STEP_TIMER, (unit, due) => this.miss(unit, due));
    this.timers.handle(REPORT_TIMER, (unit, due) => this.report(unit, due));
    this.followers.add({ name: 'plans', order: ORDER, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async miss(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const drafts = await lockOf(unit, due);
    const steps = await this.plans.holdOpenSteps(unit.transaction, { ids: due.map(({ key }) => key) });
    if (steps.length === 0) return;
    await this.plans.markMissed(
      unit.transaction,
      steps.map(({ id }) => id),
      unit.now,
    );
    const runs = new Map(
      (await this.plans.findRuns(unit.transaction, { ids: [...new Set(steps.map(({ runId }) => runId))] })).map((run) => [run.id, run]),
    );
    for (const step of steps) {
      const run = runs.get(step.runId)!;
      const draft = drafts.get(run.ticketId) ?? (await unit.lock([run.ticketId]))[0]!;
      await this.escalate(unit, draft, run, `step:${step.id}`, `${step.text} was not done in time`);
    }
  }

  private async report(unit: WorkUnit, due: readonly Timer[]): Promise<void> {
    const drafts = await lockOf(unit, due);
    const runs = await this.plans.findRuns(unit.transaction, { ids: due.map(({ key }) => key) });
    for (const { key, data } of due) {
      const run = runs.find(({ id, state }) => id === key && state === 'running');
      const every = run === undefined ? undefined : this.profiles.current().desk.plans[run.plan]?.reportEvery;
      if (run === undefined || every === undefined) continue;
      const draft = drafts.get(run.ticketId) ?? (await unit.lock([run.ticketId]))[0]!;
      // Whoever was down for a night owes management one report, not one for each half hour of it.
      const first = Number(data['place']);
      const place = Math.max(first, Math.floor((unit.now.getTime() - run.startedAt.getTime()) / spanMs(every)));
      if (!(await this.plans.hasReport(unit.transaction, run.id, place))) {
        const text = await this.describe(unit, run, place - first + 1);
        const due = after(run.startedAt, every, place);
        await this.reporter.report(unit, draft, run, { place, dueAt: due, by: null, text, missed: true });
        await this.escalate(unit, draft, run, `report:${run.id}:${place}`, 'nobody wrote the report that was due');
      }
      await this.timers.set(unit.transaction, [
        { kind: REPORT_TIMER, key: run.id, ticketId: draft.id, dueAt: after(run.startedAt, every, place + 1), data: { place: place + 1 } },
      ]);
    }
  }

  /** How it stands, where no person says it. */
  private async describe(unit: WorkUnit, run: PlanRun, owed: number): Promise<string> {
    const view = (await this.plans.listOf(run.ticketId, unit.transaction)).find(({ id }) => id === run.id)!;
    const done = view.steps.filter(({ doneAt }) => doneAt !== null);
    const open = view.steps.filter(({ doneAt }) => doneAt === null);
    const chinese = this.profiles.current().desk.languages[0]?.startsWith('zh') === true;
    const list = (steps: typeof open) => steps.map(({ text, result }) => (result === null ? text : `${text}: ${result}`)).join('; ') || '–';
    const many = owed === 1 ? '' : chinese ? `（应有 ${owed} 份）` : ` (${owed} were due)`;
    return chinese
      ? `尚无人提交报告${many}。已完成：${list(done)}。未完成：${list(open)}。`
      : `Nobody has written a report${many}. Done: ${list(done)}. Open: ${list(open)}.`;
  }

  private async escalate(unit: WorkUnit, draft: TicketDraft, run: PlanRun, key: string, why: string): Promise<void> {
    const text = `${draft.number} ${run.name}: ${why}`;
    await this.notices.tell(unit, [
      { to: { role: 'supervisor' }, kind: 'plan_missed', text, ticketId: draft.id, key: `plan-missed:${key}` },
    ]);
    const rota = this.profiles.current().desk.plans[run.plan]?.escalateTo;
    if (rota !== undefined) await this.pager.call(unit, [{ draft, rota, reason: `${run.name}: ${why}`, key: `plan:${key}` }]);
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const solved = happenings.filter(
      ({ type, data }) => type === 'ticket.status_changed.v1' && (data['to'] === 'solved' || data['to'] === 'closed'),
    );
    // A call that is taken after it was told of is told of again.
    const spoken = happenings.filter(
      ({ type, data }) => type === 'ticket.entry_added.v1' || (type === 'ticket.entry_changed.v1' && data['change'] === 'revised'),
    );
    const asked = [...new Set([...solved, ...spoken].map(({ ticketId }) => ticketId))];
    if (asked.length === 0) return;
    const runs = await this.plans.findRuns(unit.transaction, { runningOn: asked });
    if (runs.length === 0) return;
    await this.noteContact(unit, runs, spoken);
    await this.end(
      unit,
      runs.filter(({ ticketId }) => solved.some((happening) => happening.ticketId === ticketId)),
    );
  }

  /** Whoever wrote to the customer, spoke with him or recorded that he reached him has contacted him; what goes out by itself has not. */
  private async noteContact(unit: WorkUnit, runs: readonly PlanRun[], spoken: readonly Happening[]): Promise<void> {
    const entries = await readActingEntries(
      unit.transaction,
      spoken.filter(({ ticketId }) => runs.some((run) => run.ticketId === ticketId)).map(({ data }) => String(data['entryId'])),
    );
    const reached = [...entries.values()].filter((entry) => CONTACTS.has(actOf(entry)?.by ?? 'note'));
    const contacted = runs.filter(({ ticketId }) => reached.some((entry) => entry.ticketId === ticketId));
    if (contacted.length === 0) return;
    const steps = await this.plans.holdOpenSteps(unit.transaction, { runs: contacted.map(({ id }) => id), key: CONTACT_STEP });
    await this.finish(unit, steps);
  }

  private async finish(unit: WorkUnit, steps: readonly PlanStep[]): Promise<void> {
    if (steps.length === 0) return;
    const ids = steps.map(({ id }) => id);
    await this.plans.finishSteps(unit.transaction, ids, { kind: 'system' }, null, unit.now);
    await this.timers.cancel(unit.transaction, STEP_TIMER, ids);
  }

  private async end(unit: WorkUnit, runs: readonly PlanRun[]): Promise<void> {
    for (const run of runs) {
      const [draft] = await unit.lock([run.ticketId]);
      const view = (await this.plans.listOf(run.ticketId, unit.transaction)).find(({ id }) => id === run.id)!;
      const chinese = this.profiles.current().desk.languages[0]?.startsWith('zh') === true;
      await this.reporter.report(unit, draft!, run, {
        place: 0,
        dueAt: null,
        by: null,
        text: chinese ? '问题已解决。' : 'It is solved.',
        missed: false,
      });
      await this.timers.cancel(
        unit.transaction,
        STEP_TIMER,
        view.steps.map(({ id }) => id),
      );
    }
    const ids = runs.map(({ id }) => id);
    if (ids.length === 0) return;
    await this.timers.cancel(unit.transaction, REPORT_TIMER, ids);
    await this.plans.endRuns(unit.transaction, ids, unit.now);
  }
}

async function lockOf(unit: WorkUnit, due: readonly Timer[]): Promise<Map<string, TicketDraft>> {
  const ids = due.flatMap(({ ticketId }) => ticketId ?? []);
  const leads = await unit.transaction.query<{ id: string }>(
    'select distinct coalesce(merged_into, id) as id from tickets where id = any($1::uuid[])',
    [ids],
  );
  return new Map((await unit.lock(leads.map(({ id }) => id))).map((draft) => [draft.id, draft]));
}
