import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { BLOB_SWEEPER } from '#blob-store';
import type { BlobNamer, BlobSweeper } from '#blob-store';
import type { BlobRef } from '#contracts';
import { DATABASE } from '#database';
import type { Database } from '#database';

/** Keeps the sweep from what entries name: raw bytes, attachments, long bodies. */
@Injectable()
export class EntryBlobs implements BlobNamer, OnModuleInit {
  readonly name = 'entries';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOB_SWEEPER) private readonly sweeper: BlobSweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.registerNamer(this);
  }

  async namesAny(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    const rows = await this.database.sql.query<{ ref: BlobRef }>(
      `select ref from unnest($1::text[]) as asked (ref)
       where exists (select 1 from entry_blobs where sha256 = decode(substr(ref, 8), 'hex'))`,
      [refs],
    );
    return new Set(rows.map((row) => row.ref));
  }
}
