export interface ErasedContact {
  readonly tickets: number;
  readonly entries: number;
  readonly blobs: number;
  /** Bytes that something else names too, or that are held by a backup under way; the sweep looks at them again. */
  readonly blobsLeft: number;
  /** Calls whose recording must be kept yet (`retention.recordingsAtLeastDays`): whole, and erased by themselves then. */
  readonly kept: { readonly entries: number; readonly until: Date | null };
}

export interface ForeseenErasure extends Pick<ErasedContact, 'tickets' | 'entries' | 'kept'> {
  /** What a legal hold keeps (`ticket 20260302-MA-1`, `contact ID`): nothing is erased while there is any. */
  readonly held: readonly string[];
}
