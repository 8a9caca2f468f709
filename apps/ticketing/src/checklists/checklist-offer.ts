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

/** What may be said of a problem, by name. */
interface Choice {
  readonly key: string;
  readonly name: string;
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

  /** What is not given is what the ticket's fields say (`symptom`, `product_line`). Throws `PermanentError` (`ticket_unknown`). */
  async listFor(
    idOrNumber: string,
    given: { readonly symptom?: string | undefined; readonly productLine?: string | undefined },
  ): Promise<{ offered: OfferedChecklist[]; runs: ChecklistRun[]; symptoms: Choice[]; productLines: Choice[] }> {
    const ticket = await this.tickets.find(idOrNumber);
    if (ticket === null) throw new PermanentError(`there is no ticket ${idOrNumber}`, { code: 'ticket_unknown' });
    const facts = (await this.facts.read(this.database.sql, [ticket.id])).get(ticket.id);
    const { checklists, knowledge, languages } = this.profiles.current().desk;
    const said = (name: string) => {
      const value = facts?.fields[name];
      return typeof value === 'string' ? value : null;
    };
    const asked = {
      requestType: facts?.requestType ?? null,
      category: facts?.category ?? null,
      symptom: given.symptom ?? said('symptom'),
      productLine: given.productLine ?? said('product_line'),
      text: `${facts?.subject ?? ''}\n${facts?.message?.text ?? ''}`,
    };
    return {
      offered: offerChecklists(checklists, asked, ['agent', 'both', 'customer']).map(({ key, list }) => this.show(key, list, languages[0])),
      runs: await this.runs.listOf(ticket.id),
      symptoms: Object.entries(checklists.symptoms).map(([key, name]) => ({ key, name: pickText(name, languages[0]) })),
      productLines: knowledge.productLines.map(({ key, name }) => ({ key, name: pickText(name, languages[0]) })),
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
    productLine?: string | undefined;
    text?: string | undefined;
    language?: string | undefined;
  }): OfferedChecklist[] {
    const { checklists } = this.profiles.current().desk;
    const { category = null, symptom = null, productLine = null, text = '' } = asked;
    const one = { requestType: null, category, symptom, productLine, text };
    return offerChecklists(checklists, one, ['customer', 'both']).map(({ key, list }) => this.show(key, list, asked.language));
  }

  private show(key: string, list: Parameters<typeof toRunSteps>[0], language: string | undefined): OfferedChecklist {
    const own = this.profiles.current().desk.languages[0];
    return { key, name: pickText(list.name, language, own), kind: list.kind, steps: toRunSteps(list, language ?? own ?? 'en', own) };
  }
}
