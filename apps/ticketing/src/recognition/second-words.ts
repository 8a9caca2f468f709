import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { SealedBoxes } from '../desk/sealed-boxes.js';
import { pickText } from '../desk/schema/texts.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { readyCategories } from './category-phrases.js';
import { judgeTicket } from './judge-ticket.js';
import { type JudgedTicket, JudgementWriter } from './judgement-writer.js';
import { ModelsInForce } from './models-in-force.js';
import type { Label, SecondKind, SecondOpinion } from './recogniser.js';
import { lastWords, readTicketWords } from './ticket-words.js';
import { MOODS } from './words/mood.js';

/** A message that somebody else is to read. */
export interface SecondWish {
  readonly ticketId: string;
  readonly entryId: string;
  /** The ticket was opened by it. */
  readonly opened: boolean;
}

/** What of a ticket may be shown to an outside reader, and what becomes of his answer. */
@Injectable()
export class SecondWords {
  constructor(
    private readonly profiles: DeskProfiles,
    private readonly sealed: SealedBoxes,
    private readonly facts: TicketFactsReader,
    private readonly models: ModelsInForce,
    private readonly writer: JudgementWriter,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What this process was unsure about, of what the settings let be asked. */
  kindsFor(facts: TicketFacts, recognised: JudgedTicket['judgement']['recognised']): SecondKind[] {
    const { recognition, categories } = this.profiles.current().desk;
    const unsure = facts.category === null && recognised.category?.label === null && readyCategories(categories).nodes.length > 0;
    const { mood } = recognised;
    const calm = recognition.mood.on && (mood === undefined || (mood.label === 'neutral' && mood.basis === 'words'));
    return this.settings.recognition.llm.asks.filter((kind) => (kind === 'category' ? unsure : calm));
  }

  /** Tickets of which no word came by a sealed inbox, and that are not confidential. */
  async findAllowed({ transaction }: WorkUnit, tickets: readonly TicketFacts[]): Promise<Set<string>> {
    const open = tickets.filter(({ confidential, folded, quarantined }) => !confidential && !folded && !quarantined).map(({ id }) => id);
    const sealed = [...this.sealed.byInbox().keys()];
    if (open.length === 0 || sealed.length === 0) return new Set(open);
    const rows = await transaction.query<{ id: string }>(
      `select t.id from tickets t where t.id = any($1::uuid[]) and (t.inbox_id is null or not t.inbox_id = any($2::text[]))
         and not exists (select 1 from entries e where e.ticket_id = t.id and e.inbox_id = any($2::text[]))`,
      [open, sealed],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** What is asked, as things are now; null when there is nothing to ask any more, or it may not be. */
  async prepare(unit: WorkUnit, wish: SecondWish) {
    const facts = await this.read(unit, wish);
    if (facts === null) return null;
    const { desk } = this.profiles.current();
    const text = (await readTicketWords(unit.transaction, [facts.id], desk)).get(facts.id) ?? '';
    const { recognised } = judgeTicket(desk, await this.models.current(unit.transaction), facts, {
      ...{ text, last: lastWords(facts, wish.opened, desk), voice: facts.message!.heardMood, opened: wish.opened },
    });
    const kinds = this.kindsFor(facts, recognised);
    if (kinds.length === 0) return null;
    const [language] = desk.languages;
    const labels: Readonly<Record<SecondKind, readonly Label[]>> = {
      category: readyCategories(desk.categories).nodes.map(({ key, name }) => ({ key, name: pickText(name, language) })),
      mood: MOODS.map((key) => ({ key, name: key })),
    };
    const words = { subject: facts.subject, text, channel: facts.message!.channel, language: facts.language };
    return { words, offered: Object.fromEntries(kinds.map((kind) => [kind, labels[kind]])) };
  }

  /** Null when the customer wrote again meanwhile (that is asked by itself), or it must not go out any more. */
  private async read(unit: WorkUnit, { ticketId, entryId }: SecondWish): Promise<TicketFacts | null> {
    const facts = (await this.facts.read(unit.transaction, [ticketId])).get(ticketId);
    if (facts === undefined || facts.message?.entryId !== entryId) return null;
    return (await this.findAllowed(unit, [facts])).has(ticketId) ? facts : null;
  }

  /** What somebody said meanwhile stays. */
  async write(unit: WorkUnit, wish: SecondWish, opinion: SecondOpinion): Promise<void> {
    const facts = await this.read(unit, wish);
    if (facts === null) return;
    const { desk } = this.profiles.current();
    const models = await this.models.current(unit.transaction);
    const text = (await readTicketWords(unit.transaction, [facts.id], desk)).get(facts.id) ?? '';
    const heard = { text, last: lastWords(facts, wish.opened, desk), voice: facts.message!.heardMood, opened: wish.opened };
    await this.writer.write(unit, desk, [facts], (now) => judgeTicket(desk, models, now, heard, opinion));
  }
}
