import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Notices } from '../notices/notices.js';
import { type PlannedRun, RuleDoer } from './rule-doer.js';
import { RuleFactsReader } from './rule-facts-reader.js';
import type { RuleHappening } from './rule-happening.js';
import { planRuns } from './rule-plan.js';
import { RuleRunRepository, type RuleRunRow } from './rule-run.repository.js';
import { RuleSet } from './rule-set.js';

const HOUR_MS = 3_600_000;

/** Runs the desk's rules for what happened: asks all, does what holds, keeps why. */
@Injectable()
export class RuleRunner {
  private compiled: { readonly version: number; readonly rules: RuleSet } | null = null;

  constructor(
    private readonly profiles: DeskProfiles,
    private readonly reader: RuleFactsReader,
    private readonly runs: RuleRunRepository,
    private readonly doer: RuleDoer,
    private readonly notices: Notices,
  ) {}

  /** Rules of the desk in force. */
  rules(): RuleSet {
    const { version, desk } = this.profiles.current();
    if (this.compiled?.version !== version) this.compiled = { version, rules: new RuleSet(desk.rules, desk) };
    return this.compiled.rules;
  }

  async run(unit: WorkUnit, happenings: readonly RuleHappening[]): Promise<void> {
    const rules = this.rules();
    const asked = happenings.filter(({ event }) => rules.follows(event));
    if (asked.length === 0) return;
    const { transaction, now } = unit;
    const ids = [...new Set(asked.map(({ ticketId }) => ticketId))];
    const facts = await this.reader.read(transaction, ids, now, rules.places);
    const chains = await this.runs.findChains(transaction, asked);
    const often = await this.runs.countSince(transaction, ids, new Date(now.getTime() - HOUR_MS));
    const planned = planRuns(rules, asked, { facts, chains, often });
    if (planned.length === 0) return;
    await this.do(unit, planned);
  }

  private async do(unit: WorkUnit, planned: readonly PlannedRun[]): Promise<void> {
    const ids = [...new Set(planned.map(({ ticketId }) => ticketId))];
    const drafts = new Map((await unit.lock(ids)).map((draft) => [draft.id, draft]));
    const from = new Map([...drafts].map(([id, { version }]) => [id, version]));
    const faults = await this.doer.do(unit, planned, drafts);
    const deskVersion = this.profiles.current().version;
    const rows = planned.map((run): RuleRunRow => {
      const { id, ticketId, chain, depth, place, eventId, event, rule, matched, actions, changes } = run;
      const versions = { fromVersion: from.get(ticketId)!, toVersion: drafts.get(ticketId)!.version };
      const fault = run.fault ?? faults.get(id);
      const kept = {
        id,
        ticketId,
        chain,
        depth,
        place,
        eventId,
        event,
        rule,
        matched,
        actions,
        changes,
        deskVersion,
        ...versions,
        at: unit.now,
      };
      return fault === undefined ? kept : { ...kept, fault };
    });
    await this.runs.insert(unit.transaction, rows);
    await this.report(unit, rows, drafts);
  }

  /** What a rule could not do stands in the thread, and supervisors are told: a person goes on with the ticket. */
  private async report(
    unit: WorkUnit,
    rows: readonly RuleRunRow[],
    drafts: ReadonlyMap<string, Parameters<WorkUnit['addEntry']>[0]>,
  ): Promise<void> {
    const failed = rows.filter(({ fault }) => fault !== undefined);
    for (const { id, ticketId, rule, fault } of failed) {
      const text = `The rule "${rule}" could not be followed: ${fault}. Somebody should look what it wanted.`;
      const data = { rule, run: id, fault };
      unit.addEntry(drafts.get(ticketId)!, null, (seq) =>
        toRecordEntry(
          { id: randomUUID(), ticketId, seq, direction: 'system', actor: { kind: 'rule' }, text, code: 'rule.failed', data },
          unit.now,
        ),
      );
    }
    await this.notices.tell(
      unit,
      failed.map(({ id, ticketId, rule, fault }) => ({
        to: { role: 'supervisor' },
        kind: 'rule_failed',
        text: `Rule "${rule}" failed on ${drafts.get(ticketId)!.number}: ${fault}`,
        ticketId,
        key: `rule-failed:${id}`,
      })),
    );
  }
}
