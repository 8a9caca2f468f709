import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import { toStorable } from '../tickets/storable.js';
import { TicketChanger } from '../tickets/ticket-changer.js';
import { refuseStale, TicketWork } from '../tickets/ticket-work.js';

const PREFIX = 'call_';

/** Key points of a call, recorded while it lasts: fields of the ticket, and a note each time. */
@Injectable()
export class CallNotes {
  constructor(
    private readonly work: TicketWork,
    private readonly changer: TicketChanger,
  ) {}

  /** Those named change, null takes one away. What is the same already is not noted again. */
  async record(
    idOrNumber: string,
    given: { points: Readonly<Record<string, string | null>>; expectedVersion?: number | undefined },
    actor: Actor,
  ): Promise<Record<string, string>> {
    const points = Object.entries(toStorable(given.points));
    if (points.length === 0) throw new PermanentError('no key point was given', { code: 'note_empty' });
    return this.work.run(async (unit) => {
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
            code: 'call.noted',
            data: Object.fromEntries(fresh),
          },
          unit.now,
        ),
      );
      return read();
    });
  }
}
