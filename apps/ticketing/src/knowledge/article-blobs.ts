import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { BLOB_SWEEPER, type BlobNamer, type BlobSweeper } from '#blob-store';
import type { BlobRef } from '#contracts';
import { DATABASE, type Database } from '#database';

/** Keeps the sweep from the pictures of articles, of older versions too: they can be brought back. */
@Injectable()
export class ArticleBlobs implements BlobNamer, OnModuleInit {
  readonly name = 'articles';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(BLOB_SWEEPER) private readonly sweeper: BlobSweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.registerNamer(this);
  }

  async namesAny(refs: readonly BlobRef[]): Promise<ReadonlySet<BlobRef>> {
    const rows = await this.database.sql.query<{ ref: BlobRef }>('select distinct ref from knowledge_blobs where ref = any($1::text[])', [
      refs,
    ]);
    return new Set(rows.map(({ ref }) => ref));
  }
}
