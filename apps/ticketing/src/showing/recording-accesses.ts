import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock } from '#runtime';
import type { Actor } from '../tickets/actor.js';
import type { ByteRange } from './byte-range.js';

export interface RecordingAccess {
  readonly actor: Actor;
  readonly firstByte: number;
  readonly lastByte: number;
  readonly at: Date;
}

/** Who heard which recording: written before the first byte leaves. */
@Injectable()
export class RecordingAccesses {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async note({ entryId, recording, first, last }: ByteRange & { entryId: string; recording: number }, actor: Actor): Promise<void> {
    await this.database.sql.query(
      'insert into recording_accesses (id, entry_id, recording, actor, first_byte, last_byte, at) values ($1, $2, $3, $4, $5, $6, $7)',
      [randomUUID(), entryId, recording, JSON.stringify(actor), first, last, this.clock.now()],
    );
  }

  /** Newest first, at most 1 000. */
  async list(entryId: string, recording: number): Promise<RecordingAccess[]> {
    const rows = await this.database.sql.query<Omit<RecordingAccess, 'firstByte' | 'lastByte'> & { firstByte: string; lastByte: string }>(
      `select actor, first_byte as "firstByte", last_byte as "lastByte", at from recording_accesses
       where entry_id = $1::uuid and recording = $2 order by at desc, id limit 1000`,
      [entryId, recording],
    );
    return rows.map(({ firstByte, lastByte, ...row }) => ({ ...row, firstByte: Number(firstByte), lastByte: Number(lastByte) }));
  }
}
