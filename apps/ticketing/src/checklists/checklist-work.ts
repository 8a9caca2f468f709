import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RecordCode } from '#contracts';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText } from '../desk/schema/texts.js';
import { languageOf } from '../facts/customer-language.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { toStorable } from '../tickets/storable.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ChecklistRepository } from './checklist.repository.js';
import { type ChecklistRun, describeResults, toRunSteps } from './checklist-run.js';
import { GuidanceSender } from './guidance-sender.js';

export interface StepWish {
  /** Null takes it away again. */
  readonly result: string | boolean | null;
  readonly note?: string | undefined;
  /** The run's version that the agent saw. */
  readonly expectedVersion?: number | undefined;
}

/** Checklists on a ticket: begun, ticked, done; each told. */
@Injectable()
export class ChecklistWork {
  constructor(
    private readonly work: TicketWork,
    private readonly runs: ChecklistRepository,
    private readonly facts: TicketFactsReader,
    private readonly profiles: DeskProfiles,
    private readonly guidance: GuidanceSender,
  ) {}

  /** Throws `PermanentError`: `checklist_unknown`, `checklist_running`; of a guidance as a reply does. */
  async start(ticketIdOrNumber: string, key: string, language: string | undefined, actor: Actor): Promise<ChecklistRun> {
    const id = await this.work.run((unit) => this.startIn(unit, ticketIdOrNumber, key, language, actor));
    return this.runs.get(id);
  }

  /** As a part of other work. */
  async startIn(unit: WorkUnit, ticketIdOrNumber: string, key: string, wanted: string | undefined, actor: Actor): Promise<string> {
    const { version, desk } = this.profiles.current();
    const list = desk.checklists.lists[key];
    if (list === undefined)
      throw new PermanentError(`the desk has no checklist ${key}`, {
        code: 'checklist_unknown',
        hint: `it has ${Object.keys(desk.checklists.lists).join(', ') || 'none'}`,
      });
    const draft = await unit.lockLead(ticketIdOrNumber);
    const [running] = await unit.transaction.query(
      `select 1 from checklist_runs where ticket_id = $1::uuid and checklist = $2 and state = 'running'`,
      [draft.id, key],
    );
    if (running !== undefined)
      throw new PermanentError(`the checklist ${key} runs on this ticket already`, {
        code: 'checklist_running',
        hint: 'go on with it, or end it first',
      });
    const facts = (await this.facts.read(unit.transaction, [draft.id])).get(draft.id);
    // What an agent reads is in the desk's language; what the customer reads is in his.
    const first = desk.languages[0] ?? 'en';
    const own = list.kind === 'guidance' && facts !== undefined ? languageOf(facts, first) : first;
    const language = wanted ?? own;
    const name = pickText(list.name, language, desk.languages[0]);
    const begun = {
      id: randomUUID(),
      ticketId: draft.id,
      checklist: key,
      kind: list.kind,
      name,
      language,
      steps: toRunSteps(list, language, desk.languages[0]),
    };
    const run = {
      ...begun,
      ...{
        state: 'running' as const,
        sentUpTo: 0,
        waitsFor: null,
        goesOn: list.goesOn,
        startedBy: actor,
        startedAt: unit.now,
        endedAt: null,
        version: 1,
      },
    };
    await this.runs.insert(unit.transaction, run, version);
    this.record(unit, draft, actor, 'checklist.started', `Begun: ${name}`, { runId: run.id, checklist: key, name: list.name });
    if (list.kind === 'guidance') await this.guidance.sendNext(unit, draft, { ...run, results: [] }, actor);
    return run.id;
  }

