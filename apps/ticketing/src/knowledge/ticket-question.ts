import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { languageOf } from '../facts/customer-language.js';
import { TicketFactsReader } from '../facts/ticket-facts.js';

/** What a ticket asks of the help: its customer's own words, in his language. */
@Injectable()
export class TicketQuestion {
  constructor(
    private readonly facts: TicketFactsReader,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
  ) {}

  async read(ticketId: string): Promise<{ words: string; language: string }> {
    const deskLanguage = this.profiles.current().desk.languages[0] ?? 'en';
    const facts = (await this.facts.read(this.database.sql, [ticketId])).get(ticketId);
    if (facts === undefined) return { words: '', language: deskLanguage };
    const words = [facts.subject, facts.message?.text.slice(0, 1_500) ?? ''].join('\n');
    return { words, language: languageOf(facts, deskLanguage) };
  }
}
