import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText } from '../desk/schema/texts.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import { ChecklistRepository } from './checklist.repository.js';
import { type ChecklistRun, type RunStep, toRunSteps } from './checklist-run.js';
import { offerChecklists } from './offer-checklists.js';

export interface OfferedChecklist {
  readonly key: string;
  readonly name: string;
  readonly kind: 'checklist' | 'guidance';
  readonly steps: readonly RunStep[];
}

/** Which checklists suit a ticket, or a customer who has not written yet. */
@Injectable()
export class ChecklistOffer {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly tickets: TicketReader,
    private readonly facts: TicketFactsReader,
    private readonly runs: ChecklistRepository,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async listFor(
    idOrNumber: string,
    symptom: string | undefined,
  ): Promise<{ offered: OfferedChecklist[]; runs: ChecklistRun[]; symptoms: { key: string; name: string }[] }> {
    const ticket = await this.tickets.find(idOrNumber);
    if (ticket === null) throw new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
    const facts = (await this.facts.read(this.database.sql, [ticket.id])).get(ticket.id);
    const { checklists, languages } = this.profiles.current().desk;
    const known = facts?.fields['symptom'];
    const asked = {
      requestType: facts?.requestType ?? null,
      category: facts?.category ?? null,
      symptom: symptom ?? (typeof known === 'string' ? known : null),
      text: `${facts?.subject ?? ''}\n${facts?.message?.text ?? ''}`,
    };
    return {
      offered: offerChecklists(checklists, asked, ['agent', 'both', 'customer']).map(({ key, list }) => this.show(key, list, languages[0])),
      runs: await this.runs.listOf(ticket.id),
      symptoms: Object.entries(checklists.symptoms).map(([key, name]) => ({ key, name: pickText(name, languages[0]) })),
    };
  }

  /** For customers, before they write. Throws `PermanentError` (`checklist_unknown`). */
  get(key: string, language: string | undefined): OfferedChecklist {
    const list = this.profiles.current().desk.checklists.lists[key];
    if (list === undefined || list.for === 'agent')
      throw new PermanentError(`there is no checklist ${key} for customers`, { code: 'checklist_unknown' });
    return this.show(key, list, language);
  }

  offerTo(asked: {
    category?: string | undefined;
    symptom?: string | undefined;
    text?: string | undefined;
    language?: string | undefined;
  }): OfferedChecklist[] {
    const { checklists } = this.profiles.current().desk;
    const one = { requestType: null, category: asked.category ?? null, symptom: asked.symptom ?? null, text: asked.text ?? '' };
    return offerChecklists(checklists, one, ['customer', 'both']).map(({ key, list }) => this.show(key, list, asked.language));
  }

  private show(key: string, list: Parameters<typeof toRunSteps>[0], language: string | undefined): OfferedChecklist {
    const own = this.profiles.current().desk.languages[0];
    return { key, name: pickText(list.name, language, own), kind: list.kind, steps: toRunSteps(list, language ?? own ?? 'en', own) };
  }
}
