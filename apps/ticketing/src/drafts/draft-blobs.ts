import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { BLOB_SWEEPER, type BlobNamer, type BlobSweeper } from '#blob-store';
import type { BlobRef } from '#contracts';
import { DATABASE, type Database } from '#database';

/** Keeps the sweep from what is attached to answers that are not sent yet. */
@Injectable()
export class DraftBlobs implements BlobNamer, OnModuleInit {
  readonly name = 'drafts';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOB_SWEEPER) private readonly sweeper: BlobSweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.registerNamer(this);
  }

  async namesAny(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    const rows = await this.database.sql.query<{ ref: BlobRef }>(
      `select distinct a->>'blobRef' as ref from reply_drafts d cross join jsonb_array_elements(d.attachments) a where a->>'blobRef' = any($1::text[])`,
      [refs],
    );
    return new Set(rows.map(({ ref }) => ref));
  }
}
