import { Inject, Injectable } from '@nestjs/common';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import type { EntryView } from '../tickets/ticket-view.js';
import { toDocument, toTextHtml } from './document.js';
import { fillImages } from './fill-images.js';
import { ImageLinks } from './image-links.js';

/** An entry as a whole HTML document, for an iframe. */
@Injectable()
export class EntryDocument {
  constructor(
    private readonly links: ImageLinks,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  /** `remote`: images from elsewhere are shown, through our proxy. Its text, where it has no HTML. */
  async write(entry: EntryView, remote: boolean): Promise<string> {
    const pieces: string[] = [];
    for (const part of entry.parts) {
      if (part.type !== 'html') continue;
      pieces.push(part.htmlRef === undefined ? (part.html ?? '') : (await this.blobs.get(part.htmlRef)).toString('utf8'));
    }
    const html = pieces.join('\n');
    if (html === '') return toDocument(toTextHtml(entry.plainText));
    const byContentId = new Map<string, string>();
    for (const { contentId, blobRef, partId } of entry.attachments)
      if (contentId !== null && blobRef !== null) byContentId.set(contentId.toLowerCase(), partId);
    return toDocument(
      fillImages(html, {
        inline: (contentId) => {
          const partId = byContentId.get(contentId.toLowerCase());
          return partId === undefined ? null : this.links.toInline(entry.id, partId);
        },
        ...(remote ? { remote: (url: string) => this.links.toRemote(entry.id, url) } : {}),
      }),
    );
  }
}
