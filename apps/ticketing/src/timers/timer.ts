/** Something that is to happen at a time. One of a kind and key at most. */
export interface Timer {
  readonly kind: string;
  readonly key: string;
  readonly ticketId: string | null;
  readonly dueAt: Date;
  /** JSON. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface NewTimer {
  readonly kind: string;
  readonly key: string;
  readonly ticketId?: string | null | undefined;
  readonly dueAt: Date;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}
