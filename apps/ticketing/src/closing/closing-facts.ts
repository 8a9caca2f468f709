import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { isComplex } from '../facts/complex-case.js';
import { type TicketFacts, TicketFactsReader } from '../facts/ticket-facts.js';
import { categoryPathsOf } from '../request-types/desk-categories.js';
import type { FieldValues } from '../request-types/fields/read-fields.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { Archive, Closing } from './closing.js';
import { ClosingRepository } from './closing.repository.js';
import { type ClosingCase, findMissingArchive, type MissingArchive } from './find-missing-archive.js';

/** A ticket with all that decides how it ends. */
export interface EndingTicket {
  readonly facts: TicketFacts;
  readonly about: ClosingCase;
  readonly closing: Closing | undefined;
  readonly archive: Archive;
  readonly missing: MissingArchive;
}

/** Locked: nobody else changes what is known of it. Its status is the draft's. */
export interface Ending extends EndingTicket {
  readonly draft: TicketDraft;
}

@Injectable()
export class ClosingFacts {
  constructor(
    private readonly facts: TicketFactsReader,
    private readonly closings: ClosingRepository,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Those that are meant, locked. They are read again then: until they were locked they may have become something else. */
  async lock(unit: WorkUnit, ticketIds: readonly string[], isMeant: (ticket: EndingTicket) => boolean): Promise<Ending[]> {
    const meant = [...(await this.read(unit.transaction, ticketIds)).values()].filter(isMeant).map(({ facts }) => facts.id);
    if (meant.length === 0) return [];
    const drafts = await unit.lock(meant);
    const found = await this.read(unit.transaction, meant);
    return drafts.flatMap((draft) => {
      const ticket = found.get(draft.id);
      return ticket !== undefined && isMeant(ticket) ? [{ ...ticket, draft }] : [];
    });
  }

  async read(sql: Sql, ticketIds: readonly string[]): Promise<Map<string, EndingTicket>> {
    const facts = await this.facts.read(sql, ticketIds);
    const ids = [...facts.keys()];
    const [closings, archives] = [await this.closings.loadLatest(sql, ids), await this.closings.loadArchives(sql, ids)];
    const { desk } = this.profiles.current();
    return new Map(
      ids.map((id) => {
        const [ticket, archive] = [facts.get(id)!, archives.get(id)!];
        const { requestType, category } = ticket;
        const about = { requestType, category, complex: isComplex(ticket, desk) };
        // What nobody knew of has no article yet: it becomes one.
        const kept = { ...archive, article: archive.article ?? (archive.newProblem ? (archive.draft ?? 'new') : null) };
        const missing = findMissingArchive(desk.closing.archive, about, kept, ticket.fields as FieldValues, categoryPathsOf(desk));
        return [id, { facts: ticket, about, closing: closings.get(id), archive, missing }];
      }),
    );
  }
}

export function isArchiveFull({ parts, fields }: MissingArchive): boolean {
  return parts.length + fields.length === 0;
}
