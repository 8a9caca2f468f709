import { Inject, Injectable } from '@nestjs/common';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import type { BlobRef } from '#contracts';
import { PermanentError } from '#runtime';
import type { ArticleContent } from '../desk/schema/knowledge.js';
import { picturesOf } from './article.repository.js';

/** Pictures of articles are uploads that somebody brought before. */
@Injectable()
export class ArticleUploads {
  constructor(@Inject(BLOB_STORE) private readonly blobs: BlobStore) {}

  /** Throws `PermanentError` (`blob_unknown`). */
  async refuseUnknown(content: ArticleContent): Promise<void> {
    for (const ref of picturesOf(content))
      if (!(await this.blobs.has(ref as BlobRef)))
        throw new PermanentError(`there is no upload ${ref}`, {
          code: 'blob_unknown',
          hint: 'bring the bytes first: POST /api/v1/uploads',
        });
  }
}
