import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import type { Change } from './ticket-values.js';

/** What a person changed of a ticket, each field with what it was. */
export interface MadeChange {
  readonly at: Date;
  readonly by: Actor;
  /** `edit`, `bulk`, `macro KEY`; `undo`: an earlier one was taken back. */
  readonly kind: string;
  readonly changes: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
}

const MOST = 50;

interface Row extends Record<string, unknown> {
  readonly kind: string;
  readonly actor: Actor;
  readonly change: Change;
  readonly made_at: Date;
  readonly undone_at: Date | null;
  readonly undone_by: Actor | null;
}

/** Who changed what of a ticket and when, as long as it can be taken back: for who comes second, and for who wants to know. */
@Injectable()
export class TicketChanges {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Newest first; 50 at most. `since`: those made after it. */
  async list(idOrNumber: string, since: Date | null): Promise<MadeChange[]> {
    const rows = await this.database.sql.query<Row>(
      `select b.kind, b.actor, c.change, b.made_at, b.undone_at, b.undone_by
       from tickets t join bulk_actions b on b.changes @> jsonb_build_array(jsonb_build_object('ticketId', t.id::text))
         cross join lateral (select one as change from jsonb_array_elements(b.changes) one where one->>'ticketId' = t.id::text) c
       where ${isUuid(idOrNumber) ? 't.id = $1::uuid' : 't.number = $1'} and ($2::timestamptz is null or b.made_at > $2 or b.undone_at > $2)
       order by b.made_at desc limit ${MOST}`,
      [idOrNumber, since],
    );
    return rows
      .flatMap(toMade)
      .filter(({ at }) => since === null || at > since)
      .sort((one, other) => other.at.getTime() - one.at.getTime())
      .slice(0, MOST);
  }
}

function toMade({ kind, actor, change: { before, after }, made_at: at, undone_at: undoneAt, undone_by: undoneBy }: Row): MadeChange[] {
  const made = { at, by: actor, kind, changes: toChanges(before, after) };
  return undoneAt === null || undoneBy === null
    ? [made]
    : [{ at: undoneAt, by: undoneBy, kind: 'undo', changes: toChanges(after, before) }, made];
}

function toChanges(from: Change['before'], to: Change['after']): MadeChange['changes'] {
  return Object.fromEntries(
    Object.entries(to).map(([name, value]) => [name, { from: from[name as keyof Change['before']] ?? null, to: value ?? null }]),
  );
}
