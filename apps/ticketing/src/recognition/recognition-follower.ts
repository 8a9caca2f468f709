import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { Followers } from '../happenings/followers.js';
import type { Happening } from '../happenings/happening.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { judgeTicket } from './judge-ticket.js';
import { JudgementWriter } from './judgement-writer.js';
import { ModelsInForce } from './models-in-force.js';
import { SecondReadings } from './second-readings.js';
import { lastWords, readTicketWords } from './ticket-words.js';

const FIRST = 10;

/** Before all others who follow tickets: says what customers' words are about, so that rules and routing know it. */
@Injectable()
export class RecognitionFollower implements OnModuleInit {
  constructor(
    private readonly followers: Followers,
    private readonly profiles: DeskProfiles,
    private readonly facts: TicketFactsReader,
    private readonly models: ModelsInForce,
    private readonly writer: JudgementWriter,
    private readonly second: SecondReadings,
  ) {}

  onModuleInit(): void {
    this.followers.add({ name: 'recognition', order: FIRST, follow: (unit, happenings) => this.follow(unit, happenings) });
  }

  private async follow(unit: WorkUnit, happenings: readonly Happening[]): Promise<void> {
    const { desk } = this.profiles.current();
    const opened = new Set(happenings.filter(({ type }) => type === 'ticket.opened.v1').map(({ ticketId }) => ticketId));
    const wrote = happenings.filter(({ type, data }) => type === 'ticket.entry_added.v1' && data['direction'] === 'inbound');
    const said = new Set([...opened, ...wrote.map(({ ticketId }) => ticketId)]);
    const revised = happenings.filter(({ type, data }) => type === 'ticket.entry_changed.v1' && data['change'] === 'revised');
    const revisedEntries = new Set(revised.map(({ data }) => data['entryId']));
    const found = await this.facts.read(unit.transaction, [...said, ...revised.map(({ ticketId }) => ticketId)]);
    const heard = [...found.values()].filter(
      ({ id, folded, quarantined, message }) =>
        !folded && !quarantined && message !== null && (said.has(id) || revisedEntries.has(message.entryId)),
    );
    if (heard.length === 0) return;
    const words = await readTicketWords(
      unit.transaction,
      heard.map(({ id }) => id),
      desk,
    );
    const models = await this.models.current(unit.transaction);
    const judge = (facts: TicketFacts) =>
      judgeTicket(desk, models, facts, {
        text: words.get(facts.id) ?? '',
        last: lastWords(facts, opened.has(facts.id), desk),
        voice: facts.message!.heardMood,
        opened: opened.has(facts.id),
      });
    const judged = await this.writer.write(unit, desk, heard, judge);
    await this.second.ask(
      unit,
      judged.map(({ facts, judgement }) => ({ facts, judgement, opened: opened.has(facts.id) })),
    );
  }
}
