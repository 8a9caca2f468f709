import { Injectable } from '@nestjs/common';
import { PermanentError, RetriableError } from '#runtime';
import { CHANGING_ACTIONS, nameOf, type RuleActionName } from '../desk/schema/rule-actions.js';
import { GroupDirectory } from '../groups/group-directory.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { TicketEdit } from '../tickets/ticket-edit.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type AskedAction, RuleActions } from './rule-actions.js';
import type { PlannedRun } from './rule-plan.js';

export type { PlannedRun } from './rule-plan.js';

type Drafts = ReadonlyMap<string, TicketDraft>;

/** Does what rules want, all tickets of a batch together. What fails of one fails for that one alone. */
@Injectable()
export class RuleDoer {
  constructor(
    private readonly changer: TicketChanger,
    private readonly groups: GroupDirectory,
    private readonly actions: RuleActions,
  ) {}

  /** Run → what of it could not be done, and why. */
  async do(unit: WorkUnit, planned: readonly PlannedRun[], drafts: Drafts): Promise<Map<string, string>> {
    const faults = new Map<string, string>();
    const note = (run: string, fault: string) => faults.set(run, faults.has(run) ? `${faults.get(run)}; ${fault}` : fault);
    const agents = await readAgents(unit, planned);
    for (const { rule, runs } of toRounds(planned)) {
      const failed = await attempt(unit, runs, async (some) => {
        const changes = some.map((run) => ({ draft: drafts.get(run.ticketId)!, edit: this.toEdit(run, agents) }));
        await this.changer.change(unit, changes, { actor: { kind: 'rule' }, reason: `rule ${rule}` });
      });
      for (const [run, fault] of failed) note(run.id, fault);
    }
    for (const [name, asked] of this.sortOut(planned, drafts)) {
      const handler = this.actions.find(name);
      const failed =
        handler === undefined
          ? new Map(asked.map((each) => [each, `nothing here can ${name}`]))
          : await attempt(unit, asked, (some) => handler(unit, some));
      for (const [{ run }, fault] of failed) note(run, `${name}: ${fault}`);
    }
    return faults;
  }

  private toEdit({ changes }: PlannedRun, agents: ReadonlyMap<string, string>): TicketEdit {
    const edit: Record<string, unknown> = {};
    const fields: Record<string, unknown> = {};
    for (const [fact, { to }] of Object.entries(changes)) {
      const name = fact.slice('ticket.'.length);
      if (name.startsWith('fields.')) fields[name.slice('fields.'.length)] = to;
      else edit[name] = to;
    }
    if (typeof edit['group'] === 'string') this.groups.resolve(edit['group']);
    if (typeof edit['assignee'] === 'string') {
      const login = edit['assignee'];
      edit['assignee'] = agents.get(login.toLowerCase());
      if (edit['assignee'] === undefined) throw new PermanentError(`there is no agent ${login}`, { code: 'agent_unknown' });
    }
    return { ...edit, ...(Object.keys(fields).length === 0 ? {} : { fields }) };
  }

  /** What changes no field, by kind, in the order the rules have it. */
  private sortOut(planned: readonly PlannedRun[], drafts: Drafts): Map<RuleActionName, (AskedAction & { run: string })[]> {
    const byName = new Map<RuleActionName, (AskedAction & { run: string })[]>();
    for (const { id, rule, ticketId, actions, facts } of planned)
      for (const [place, action] of actions.entries()) {
        const name = nameOf(action);
        if (CHANGING_ACTIONS.has(name)) continue;
        const asked = { argument: action[name]!, draft: drafts.get(ticketId)!, rule, run: id, key: `rule:${id}:${place}`, facts };
        byName.set(name, [...(byName.get(name) ?? []), asked]);
      }
    return byName;
  }
}

/** One run of a ticket after the other, and of different tickets those of one rule together. */
function* toRounds(planned: readonly PlannedRun[]): Generator<{ rule: string; runs: PlannedRun[] }> {
  const waiting = new Map<string, PlannedRun[]>();
  for (const run of planned)
    if (Object.keys(run.changes).length > 0) waiting.set(run.ticketId, [...(waiting.get(run.ticketId) ?? []), run]);
  while (waiting.size > 0) {
    const round = new Map<string, PlannedRun[]>();
    for (const [ticketId, runs] of waiting) {
      const [first, ...rest] = runs;
      round.set(first!.rule, [...(round.get(first!.rule) ?? []), first!]);
      if (rest.length > 0) waiting.set(ticketId, rest);
      else waiting.delete(ticketId);
    }
    for (const [rule, runs] of round) yield { rule, runs };
  }
}

async function readAgents({ transaction }: WorkUnit, planned: readonly PlannedRun[]): Promise<Map<string, string>> {
  const logins = planned.flatMap(({ changes }) => changes['ticket.assignee']?.to ?? []).map((login) => String(login).toLowerCase());
  if (logins.length === 0) return new Map();
  const rows = await transaction.query<{ id: string; email: string }>(
    'select id, lower(email) as email from agents where lower(email) = any($1::text[]) and disabled_at is null',
    [logins],
  );
  return new Map(rows.map(({ id, email }) => [email, id]));
}

/** All at once; when that fails one by one, so that one ticket's fault is no other's. Who fails, and why. */
async function attempt<T>(unit: WorkUnit, items: readonly T[], act: (items: readonly T[]) => Promise<void>): Promise<Map<T, string>> {
  try {
    await unit.attempt(() => act(items));
    return new Map();
  } catch (error) {
    if (error instanceof RetriableError) throw error;
    const [only] = items;
    if (items.length === 1) return new Map([[only!, error instanceof Error ? error.message : String(error)]]);
  }
  const failed = new Map<T, string>();
  for (const item of items) for (const [each, fault] of await attempt(unit, [item], act)) failed.set(each, fault);
  return failed;
}
