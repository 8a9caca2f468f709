import { Get, Inject, Param, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { BLOB_STORE, type BlobStore } from '#blob-store';
import { BlobRef } from '#contracts';
import { PermanentError } from '#runtime';
import { Needs } from '../agents/access.guard.js';
import { DOCUMENT_POLICY, MEASURED_POLICY } from '../showing/document.js';
import { EntryDocument } from '../showing/entry-document.js';
import { ImageLinks } from '../showing/image-links.js';
import { detectImageType } from '../showing/image-type.js';
import { RemoteImages } from '../showing/remote-images/remote-images.js';
import { EntryReader } from '../tickets/entry-reader.js';
import { Answers } from './answers.js';
import { ApiController } from './api-controller.js';
import { findEntry } from './find-entry.js';
import { reads } from './read-input.js';
import { HtmlQuery, InlineImageQuery, RemoteImageQuery } from './shapes/showing.js';

const LINK_PROBLEMS = { image_link_invalid: 403, image_link_expired: 410 };

/** Entries as an agent's browser shows them. */
@ApiController('entries', 'entries')
export class ShowingController {
  constructor(
    private readonly entries: EntryReader,
    private readonly document: EntryDocument,
    private readonly links: ImageLinks,
    private readonly remoteImages: RemoteImages,
    @Inject(BLOB_STORE) private readonly blobs: BlobStore,
  ) {}

  @Needs('tickets:read')
  @Answers({
    summary: 'An entry as a whole HTML document, for an iframe',
    description:
      'Sanitised; its policy keeps it from running, sending and loading anything. Images of the mail itself are shown; those from elsewhere only with remote=proxy.',
    produces: 'text/html',
    problems: { entry_unknown: 404, blob_missing: 404 },
  })
  @Get(':id/html')
  async html(@Param('id') id: string, @Query(reads(HtmlQuery)) { remote, measured }: HtmlQuery, @Res() response: Response): Promise<void> {
    const document = await this.document.write(await findEntry(this.entries, id), remote === 'proxy');
    response
      .setHeader('Content-Type', 'text/html; charset=utf-8')
      .setHeader('Content-Security-Policy', measured === 'true' ? MEASURED_POLICY : DOCUMENT_POLICY)
      .setHeader('X-Frame-Options', 'SAMEORIGIN')
      // Chromium looks up the names of links ahead.
      .setHeader('X-DNS-Prefetch-Control', 'off')
      .end(document);
  }

  @Needs('nobody')
  @Answers({
    summary: 'An image that a mail brought with it, at its place in the HTML',
    description: 'The HTML holds these links; each is good for an hour at least.',
    produces: 'image/*',
    problems: { ...LINK_PROBLEMS, entry_unknown: 404, image_missing: 404, blob_missing: 404 },
  })
  @Get(':id/inline-images/:partId')
  async inlineImage(
    @Param('id') id: string,
    @Param('partId') partId: string,
    @Query(reads(InlineImageQuery)) query: InlineImageQuery,
    @Res() response: Response,
  ): Promise<void> {
    this.links.check({ entryId: id, kind: 'inline', name: partId, ...query });
    const found = (await findEntry(this.entries, id)).attachments.find((attachment) => attachment.partId === partId);
    const bytes = found?.blobRef ? await this.blobs.get(BlobRef.parse(found.blobRef)) : null;
    const type = bytes === null ? null : detectImageType(bytes);
    if (bytes === null || type === null) throw new PermanentError(`part ${partId} is no image`, { code: 'image_missing' });
    sendImage({ type, bytes }, response);
  }

  @Needs('nobody')
  @Answers({
    summary: 'An image from elsewhere, fetched by us',
    description: 'The HTML with remote=proxy holds these links; there is none for an address that is not in that mail.',
    produces: 'image/*',
    problems: {
      ...LINK_PROBLEMS,
      remote_image_refused: 403,
      remote_image_unfit: 415,
      remote_image_unavailable: 502,
      remote_images_busy: 503,
    },
  })
  @Get(':id/remote-images')
  async remoteImage(
    @Param('id') id: string,
    @Query(reads(RemoteImageQuery)) { url, ...query }: RemoteImageQuery,
    @Res() response: Response,
  ): Promise<void> {
    this.links.check({ entryId: id, kind: 'remote', name: url, ...query });
    sendImage(await this.remoteImages.get(url), response);
  }
}

/** Bytes of strangers, of a type that we saw ourselves. A document without an origin may show them. */
function sendImage({ type, bytes }: { type: string; bytes: Buffer }, response: Response): void {
  response
    .setHeader('Content-Type', type)
    .setHeader('Content-Length', bytes.length)
    .setHeader('Content-Disposition', 'inline; filename="image"')
    .setHeader('Content-Security-Policy', "default-src 'none'; sandbox")
    .setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
    .setHeader('Cache-Control', 'private, max-age=3600, immutable')
    .end(bytes);
}
