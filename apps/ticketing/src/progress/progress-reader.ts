import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type LocalisedText, pickText } from '../desk/schema/texts.js';
import { CaseRepository } from '../request-types/case.repository.js';
import { TicketReader } from '../tickets/ticket-reader.js';
import type { TicketStatus } from '../tickets/ticket-state.js';
import { ProgressLinks } from './progress-links.js';
import { wentOut } from '../tickets/went-out.js';

interface Standing {
  readonly id: string;
  readonly number: string;
  readonly status: TicketStatus;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly confidential: boolean;
  readonly language: string | null;
  readonly lastByUs: Date | null;
  readonly lastByCustomer: Date | null;
}

/** How a ticket stands, for who has its link: never a word of what was written. */
@Injectable()
export class ProgressReader {
  constructor(
    private readonly links: ProgressLinks,
    private readonly cases: CaseRepository,
    private readonly tickets: TicketReader,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError`: `link_invalid`, `link_expired`. */
  async read(token: string, asked?: string) {
    const found = await this.find(this.links.open(token, this.clock.now()));
    const { desk } = this.profiles.current();
    const say = (texts: LocalisedText) => pickText(texts, asked ?? found.language, desk.languages[0]);
    const known = (await this.cases.load(this.database.sql, [found.id])).get(found.id);
    const type = known === undefined ? undefined : desk.requestTypes[known.requestType];
    const place = type?.stages.findIndex(({ key }) => key === known!.stage) ?? -1;
    const { number, status, openedAt, updatedAt, lastByUs, lastByCustomer } = found;
    return {
      ...{ number, status, openedAt, updatedAt, lastByUs, lastByCustomer },
      requestType: type === undefined ? null : say(type.name),
      stage: place === -1 ? null : say(type!.stages[place]!.name),
      steps: (type?.stages ?? []).map(({ name }, index) => ({
        name: say(name),
        state: index < place ? ('done' as const) : index === place ? ('now' as const) : ('ahead' as const),
      })),
      estimatedAt: known?.estimateAt ?? null,
    };
  }

  /** Throws `PermanentError` (`ticket_unknown`). */
  async linkOf(ticketIdOrNumber: string) {
    const ticket = await this.tickets.find(ticketIdOrNumber);
    if (ticket === null) throw new PermanentError(`there is no ticket ${ticketIdOrNumber}`, { code: 'ticket_unknown' });
    return this.links.make(ticket.id, this.profiles.current().desk.progress.days, this.clock.now());
  }

  private async find(ticketId: string): Promise<Standing> {
    const [row] = await this.database.sql.query<Standing>(
      `select t.id, t.number, t.status, t.opened_at as "openedAt", t.updated_at as "updatedAt", t.confidential, t.language,
         (select max(e.occurred_at) from entries e where e.ticket_id = t.id and e.direction = 'outbound' and ${wentOut('e')} and e.author->>'role' = 'agent') as "lastByUs",
         (select max(e.occurred_at) from entries e where e.ticket_id = t.id and e.direction = 'inbound' and not e.folded) as "lastByCustomer"
       from tickets own join tickets t on t.id = coalesce(own.merged_into, own.id) where own.id = $1::uuid`,
      [ticketId],
    );
    // Of a confidential one nothing is told by a link.
    if (row === undefined || row.confidential) throw new PermanentError('this link is none of ours', { code: 'link_invalid' });
    return row;
  }
}
