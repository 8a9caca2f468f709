import type { BlobRef } from '@tributary/connector-sdk/contracts';

export interface FilePiece {
  readonly kind: 'image' | 'file';
  readonly ref: BlobRef;
  readonly fileName: string;
  /** `pdf`: what DingTalk calls it. */
  readonly fileType: string;
  readonly contentType: string;
}

/** One message of DingTalk. */
export type Piece = { readonly kind: 'text'; readonly text: string } | FilePiece;
