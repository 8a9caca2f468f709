import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { Desk } from '../desk/desk-schema.js';
import { pickText } from '../desk/schema/texts.js';
import type { Actor } from '../tickets/actor.js';
import { EditGuards, type GuardedEdit } from '../tickets/edit-guards.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { mayClose } from './closing.js';
import { ClosingFacts, type EndingTicket, isArchiveFull } from './closing-facts.js';

/** Reasons of changes that need no asking: the closing itself, and who came by a door that is not for him. */
const EXEMPT: ReadonlySet<string> = new Set(['closing', 'access']);

/** No ticket is closed while its archive is empty, nor before its customer was asked. Robots' mail and spam close as they are. */
@Injectable()
export class ClosingGuard implements OnModuleInit {
  constructor(
    private readonly guards: EditGuards,
    private readonly facts: ClosingFacts,
    private readonly profiles: DeskProfiles,
  ) {}

  onModuleInit(): void {
    this.guards.add((unit, edits, { actor, reason }) => (EXEMPT.has(reason) ? Promise.resolve(edits) : this.look(unit, edits, actor)));
  }

  private async look(unit: WorkUnit, edits: readonly GuardedEdit[], actor: Actor): Promise<readonly GuardedEdit[]> {
    const { desk } = this.profiles.current();
    if (!desk.closing.ask && desk.closing.archive.length === 0) return edits;
    const closing = edits.filter(closes);
    if (closing.length === 0) return edits;
    const found = await this.facts.read(
      unit.transaction,
      closing.map(({ draft }) => draft.id),
    );
    return edits.map((each) => {
      if (!closes(each)) return each;
      const refusal = refuse(each.draft.number, withEdit(found.get(each.draft.id)!, each.edit.fields), desk);
      if (refusal === null) return each;
      if (actor.kind === 'agent') throw refusal;
      // What no person did holds up nobody: the ticket is solved, and closes when all is there.
      return { ...each, edit: { ...each.edit, status: 'solved' } };
    });
  }
}

function closes({ draft, edit }: GuardedEdit): boolean {
  return edit.status === 'closed' && draft.status !== 'closed' && !draft.folded && !draft.quarantined;
}

/** Fields that come along with the closing count. */
function withEdit(ticket: EndingTicket, fields: Readonly<Record<string, unknown>> | undefined): EndingTicket {
  if (fields === undefined) return ticket;
  const left = ticket.missing.fields.filter((key) => fields[key] === undefined || fields[key] === null || fields[key] === '');
  return { ...ticket, missing: { ...ticket.missing, fields: left } };
}

function refuse(number: string, { missing, closing }: EndingTicket, desk: Desk): PermanentError | null {
  if (!isArchiveFull(missing)) {
    const names = missing.fields.map((key) => pickText(desk.fields[key]?.name ?? key, desk.languages[0]));
    return new PermanentError(`ticket ${number} is not closed while its archive is empty: ${[...missing.parts, ...names].join(', ')}`, {
      code: 'archive_missing',
      hint: 'PUT /api/v1/tickets/{id}/archive with the parts, PATCH the ticket with the fields',
      fields: { missing },
    });
  }
  if (!desk.closing.ask || mayClose(closing?.state)) return null;
  return new PermanentError(`whether ticket ${number} is solved was not asked yet`, {
    code: 'closing_unasked',
    hint: 'set status to solved, and the customer is asked on his channel; what he said otherwise: POST /api/v1/tickets/{id}/closing-answers',
  });
}
