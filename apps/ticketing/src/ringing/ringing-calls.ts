import { Inject, Injectable } from '@nestjs/common';
import { toWholeParts, type TersePart } from '#contracts';
import { DATABASE, type Database, type Transaction } from '#database';
import { CLOCK, type Clock } from '#runtime';
import { seenBy, type Viewer } from '../agents/viewer.js';
import type { StoredMessage } from '../intake/intake-item.js';
import { BELIEVED_MS, callOf, type CallStage, stageFor, toCallWord } from './call-stage.js';

/** A call that rings on a phone, or is spoken there. */
export interface RingingCall {
  readonly ticketId: string;
  readonly entryId: string;
  readonly stage: CallStage;
  /** When it began, as the exchange tells it. */
  readonly startedAt: Date;
}

const MOST = 20;

@Injectable()
export class RingingCalls {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Follows states of calls whose entries are written: what is older than its entry changes nothing. */
  async follow(transaction: Transaction, messages: readonly StoredMessage[]): Promise<void> {
    const told = messages.flatMap((message) => {
      const word = toCallWord(message);
      if (word === null) return [];
      const { id, revision, receivedAt } = message;
      return [{ id, revision, at: receivedAt, kind: word.kind, extensions: word.kind === 'rings' ? word.extensions : null }];
    });
    if (told.length === 0) return;
    const newest = `(select w.* from json_to_recordset($1::json) as w (id uuid, revision int, at timestamptz, kind text, extensions text[])
      join entries e on e.id = w.id and e.revision = w.revision order by w.id)`;
    const of = (...kinds: readonly string[]) => [JSON.stringify(told.filter(({ kind }) => kinds.includes(kind)))];
    if (told.some(({ kind }) => kind === 'rings'))
      await transaction.query(
        `insert into ringing_calls as known (entry_id, extensions, rings, told_at) select id, extensions, extensions, at from ${newest} w
         on conflict (entry_id) do update set told_at = excluded.told_at, rings = excluded.rings,
           extensions = known.extensions || array(select e from unnest(excluded.rings) e where e <> all(known.extensions))`,
        of('rings'),
      );
    if (told.some(({ kind }) => kind !== 'rings'))
      await transaction.query(
        `with over as (delete from ringing_calls r using ${newest} w where r.entry_id = w.id and w.kind = 'over')
         update ringing_calls r set told_at = w.at, rings = case w.kind when 'spoken' then '{}' else r.rings end
         from ${newest} w where r.entry_id = w.id and w.kind in ('waits', 'spoken')`,
        of('waits', 'spoken', 'over'),
      );
  }

  /** On this phone now, the newest first, of tickets that `viewer` sees; null sees all. */
  async list(extension: string, viewer: Viewer | null): Promise<RingingCall[]> {
    const now = this.clock.now();
    const values: unknown[] = [extension, new Date(now.getTime() - BELIEVED_MS.talking)];
    const seen = viewer === null ? 'true' : seenBy(viewer, 'lead', (value) => `$${values.push(value)}`);
    const rows = await this.database.sql.query<{
      ticketId: string;
      entryId: string;
      extensions: string[];
      rings: string[];
      toldAt: Date;
      occurredAt: Date;
      parts: TersePart[];
      plainText: string;
    }>(
      `select lead.id as "ticketId", e.id as "entryId", r.extensions, r.rings, r.told_at as "toldAt", e.occurred_at as "occurredAt", e.parts, e.plain_text as "plainText"
       from ringing_calls r join entries e on e.id = r.entry_id join tickets t on t.id = e.ticket_id
       join tickets lead on lead.id = coalesce(t.merged_into, t.id)
       where $1 = any(r.extensions) and r.told_at >= $2 and ${seen} order by r.told_at desc, e.id limit ${MOST}`,
      values,
    );
    return rows.flatMap(({ ticketId, entryId, extensions, rings, toldAt, occurredAt, parts, plainText }) => {
      const call = callOf(toWholeParts(parts, plainText));
      const stage = stageFor(extension, { extensions, rings, call, toldAt }, now);
      if (stage === null) return [];
      return [{ ticketId, entryId, stage, startedAt: call === null ? occurredAt : new Date(call.startedAt) }];
    });
  }
}
