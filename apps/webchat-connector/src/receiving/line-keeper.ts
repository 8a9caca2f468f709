import type { ConnectorContext, TranscriptLine } from '#connector-sdk';
import { eventIdOf } from '#contracts';
import { errorClassOf } from '#runtime';
import type { Conversation } from '../conversations/conversation.js';
import type { Conversations } from '../conversations/conversations.js';
import type { DoneBody, Moved, SaidBody } from '../converting/bodies.js';
import { toContactEvent } from '../converting/to-contact-event.js';
import { toInboundMessage } from '../converting/to-inbound-message.js';
import { toParkedMessage } from '../converting/to-parked-message.js';

type Kept = Moved<SaidBody | DoneBody>;
type House = Pick<ConnectorContext, 'inbox' | 'clock' | 'transcript' | 'emit' | 'blobs' | 'log'>;

/** Lines of one conversation are told one after the other: of an earlier process only the last can be kept and not told. */
const LOOK_BACK = 20;
const TELL_AGAIN_MS = 24 * 3_600_000;

/**
 * Keeps what visitors say: in the transcript first, then on the log, and only then they are told so. Both steps may come again: the line keeps its
 * place, the event its id.
 */
export class LineKeeper {
  private readonly startedAt: Date;

  constructor(
    private readonly house: House,
    private readonly conversations: Conversations,
    private readonly acknowledge: 'offline' | 'always',
  ) {
    this.startedAt = house.clock.now();
  }

  /** Call it in the conversation's order. Resolves to the line's place; `RetriableError`: the same again, later. */
  async keep(conversation: Conversation, line: { readonly id: string; readonly body: SaidBody | DoneBody }, raw?: Buffer): Promise<number> {
    // What is owed goes first: on the log the order is that of the transcript.
    await this.payOff(conversation, line.id);
    const transcript = this.house.transcript(conversation.key);
    const at = this.house.clock.now();
    const { seq, repeated } = await transcript.append({ id: line.id, direction: 'inbound', body: line.body });
    const fresh: TranscriptLine = { seq, id: line.id, direction: 'inbound', body: line.body, at };
    // What stands there counts: a page that says other words under an id it has used says them in vain.
    const kept = repeated ? ((await transcript.since(seq - 1, 1))[0] ?? fresh) : fresh;
    conversation.owed = [kept];
    await this.tell(conversation, kept, repeated ? undefined : raw);
    conversation.owed = [];
    this.conversations.added(conversation.key, kept);
    return seq;
  }

  /**
   * Puts on the log what an earlier try, or an earlier process, may not have brought there. Call it in the conversation's order. `said`: what is
   * said again now, as a page does with what nobody acknowledged.
   */
  async payOff(conversation: Conversation, said?: string): Promise<void> {
    if (!conversation.settled) {
      const untold = conversation.head > 0 ? await this.findUntold(conversation) : [];
      conversation.owed.unshift(...untold.filter(({ id }) => id !== said));
      conversation.settled = true;
    }
    while (conversation.owed.length > 0) {
      const [line] = conversation.owed;
      await this.tell(conversation, line!);
      conversation.owed.shift();
      this.conversations.added(conversation.key, line!);
    }
  }

  private async findUntold({ key, head }: Conversation): Promise<TranscriptLine[]> {
    const lines = await this.house.transcript(key).since(Math.max(0, head - LOOK_BACK), LOOK_BACK);
    const since = this.house.clock.now().getTime() - TELL_AGAIN_MS;
    return lines
      .filter(({ direction, body }) => direction === 'inbound' && !(body as Kept).moved)
      .slice(-1)
      .filter(({ at }) => at < this.startedAt && at.getTime() > since);
  }

  private async tell({ key }: Conversation, line: TranscriptLine, raw?: Buffer): Promise<void> {
    const { inbox } = this.house;
    const body = line.body as Kept;
    if (body.k === 'done') return this.house.emit('contact.event.v1', toContactEvent({ ...line, body }, { inbox, key }));
    const bytes = raw ?? Buffer.from(JSON.stringify(body));
    const described = { ...this.house.blobs.describe(bytes), contentType: 'application/json' };
    const acknowledge = this.acknowledge === 'always' || body.closed === true;
    const message = toInboundMessage({ ...line, body }, { inbox, key, raw: described, acknowledge });
    try {
      await this.house.emit('message.received.v1', message, [bytes]);
    } catch (error) {
      if (errorClassOf(error) === 'retriable') throw error;
      // It can never be taken as it is; that somebody said something is not lost.
      this.house.log.error('a message of a chat was parked', { inboxId: inbox.id, eventId: eventIdOf(message.idempotencyKey), error });
      await this.house.emit('message.parked.v1', toParkedMessage(message, error), [bytes]);
    }
  }
}
