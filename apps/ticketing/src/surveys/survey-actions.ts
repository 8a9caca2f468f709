import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { toSpanMs } from '../desk/schema/surveys.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import { type AskedAction, RuleActions } from '../rules/rule-actions.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { type Asking, SurveyAsker } from './survey-asker.js';
import { findPlaces, mayBeAsked } from './survey-schedule.js';

/** Rules ask customers how it was, at once. */
@Injectable()
export class SurveyActions implements OnModuleInit {
  constructor(
    private readonly actions: RuleActions,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly asker: SurveyAsker,
  ) {}

  onModuleInit(): void {
    this.actions.add('survey', (unit, asked) => this.ask(unit, asked));
  }

  private async ask(unit: WorkUnit, asked: readonly AskedAction<'survey'>[]): Promise<void> {
    const ids = [...new Set(asked.map(({ draft }) => draft.id))];
    const facts = await this.facts.read(unit.transaction, ids);
    const places = await findPlaces(unit, ids);
    const { forms } = this.profiles.current().desk.surveys;
    const askings = asked.map(({ argument, draft, rule, key }): Asking => {
      const ticket = facts.get(draft.id);
      const place = places.get(draft.id);
      const form = forms[argument.form];
      if (ticket === undefined || place === undefined || !mayBeAsked(ticket))
        throw new PermanentError(
          'nobody is asked about such a ticket: confidential, folded, in quarantine, or its customer wrote nothing',
          {
            code: 'survey_unfit',
          },
        );
      if (form === undefined) throw new PermanentError(`the desk has no survey form ${argument.form}`, { code: 'survey_form_unknown' });
      const { contact, message } = ticket;
      const request = {
        ...{ id: randomUUID(), key, occasion: `rule:${rule}`, survey: argument.form, form, way: argument.way, ticketId: draft.id },
        ...{ contactId: contact.id, inboxId: message?.inboxId ?? null, conversationKey: place.conversationKey },
        ...{ language: ticket.language ?? contact.language, state: 'asked' as const },
        ...{ askedAt: unit.now, expiresAt: new Date(unit.now.getTime() + toSpanMs(form.validFor)) },
      };
      return { request, draft, lastEntryId: place.lastEntryId };
    });
    await this.asker.ask(unit, askings);
  }
}
