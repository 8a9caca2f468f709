import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { AutomaticMessages } from '../automatic/automatic-messages.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { spanMs } from '../desk/schema/spans.js';
import { fillText, type LocalisedText, pickText } from '../desk/schema/texts.js';
import { GroupDirectory } from '../groups/group-directory.js';
import { type NewNotice, Notices } from '../notices/notices.js';
import { TaskRepository } from '../tasks/task.repository.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { Timers } from '../timers/timers.js';
import { type AskedAction, RuleActions } from './rule-actions.js';
import type { RuleFacts } from './rule-condition.js';

export const RULE_TIMER = 'rule';

/** What rules do by themselves: notes, tasks, notices, messages, timers. */
@Injectable()
export class OwnActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly notices: Notices,
    private readonly tasks: TaskRepository,
    private readonly messages: AutomaticMessages,
    private readonly groups: GroupDirectory,
    private readonly timers: Timers,
  ) {}

  onModuleInit(): void {
    this.actions.add('addNote', (unit, asked) => this.addNotes(unit, asked));
    this.actions.add('addTask', (unit, asked) => this.addTasks(unit, asked));
    this.actions.add('notify', (unit, asked) => this.notify(unit, asked));
    this.actions.add('send', (unit, asked) => this.send(unit, asked));
    this.actions.add('startTimer', (unit, asked) => this.startTimers(unit, asked));
    this.actions.add('stopTimer', (unit, asked) => this.stopTimers(unit, asked));
  }

  private addNotes(unit: WorkUnit, asked: readonly AskedAction<'addNote'>[]): Promise<void> {
    for (const { argument, draft, rule, facts } of asked) {
      const record = {
        id: randomUUID(),
        ticketId: draft.id,
        direction: 'note' as const,
        actor: toActor(rule),
        text: this.forDesk(argument, facts, draft.number),
      };
      unit.addEntry(draft, null, (seq) => toRecordEntry({ ...record, seq }, unit.now));
    }
    return Promise.resolve();
  }

  /** A task stands with an entry of its thread, which says so. */
  private async addTasks(unit: WorkUnit, asked: readonly AskedAction<'addTask'>[]): Promise<void> {
    const wanted = asked.map(({ argument: { kind, text: words, dueIn }, draft, rule, key, facts }) => {
      const text = this.forDesk(words, facts, draft.number);
      const dueAt = dueIn === undefined ? {} : { dueAt: new Date(unit.now.getTime() + spanMs(dueIn)).toISOString() };
      const record = {
        id: randomUUID(),
        ticketId: draft.id,
        direction: 'system' as const,
        actor: toActor(rule),
        text: `To do: ${text}`,
        code: 'task.wanted' as const,
        data: { kind, rule, text },
      };
      const entry = unit.addEntry(draft, null, (seq) => toRecordEntry({ ...record, seq }, unit.now));
      return { entryId: entry.id, task: { key: key.slice(0, 64), kind, text: text.slice(0, 2_000), ...dueAt } };
    });
    await this.tasks.insert(unit.transaction, wanted, unit.now);
  }

  private async notify(unit: WorkUnit, asked: readonly AskedAction<'notify'>[]): Promise<void> {
    const logins = asked.flatMap(({ argument: { agent } }) => (agent === undefined ? [] : [agent.toLowerCase()]));
    const agents = logins.length === 0 ? new Map<string, string>() : await findAgents(unit, logins);
    const notices = asked.flatMap(({ argument, draft, rule, key, facts }) => {
      const text = this.forDesk(argument.text, facts, draft.number);
      const told: NewNotice['to'][] = [
        ...(argument.role === undefined ? [] : [{ role: argument.role }]),
        ...(argument.group === undefined ? [] : [{ group: this.groups.resolve(argument.group) }]),
        ...(argument.agent === undefined ? [] : [{ agent: agentOf(agents, argument.agent) }]),
      ];
      const to = told.length === 0 ? [{ role: 'supervisor' as const }] : told;
      return to.map((each, index) => ({ to: each, kind: `rule:${rule}`, text, ticketId: draft.id, key: `${key}:${index}` }));
    });
    await this.notices.tell(unit, notices);
  }

  private async send(unit: WorkUnit, asked: readonly AskedAction<'send'>[]): Promise<void> {
    for (const { argument, draft, rule, key, facts } of asked) {
      const text = this.toCustomer(argument, facts, draft.number);
      await this.messages.send(unit, draft, { key, text, reason: rule, actor: toActor(rule) });
    }
  }

  private async startTimers(unit: WorkUnit, asked: readonly AskedAction<'startTimer'>[]): Promise<void> {
    await this.timers.set(
      unit.transaction,
      asked.map(({ argument: { name, after }, draft }) => ({
        kind: RULE_TIMER,
        key: `${draft.id}:${name}`,
        ticketId: draft.id,
        dueAt: new Date(unit.now.getTime() + spanMs(after)),
        data: { name },
      })),
    );
  }

  private async stopTimers(unit: WorkUnit, asked: readonly AskedAction<'stopTimer'>[]): Promise<void> {
    await this.timers.cancel(
      unit.transaction,
      RULE_TIMER,
      asked.map(({ argument: { name }, draft }) => `${draft.id}:${name}`),
    );
  }

  private toCustomer({ text: own, template }: AskedAction<'send'>['argument'], facts: RuleFacts, number: string): string {
    const { desk } = this.profiles.current();
    const text = own ?? desk.templates[template ?? '']?.text;
    if (text === undefined) throw new PermanentError('the desk has no such template', { code: 'template_unknown' });
    const language = String(facts['ticket.language'] ?? facts['contact.language'] ?? '');
    return fillText(pickText(text, language, desk.languages[0]), toValues(facts, number));
  }

  private forDesk(text: LocalisedText, facts: RuleFacts, number: string): string {
    const [language] = this.profiles.current().desk.languages;
    return fillText(pickText(text, language, language), toValues(facts, number));
  }
}

function toActor(rule: string): Actor {
  return { kind: 'rule', displayName: rule };
}

/** `{{number}}` and every fact by its name: `{{contact.name}}`. */
function toValues(facts: RuleFacts, number: string): Record<string, string> {
  return {
    ...Object.fromEntries(
      Object.entries(facts).map(([name, value]) => [
        name.replace(/^ticket\.fields\./, 'fields.'),
        value === null || value === undefined ? '' : String(value),
      ]),
    ),
    number,
    'ticket.number': number,
    today: String(facts['calendar.date'] ?? ''),
  };
}

async function findAgents({ transaction }: WorkUnit, logins: readonly string[]): Promise<Map<string, string>> {
  const rows = await transaction.query<{ id: string; email: string }>(
    'select id, lower(email) as email from agents where lower(email) = any($1::text[]) and disabled_at is null',
    [[...logins]],
  );
  return new Map(rows.map(({ id, email }) => [email, id]));
}

function agentOf(agents: ReadonlyMap<string, string>, login: string): string {
  const id = agents.get(login.toLowerCase());
  if (id === undefined) throw new PermanentError(`there is no agent ${login}`, { code: 'agent_unknown' });
  return id;
}
