import { randomUUID } from 'node:crypto';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type PeriodicSurvey, toSpanMs } from '../desk/schema/surveys.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { type ChosenCustomer, chooseCustomers } from './chosen-customers.js';
import { DeskRounds } from './desk-rounds.js';
import { type Asking, SurveyAsker } from './survey-asker.js';

const AT_ONCE = 200;

/** Surveys that no ticket causes: once a day whoever's turn it is, and whoever is chosen by hand. They go to a customer's last thread. */
@Injectable()
export class SurveyRounds implements OnModuleInit {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly rounds: DeskRounds,
    private readonly work: TicketWork,
    private readonly asker: SurveyAsker,
  ) {}

  onModuleInit(): void {
    this.rounds.add({
      kind: 'survey-round',
      keysOf: ({ surveys }) => surveys.periodic.map(({ key }) => key),
      run: (unit, key) => this.run(unit, key),
    });
  }

  /** Asks these customers now. Returns how many were asked. Throws `PermanentError` (`round_unknown`). */
  async askNow(key: string, contactIds: readonly string[]): Promise<{ asked: number }> {
    const round = this.find(key);
    if (round === undefined)
      throw new PermanentError(`this desk has no periodic survey "${key}"`, {
        code: 'round_unknown',
        hint: `one of: ${
          this.profiles
            .current()
            .desk.surveys.periodic.map((each) => each.key)
            .join(', ') || 'none is defined (surveys.periodic)'
        }`,
      });
    return this.work.run(async (unit) => {
      const chosen = await chooseCustomers(unit.transaction, {
        audience: null,
        contactIds,
        inbox: round.inbox,
        now: unit.now,
        limit: AT_ONCE,
      });
      return { asked: await this.ask(unit, round, chosen) };
    });
  }

  private async run(unit: WorkUnit, key: string): Promise<'more' | 'done' | 'gone'> {
    const round = this.find(key);
    if (round === undefined) return 'gone';
    const since = new Date(unit.now.getTime() - toSpanMs(round.every));
    const chosen = await chooseCustomers(unit.transaction, {
      ...{ audience: round.for, contactIds: null, inbox: round.inbox, now: unit.now, limit: AT_ONCE },
      notSince: { table: 'survey_requests', key, since },
      share: { key, share: round.share },
    });
    await this.ask(unit, round, chosen);
    return chosen.length === AT_ONCE ? 'more' : 'done';
  }

  /** Returns how many were asked: not who was under this key today, nor whom nothing could be sent to. */
  private async ask(unit: WorkUnit, round: PeriodicSurvey, chosen: readonly ChosenCustomer[]): Promise<number> {
    const form = this.profiles.current().desk.surveys.forms[round.survey];
    if (form === undefined || chosen.length === 0) return 0;
    const drafts = await unit.lock(chosen.map(({ ticketId }) => ticketId));
    const day = unit.now.toISOString().slice(0, 10);
    const askings = chosen.map((customer, index): Asking => ({
      request: {
        ...{
          id: randomUUID(),
          key: `${round.key}:${customer.contactId}:${day}`,
          occasion: round.key,
          survey: round.survey,
          form,
          way: 'link',
        },
        ...{ ticketId: customer.ticketId, contactId: customer.contactId, inboxId: round.inbox, conversationKey: customer.conversationKey },
        ...{
          language: customer.language,
          state: 'asked',
          askedAt: unit.now,
          expiresAt: new Date(unit.now.getTime() + toSpanMs(form.validFor)),
        },
      },
      ...{ draft: drafts[index]!, lastEntryId: customer.lastEntryId },
      to: { inboxId: round.inbox, scheme: customer.scheme, value: customer.value },
    }));
    return this.asker.ask(unit, askings);
  }

  private find(key: string): PeriodicSurvey | undefined {
    return this.profiles.current().desk.surveys.periodic.find((each) => each.key === key);
  }
}
