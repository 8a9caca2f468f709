import { Typing, TYPING_CHANNEL } from '#contracts';
import { type Database, NoticeLine } from '#database';
import type { Logger } from '#runtime';
import { type SeenFacts, seenFacts } from '../agents/viewer.js';

/** A contact who types in a conversation of this ticket; over `expiresInMs` after it was told unless told again. */
export interface TypingContact extends SeenFacts {
  readonly ticketId: string;
  readonly number: string;
  readonly inboxId: string;
  readonly on: boolean;
}

export const TYPING_LASTS_MS = 5_000;
/** Those of so long are looked up together. */
const GATHER_MS = 50;

/** Hears which contacts type, and finds their tickets. Best effort: nothing is kept, and whatever is lost is told again in three seconds. */
export class TypingContacts {
  private readonly line: NoticeLine;
  private readonly waiting = new Map<string, Typing>();
  private timer: NodeJS.Timeout | undefined;
  private unhear: (() => void) | undefined;

  constructor(
    private readonly database: Database,
    private readonly log: Logger,
    private readonly tell: (typing: readonly TypingContact[]) => void,
  ) {
    this.line = new NoticeLine(database, log);
  }

  /** From the first call on there is one connection for it. */
  listen(): void {
    this.unhear ??= this.line.hear(TYPING_CHANNEL, (payload) => {
      const read = Typing.safeParse(payload);
      if (!read.success || read.data.by !== 'contact') return;
      this.waiting.set(`${read.data.inboxId}\n${read.data.conversationKey}`, read.data);
      this.timer ??= setTimeout(() => void this.look(), GATHER_MS);
    });
  }

  rest(): void {
    this.unhear?.();
    this.unhear = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting.clear();
  }

  async stop(): Promise<void> {
    this.rest();
    await this.line.stop();
  }

  private async look(): Promise<void> {
    this.timer = undefined;
    const told = [...this.waiting.values()];
    this.waiting.clear();
    try {
      const rows = await this.database.sql.query<TypingContact>(
        `select t.id as "ticketId", t.number, w.inbox_id as "inboxId", w.is_on as on, ${seenFacts('t')}
         from unnest($1::text[], $2::text[], $3::bool[]) as w (inbox_id, conversation_key, is_on)
         join conversation_tickets c using (inbox_id, conversation_key)
         join tickets own on own.id = c.ticket_id join tickets t on t.id = coalesce(own.merged_into, own.id) where t.status <> 'closed'`,
        [told.map(({ inboxId }) => inboxId), told.map(({ conversationKey }) => conversationKey), told.map(({ on }) => on)],
      );
      if (rows.length > 0) this.tell(rows);
    } catch (error) {
      this.log.debug('who types was not told', { error });
    }
  }
}
