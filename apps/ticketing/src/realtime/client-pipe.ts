/** Why a stream ends. All but `forbidden` are worth another try with the last cursor. */
export type CloseReason = 'slow' | 'stopping' | 'expired' | 'forbidden' | 'failed';

/** One client's connection, whatever it is: takes texts, knows what of them is still under way. */
export abstract class ClientPipe {
  private underWay = 0;
  private readonly waiting = new Set<() => void>();

  /** Letters handed over that the client's side has not taken. */
  get backlog(): number {
    return this.underWay;
  }

  /** `cursor`: of the place after this message. */
  write(cursor: string, message: string): void {
    this.underWay += message.length;
    this.deliver(cursor, message, () => {
      this.underWay -= message.length;
      for (const wake of this.waiting) wake();
    });
  }

  /** Resolves with true when no more than `most` letters are under way, with false when that takes longer than `ms`. */
  async drained(most: number, ms: number): Promise<boolean> {
    if (this.underWay <= most) return true;
    return new Promise((resolve) => {
      const settle = (drained: boolean) => {
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(drained);
      };
      const look = () => {
        if (this.underWay <= most) settle(true);
      };
      const timer = setTimeout(() => settle(false), ms);
      this.waiting.add(look);
    });
  }

  /** Is the other side still there? False ends the stream. */
  abstract probe(): boolean;
  abstract close(reason: CloseReason): void;
  /** Calls `done` when the bytes left, or never will. */
  protected abstract deliver(cursor: string, message: string, done: () => void): void;
}
