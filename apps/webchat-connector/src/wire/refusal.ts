import type { ChatServerFrame } from '#contracts';

export interface RefusalMore {
  /** Set: the same again may be taken, after so long. */
  readonly retryAfterMs?: number;
}

/** What a visitor's page is told instead of being served; its words are for the person who reads them. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: string,
    message: string,
    readonly more: RefusalMore = {},
  ) {
    super(message);
  }

  toFrame(id?: string): ChatServerFrame {
    const { retryAfterMs } = this.more;
    return {
      t: 'refused',
      ...(id === undefined ? {} : { id }),
      code: this.code,
      message: this.message,
      retry: retryAfterMs !== undefined,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  }
}