  /** Throws `PermanentError`: `checklist_unknown`, `checklist_over`, `step_unknown`, `result_unfit`, `version_conflict`. */
  async setResult(ticket: string, runId: string, step: string, given: StepWish, actor: Actor): Promise<ChecklistRun> {
    const { result, note, expectedVersion } = toStorable(given);
    await this.change(ticket, runId, expectedVersion, async (unit, draft, run) => {
      const found = run.steps.find(({ key }) => key === step);
      if (found === undefined)
        throw new PermanentError(`the checklist has no step ${step}`, {
          code: 'step_unknown',
          hint: run.steps.map(({ key }) => key).join(', '),
        });
      const before = run.results.find((each) => each.step === step)?.result ?? null;
      if (result === null) await this.runs.dropResult(unit.transaction, run.id, step);
      else {
        refuseUnfit(found, result);
        await this.runs.putResults(unit.transaction, [
          { runId: run.id, step, result, note: note ?? null, entryId: null, actor, at: unit.now },
        ]);
      }
      await this.runs.update(unit.transaction, run);
      draft.touch();
      unit.tell('ticket.changed.v1', draft, {
        changes: { [`checklist.${run.checklist}.${step}`]: { from: before, to: result } },
        by: { kind: actor.kind, ...(actor.id === undefined ? {} : { id: actor.id }) },
        reason: 'checklist',
      });
    });
    return this.runs.get(runId);
  }

  /** It is over; its results stand in the thread. */
  async end(
    ticket: string,
    runId: string,
    state: 'done' | 'given_up',
    expectedVersion: number | undefined,
    actor: Actor,
  ): Promise<ChecklistRun> {
    await this.change(ticket, runId, expectedVersion, async (unit, draft, run) => {
      await this.runs.update(unit.transaction, { ...run, state, waitsFor: null, endedAt: unit.now });
      const report = describeResults(run);
      const text = `${state === 'done' ? 'Done' : 'Given up'}: ${report}`;
      const results = Object.fromEntries(run.results.map((result) => [result.step, result.result]));
      this.record(unit, draft, actor, 'checklist.ended', text, { runId, checklist: run.checklist, state, results, report });
    });
    return this.runs.get(runId);
  }

  /** The picture is as it should be, or none is needed: the next steps go out. */
  async goOn(ticket: string, runId: string, expectedVersion: number | undefined, actor: Actor): Promise<ChecklistRun> {
    await this.change(ticket, runId, expectedVersion, async (unit, draft, run) => {
      if (run.kind !== 'guidance' || run.sentUpTo >= run.steps.length)
        throw new PermanentError('there are no further steps to send', { code: 'checklist_over' });
      await this.guidance.sendNext(unit, draft, run, actor);
    });
    return this.runs.get(runId);
  }

  private async change(
    ticket: string,
    runId: string,
    expectedVersion: number | undefined,
    make: (unit: WorkUnit, draft: TicketDraft, run: ChecklistRun) => Promise<void>,
  ): Promise<void> {
    const { ticketId } = await this.runs.get(runId);
    await this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      if ((await unit.lockLead(ticketId)).id !== draft.id)
        throw new PermanentError(`there is no checklist ${runId} on this ticket`, { code: 'checklist_unknown' });
      const run = await this.runs.get(runId, unit.transaction);
      if (expectedVersion !== undefined && expectedVersion !== run.version)
        throw new PermanentError(`the checklist is at version ${run.version}, not ${expectedVersion}`, {
          code: 'version_conflict',
          hint: 'look at what changed, then send again with the current version',
          fields: { currentVersion: run.version, expectedVersion },
        });
      if (run.state !== 'running') throw new PermanentError('the checklist is over', { code: 'checklist_over', hint: 'begin it anew' });
      await make(unit, draft, run);
    });
  }

  private record(unit: WorkUnit, draft: TicketDraft, actor: Actor, code: RecordCode, text: string, data: Record<string, unknown>): void {
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry({ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text, code, data }, unit.now),
    );
  }
}

function refuseUnfit({ asks, choices, key }: ChecklistRun['steps'][number], result: string | boolean): void {
  const fits =
    asks === 'tick'
      ? typeof result === 'boolean'
      : typeof result === 'string' && (asks === 'text' || choices.some((choice) => choice.key === result));
  if (!fits)
    throw new PermanentError(
      `the step ${key} asks for ${asks === 'choice' ? choices.map((choice) => choice.key).join(', ') : asks === 'tick' ? 'true or false' : 'words'}`,
      {
        code: 'result_unfit',
      },
    );
}
