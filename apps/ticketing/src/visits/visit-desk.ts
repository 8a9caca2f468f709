import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { pickText } from '../desk/schema/texts.js';
import { TemplateRenderer } from '../templates/template-renderer.js';
import type { Actor } from '../tickets/actor.js';
import { TicketOpener, type TicketOpeningInput } from '../tickets/ticket-opener.js';
import { TicketWork } from '../tickets/ticket-work.js';

export interface Visit {
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly branch: string;
  readonly branchName: string;
  /** Number of the receipt. */
  readonly receipt: string;
  /** What the visitor is given, in words. */
  readonly receiptText: string;
  readonly registeredBy: Actor;
  readonly visitedAt: Date;
}

export interface VisitWish extends Pick<TicketOpeningInput, 'contact' | 'subject' | 'text' | 'category' | 'priority'> {
  readonly branch: string;
  /** Of the receipt; default: the desk's first. */
  readonly language?: string | undefined;
}

const WORDS = {
  zh: (number: string, branch: string) => `${branch}：您的到店登记已受理，单号 ${number}。凭此回执查询进度。`,
  en: (number: string, branch: string) => `${branch}: your visit is registered as ${number}. Keep this receipt to ask how it stands.`,
};

/** Staff of a branch register who comes in person: a ticket with its number, and a receipt. */
@Injectable()
export class VisitDesk {
  constructor(
    private readonly work: TicketWork,
    private readonly opener: TicketOpener,
    private readonly templates: TemplateRenderer,
    private readonly profiles: DeskProfiles,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError`: `branch_unknown`, and as opening a ticket does. */
  async register({ branch: key, language, ...opening }: VisitWish, actor: Actor): Promise<Visit> {
    const branch = this.findBranch(key);
    const number = await this.opener.drawNumber(branch.origin);
    const ticketId = await this.work.run(async (unit) => {
      const id = await this.opener.openIn(unit, number, { ...opening, origin: branch.origin }, actor);
      const { draft } = unit.openings.at(-1)!;
      draft.numberTold = { how: 'agent', at: unit.now.toISOString() };
      await unit.transaction.query('insert into visits (ticket_id, branch, receipt, actor, visited_at) values ($1, $2, $3, $4, $5)', [
        ...[id, branch.key, `${branch.key.toUpperCase()}-${draft.number}`, JSON.stringify(actor), unit.now],
      ]);
      return id;
    });
    return this.get(ticketId, language);
  }

  /** By the ticket's id or number, or by the receipt's. Throws `PermanentError` (`visit_unknown`). */
  async get(asked: string, language?: string): Promise<Visit> {
    const [row] = await this.database.sql.query<{
      ticketId: string;
      ticketNumber: string;
      branch: string;
      receipt: string;
      registeredBy: Actor;
      visitedAt: Date;
    }>(
      `select v.ticket_id as "ticketId", t.number as "ticketNumber", v.branch, v.receipt, v.actor as "registeredBy", v.visited_at as "visitedAt"
       from visits v join tickets t on t.id = v.ticket_id where v.ticket_id::text = $1 or t.number = $1 or v.receipt = $1`,
      [asked],
    );
    if (row === undefined) throw new PermanentError(`there is no visit ${asked}`, { code: 'visit_unknown' });
    const { visits, languages } = this.profiles.current().desk;
    const own = language ?? languages[0] ?? 'en';
    const name = pickText(visits.branches.find(({ key }) => key === row.branch)?.name ?? row.branch, own, languages[0]);
    const words =
      visits.receipt === undefined
        ? (own.startsWith('zh') ? WORDS.zh : WORDS.en)(row.ticketNumber, name)
        : await this.templates.render(this.database.sql, row.ticketId, visits.receipt, own, row.registeredBy, this.clock.now());
    return { ...row, branchName: name, receiptText: `${words}\n${name} · ${row.receipt}` };
  }

  private findBranch(key: string) {
    const { branches } = this.profiles.current().desk.visits;
    const branch = branches.find((each) => each.key === key);
    if (branch !== undefined) return branch;
    throw new PermanentError(`there is no branch ${key}`, {
      code: 'branch_unknown',
      hint: `one of: ${branches.map((each) => each.key).join(', ') || 'none'}; visits.branches of the desk names them`,
    });
  }
}
