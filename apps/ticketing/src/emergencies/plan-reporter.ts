import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { eventIdOf } from '#contracts';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { fillText, pickText } from '../desk/schema/texts.js';
import type { Actor } from '../tickets/actor.js';
import { toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { OutsideMessages } from './outside-messages.js';
import { type PlanReport, PlanRepository, type PlanRun } from './plan.repository.js';

const WORDS = { zh: '【{{plan}}】{{number}} {{subject}}：{{text}}', en: '[{{plan}}] {{number}} {{subject}}: {{text}}' };

/** Brings reports of an emergency to those who are named for them. */
@Injectable()
export class PlanReporter {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly plans: PlanRepository,
    private readonly messages: OutsideMessages,
  ) {}

  /** `key`: one report for each. */
  async report(
    unit: WorkUnit,
    draft: TicketDraft,
    run: PlanRun,
    given: {
      readonly place: number;
      readonly dueAt: Date | null;
      readonly by: Actor | null;
      readonly text: string;
      readonly missed: boolean;
    },
  ): Promise<void> {
    const { desk } = this.profiles.current();
    const id = randomUUID();
    const recipients: PlanReport['recipients'][number][] = [];
    for (const key of desk.plans[run.plan]?.reportTo ?? []) {
      const person = desk.duty.people[key];
      if (person === undefined) continue;
      const told = await this.messages.subjectOf(unit, draft, person.language ?? desk.languages[0]);
      const values = { plan: run.name, number: draft.number, subject: told, text: given.text };
      const text = fillText(pickText(WORDS, person.language ?? desk.languages[0], desk.languages[0]), values);
      for (const [index, { inbox, scheme, to }] of person.reach.entries()) {
        const address = to === undefined ? { scheme: 'group', value: inbox } : { scheme, value: to, displayName: person.name };
        const commandId = eventIdOf(`plan-report:${id}:${key}:${index}`);
        const subject = `${draft.number} ${run.name}`.slice(0, 998);
        const fault = await this.messages.send(unit, draft, {
          commandId,
          inboxId: inbox,
          to: address,
          subject,
          text,
          reason: 'plan_report',
        });
        recipients.push({ person: key, inboxId: inbox, fault });
      }
    }
    const { place, dueAt, by, text, missed } = given;
    await this.plans.insertReport(unit.transaction, { id, runId: run.id, place, dueAt, writtenBy: by, text, missed, recipients }, unit.now);
    const actor = by ?? { kind: 'system' as const };
    const said = `Reported (${run.name}): ${text}`;
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        {
          id: randomUUID(),
          ticketId: draft.id,
          seq,
          direction: 'system',
          actor,
          text: said,
          code: 'plan.reported',
          data: { run: run.id, place, missed, name: run.name, text },
        },
        unit.now,
      ),
    );
  }
}
