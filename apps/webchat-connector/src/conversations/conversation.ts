import type { TranscriptLine } from '#connector-sdk';
import type { ChatServerFrame, ConversationKey } from '#contracts';
import type { Profile } from '../visitors/profiles.js';

/** A page that follows a conversation. */
export interface Listener {
  /** The last line it was shown; `NOT_YET` while it is being welcomed. */
  sent: number;
  readonly sessionId: string;
  /** Lines in order, without a hole behind `sent`. */
  show(lines: readonly TranscriptLine[]): void;
  tell(frame: ChatServerFrame): void;
  /** Ends it; the frame is its last. */
  end(frame: ChatServerFrame): void;
}

export const NOT_YET = Number.MAX_SAFE_INTEGER;

export interface Receipts {
  readonly delivered: number;
  readonly read: number;
}

/** A conversation that somebody follows now. There may be ten thousand that nobody speaks in: it holds as little as it can. */
export class Conversation {
  readonly listeners = new Set<Listener>();
  /** The last line that is known to exist. */
  head = 0;
  /** Lines up to it were erased, or grew old. */
  forgotten = 0;
  /** Null: not read yet. */
  profile: Profile | null = null;
  receipts: Receipts | null = null;
  /** In the transcript, but not certainly on the log: what comes later waits for them. */
  owed: TranscriptLine[] = [];
  /** Were the last lines of an earlier process looked at? */
  settled = false;
  /** Null: nobody was told that he types. */
  typingToldAt: number | null = null;
  reading = false;
  private tail: Promise<unknown> | null = null;

  constructor(readonly key: ConversationKey) {}

  get idle(): boolean {
    return this.listeners.size === 0 && this.tail === null && this.owed.length === 0;
  }

  /** Works of one conversation come one after the other, in the order of the calls. */
  inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.tail === null ? work() : this.tail.then(work);
    const tail = done.then(
      () => undefined,
      () => undefined,
    );
    this.tail = tail;
    void tail.then(() => {
      if (this.tail === tail) this.tail = null;
    });
    return done;
  }
}
