import { Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { GroupDirectory } from '../groups/group-directory.js';
import { type NewNotice, Notices } from '../notices/notices.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { OutsideMessages } from './outside-messages.js';
import type { PlanStep } from './plan.repository.js';

/** Tells those who own a step: agents where they work, people on duty by their own ways. */
@Injectable()
export class PlanTeller {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly groups: GroupDirectory,
    private readonly notices: Notices,
    private readonly messages: OutsideMessages,
  ) {}

  async tellOwners(
    unit: WorkUnit,
    draft: TicketDraft,
    steps: readonly PlanStep[],
    kind: string,
    write: (step: PlanStep) => string,
  ): Promise<void> {
    const agents = await findAgents(
      unit,
      steps.flatMap(({ owner }) => owner.agent ?? []),
    );
    const notices = steps.flatMap((step): NewNotice[] => {
      const to = this.toReader(step, agents);
      return to === null ? [] : [{ to, kind, text: write(step), ticketId: draft.id, key: `${kind}:${step.id}` }];
    });
    await this.notices.tell(unit, notices);
    for (const step of steps)
      if (step.owner.person !== undefined) await this.tellPerson(unit, draft, step, step.owner.person, kind, write(step));
  }

  private toReader({ owner }: PlanStep, agents: ReadonlyMap<string, string>): NewNotice['to'] | null {
    if (owner.group !== undefined) return { group: this.groups.resolve(owner.group) };
    if (owner.person !== undefined) return null;
    const agent = owner.agent === undefined ? undefined : agents.get(owner.agent.toLowerCase());
    // Whoever is not there yet is no reason for silence.
    return agent === undefined ? { role: owner.role ?? 'supervisor' } : { agent };
  }

  private async tellPerson(unit: WorkUnit, draft: TicketDraft, step: PlanStep, key: string, kind: string, text: string): Promise<void> {
    const { duty, languages } = this.profiles.current().desk;
    const person = duty.people[key];
    const subject = await this.messages.subjectOf(unit, draft, person?.language ?? languages[0]);
    for (const [index, { inbox, scheme, to }] of (person?.reach ?? []).entries()) {
      const address = to === undefined ? { scheme: 'group', value: inbox } : { scheme, value: to, displayName: person!.name };
      const commandId = eventIdOf(`${kind}:${step.id}:${index}`);
      await this.messages.send(unit, draft, { commandId, inboxId: inbox, to: address, subject, text, reason: kind });
    }
  }
}

async function findAgents({ transaction }: WorkUnit, logins: readonly string[]): Promise<Map<string, string>> {
  if (logins.length === 0) return new Map();
  const rows = await transaction.query<{ id: string; email: string }>(
    'select id, lower(email) as email from agents where lower(email) = any($1::text[]) and disabled_at is null',
    [logins.map((login) => login.toLowerCase())],
  );
  return new Map(rows.map(({ id, email }) => [email, id]));
}
