/** Bytes of mail that all connections hold together, also of mails that are still being read. */
export class BytesInFlight {
  private total = 0;

  constructor(private readonly most: number) {}

  /** What one mail holds. */
  open(): HeldBytes {
    let held = 0;
    return {
      add: (bytes) => {
        if (this.total + bytes > this.most) return false;
        held += bytes;
        this.total += bytes;
        return true;
      },
      release: () => {
        this.total -= held;
        held = 0;
      },
    };
  }
}

export interface HeldBytes {
  /** False when all mails together would hold too much; nothing was counted then. */
  add(bytes: number): boolean;
  /** Gives back what was counted; a second call gives back nothing. */
  release(): void;
}
