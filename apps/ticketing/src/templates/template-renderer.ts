import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database, type Sql } from '#database';
import { CLOCK, type Clock, PermanentError, SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Template } from '../desk/schema/templates.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { languageOf } from '../facts/customer-language.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import type { Actor } from '../tickets/actor.js';
import { renderTemplate } from './render-template.js';

export interface OfferedTemplate {
  readonly key: string;
  readonly name: string;
  /** As the desk's file has it. */
  readonly names: LocalisedText;
  readonly kind: Template['kind'];
  readonly language: string;
  /** For this ticket, its placeholders filled. */
  readonly text: string;
  /** Of a script: what is recorded during the call. */
  readonly keyPoints: readonly string[];
}

/** The desk's templates, with the values of a ticket. */
@Injectable()
export class TemplateRenderer {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(
    ticketId: string,
    wish: { kind?: Template['kind'] | undefined; language?: string | undefined },
    actor: Actor,
  ): Promise<OfferedTemplate[]> {
    const facts = await this.read(this.database.sql, ticketId);
    const { templates, languages } = this.profiles.current().desk;
    const language = wish.language ?? languageOf(facts, this.deskLanguage);
    return Object.entries(templates)
      .filter(
        ([, template]) =>
          template.kind !== 'automatic' && (wish.kind === undefined || template.kind === wish.kind) && isFor(template, facts),
      )
      .map(([key, template]) => ({
        key,
        name: pickText(template.name, languages[0]),
        names: template.name,
        kind: template.kind,
        language,
        text: this.fill(template, language, facts, actor, this.clock.now()),
        keyPoints: template.keyPoints,
      }));
  }

  /** Throws `PermanentError`: `template_unknown`, `ticket_unknown`. */
  async render(sql: Sql, ticketId: string, key: string, language: string | undefined, actor: Actor, now: Date): Promise<string> {
    const template = this.profiles.current().desk.templates[key];
    if (template === undefined)
      throw new PermanentError(`the desk has no template ${key}`, {
        code: 'template_unknown',
        hint: `it has ${Object.keys(this.profiles.current().desk.templates).join(', ') || 'none'}`,
      });
    const facts = await this.read(sql, ticketId);
    return this.fill(template, language ?? languageOf(facts, this.deskLanguage), facts, actor, now);
  }

  private fill({ text, limits }: Template, language: string, facts: TicketFacts, actor: Actor, now: Date): string {
    const { name, timeZone } = this.settings.deskSettings;
    const given = {
      facts,
      agentName: actor.kind === 'agent' ? (actor.displayName ?? null) : null,
      deskName: name ?? '',
      now,
      timeZone,
      deskLanguage: this.deskLanguage,
    };
    const words = renderTemplate(text, language, given);
    return limits === undefined ? words : `${words}\n\n${renderTemplate(limits, language, given)}`;
  }

  private get deskLanguage(): string {
    return this.profiles.current().desk.languages[0] ?? this.settings.deskSettings.language;
  }

  private async read(sql: Sql, ticketId: string): Promise<TicketFacts> {
    const facts = (await this.facts.read(sql, [ticketId])).get(ticketId);
    if (facts === undefined) throw new PermanentError(`there is no ticket ${ticketId}`, { code: 'ticket_unknown' });
    return facts;
  }
}

function isFor({ requestTypes, categories }: Template, facts: TicketFacts): boolean {
  const fits = (wanted: readonly string[], has: string | null) => wanted.length === 0 || (has !== null && wanted.includes(has));
  return fits(requestTypes, facts.requestType) && fits(categories, facts.category);
}
