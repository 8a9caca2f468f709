import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { type ContactProfileEdit, ContactProfiles, PROFILE_LIMITS } from '../contacts/contact-profiles.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import type { ContactPart, TemplatesSection } from '../desk/schema/templates.js';
import { CALL_NOTED } from '../service-levels/clocks/entry-acts.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { toStorable } from '../tickets/storable.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';

const PREFIX = 'call_';

/** Key points of a call, recorded while it lasts: fields of the ticket, a note each time, and what the desk knows of who calls. */
@Injectable()
export class CallNotes {
  constructor(
    private readonly work: TicketWork,
    private readonly changer: TicketChanger,
    private readonly contacts: ContactProfiles,
    private readonly profiles: DeskProfiles,
  ) {}

  /**
   * Those named change, null takes one away: from the ticket, for a contact is not forgotten by a call. What is the same already is not noted again. Throws
   * `PermanentError`: `ticket_unknown`, `version_conflict`, `note_empty`, `point_too_long`.
   */
  async record(
    idOrNumber: string,
    given: { points: Readonly<Record<string, string | null>>; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<Record<string, string>> {
    const points = Object.entries(toStorable(given.points));
    if (points.length === 0) throw new PermanentError('no key point was given', { code: 'note_empty' });
    const fills = fillsOf(this.profiles.current().desk.templates);
    return this.work.run(async (unit) => {
      if (points.some(([key]) => fills.has(key))) await holdContact(unit, idOrNumber);
      const draft = await unit.lockLead(idOrNumber);
      refuseStale(draft, given.expectedVersion);
      const read = async () => {
        const [row] = await unit.transaction.query<{ fields: Record<string, unknown> }>('select fields from tickets where id = $1::uuid', [
          draft.id,
        ]);
        return Object.fromEntries(
          Object.entries(row!.fields).flatMap(([key, value]) =>
            key.startsWith(PREFIX) ? [[key.slice(PREFIX.length), String(value)]] : [],
          ),
        );
      };
      const before = await read();
      const fresh = points.filter(([key, value]) => (before[key] ?? null) !== value);
      if (fresh.length === 0) return before;
      const fields = Object.fromEntries(fresh.map(([key, value]) => [`${PREFIX}${key}`, value]));
      await this.changer.change(unit, [{ draft, edit: { fields } }], { actor, reason: 'call' });
      const filled = toContactEdit(fresh, fills);
      if (Object.keys(filled).length > 0) await this.contacts.changeIn(unit.transaction, draft.contactId, filled);
      const text = fresh.map(([key, value]) => `${key}: ${value ?? '–'}`).join('\n');
      unit.addEntry(draft, null, (seq) =>
        toRecordEntry(
          {
            id: randomUUID(),
            ticketId: draft.id,
            seq,
            direction: 'note',
            actor,
            text,
            code: CALL_NOTED,
            data: { points: Object.fromEntries(fresh), identified: filled.displayName !== undefined },
          },
          unit.now,
        ),
      );
      return read();
    });
  }
}

/** Contacts are held before tickets, everywhere: none waits for another in a circle. */
async function holdContact({ transaction }: WorkUnit, idOrNumber: string): Promise<void> {
  await transaction.query(
    `select 1 from contacts where id = (select contact_id from tickets where ${isUuid(idOrNumber) ? 'id = $1::uuid' : 'number = $1'}) for no key update`,
    [idOrNumber],
  );
}

/** What key points fill of a contact, by all scripts of the desk: a ticket's script may be another by the next call. */
function fillsOf(templates: TemplatesSection): ReadonlyMap<string, ContactPart> {
  return new Map(Object.values(templates).flatMap(({ fills }) => Object.entries(fills)));
}

function toContactEdit(points: readonly (readonly [string, string | null])[], fills: ReadonlyMap<string, ContactPart>): ContactProfileEdit {
  return Object.fromEntries(
    points.flatMap(([key, value]) => {
      const part = fills.get(key);
      if (part === undefined || value === null) return [];
      const name = part === 'name' ? 'displayName' : part;
      if (value.length > PROFILE_LIMITS[name])
        throw new PermanentError(`${key} is kept with the contact, and has at most ${PROFILE_LIMITS[name]} characters`, {
          code: 'point_too_long',
          hint: 'the rest belongs into another key point',
        });
      return [[name, value]];
    }),
  );
}
