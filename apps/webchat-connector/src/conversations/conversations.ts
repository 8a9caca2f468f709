import type { ConnectorContext, TranscriptLine } from '#connector-sdk';
import type { ChatServerFrame, ConversationKey } from '#contracts';
import { Conversation, type Listener } from './conversation.js';

type House = Pick<ConnectorContext, 'transcript' | 'transcriptHeads' | 'notes' | 'log' | 'signal'>;

/** What processes of an inbox tell each other. */
type Note =
  /** A line was appended. */
  | { readonly k: string; readonly s: number }
  /** A session ended. */
  | { readonly out: string; readonly bye: ChatServerFrame };

const ERASED: ChatServerFrame = { t: 'bye', code: 'conversation_erased', message: 'This conversation was deleted' };

/** Conversations asked for in one question to the database. */
const HEADS_AT_ONCE = 1_000;

/** Conversations that pages of this process follow, and what brings them what is new, wherever it was appended. */
export class Conversations {
  private readonly open = new Map<ConversationKey, Conversation>();

  constructor(private readonly house: House) {
    house.notes.hear(
      (note) => this.hear(note as Note),
      () => void this.lookAll(),
    );
  }

  get count(): number {
    return this.open.size;
  }

  /** The one of this key; forget it with `release` when it may be idle. */
  get(key: ConversationKey): Conversation {
    const known = this.open.get(key);
    if (known !== undefined) return known;
    const conversation = new Conversation(key);
    this.open.set(key, conversation);
    return conversation;
  }

  release(conversation: Conversation): void {
    if (conversation.idle && this.open.get(conversation.key) === conversation) this.open.delete(conversation.key);
  }

  /** A line was appended here: shows it to those who follow, and lets other processes look. */
  added(key: ConversationKey, line: TranscriptLine): void {
    this.house.notes.tell({ k: key, s: line.seq } satisfies Note);
    const conversation = this.open.get(key);
    if (conversation === undefined) return;
    conversation.head = Math.max(conversation.head, line.seq);
    deliver(conversation, [line], line.seq - 1);
    this.catchUp(conversation);
  }

  /** Brings whoever is behind up to the head that is known. */
  catchUp(conversation: Conversation): void {
    if (conversation.reading || findBehind(conversation) === null) return;
    conversation.reading = true;
    void this.readOn(conversation)
      .catch((error: unknown) => this.house.log.warn('lines of a chat could not be read; they come with the next', { error }))
      .finally(() => (conversation.reading = false));
  }

  tell(key: ConversationKey, frame: ChatServerFrame, except?: Listener): void {
    for (const listener of this.open.get(key)?.listeners ?? []) if (listener !== except) listener.tell(frame);
  }

  /** Ends every page of a session that is over, here and in other processes. */
  endSession(sessionId: string, bye: ChatServerFrame, except?: Listener): void {
    this.house.notes.tell({ out: sessionId, bye } satisfies Note);
    this.endPages(sessionId, bye, except);
  }

  /** What was kept of it up to `erasedAt` is gone: nothing of it is told or written again, and its pages come again, to an empty one. */
  forget(key: ConversationKey, erasedAt: Date): void {
    const conversation = this.open.get(key);
    if (conversation === undefined) return;
    const forget = async () => {
      conversation.owed = conversation.owed.filter(({ at }) => at > erasedAt);
      conversation.profile = null;
      conversation.receipts = null;
      await this.look(conversation);
    };
    void conversation
      .inOrder(forget)
      .catch((error: unknown) => this.house.log.debug('an erased chat could not be looked at', { error }))
      .finally(() => {
        for (const listener of [...conversation.listeners]) listener.end(ERASED);
      });
  }

  /** Learns how far a conversation goes. */
  async look(conversation: Conversation): Promise<void> {
    const { head, forgotten } = await this.house.transcript(conversation.key).extent();
    conversation.forgotten = forgotten;
    this.moved(conversation, head);
  }

  /** Looks what was appended elsewhere while nobody may have told. Never rejects. */
  async lookAll(): Promise<void> {
    const followed = [...this.open.values()].filter(({ listeners }) => listeners.size > 0);
    try {
      for (let at = 0; at < followed.length && !this.house.signal.aborted; at += HEADS_AT_ONCE) {
        const some = followed.slice(at, at + HEADS_AT_ONCE);
        const heads = await this.house.transcriptHeads(some.map(({ key }) => key));
        for (const conversation of some) this.moved(conversation, heads.get(conversation.key) ?? 0);
      }
    } catch (error) {
      this.house.log.debug('the heads of chats could not be read; the next look does', { error });
    }
  }

  list(): IterableIterator<Conversation> {
    return this.open.values();
  }

  endAll(frame: ChatServerFrame): void {
    for (const { listeners } of this.open.values()) for (const listener of [...listeners]) listener.end(frame);
    this.open.clear();
  }

  private hear(note: Note): void {
    if ('out' in note) return this.endPages(note.out, note.bye);
    const conversation = this.open.get(note.k as ConversationKey);
    if (conversation !== undefined) this.moved(conversation, note.s);
  }

  private moved(conversation: Conversation, head: number): void {
    conversation.head = Math.max(conversation.head, head);
    this.catchUp(conversation);
  }

  private endPages(sessionId: string, bye: ChatServerFrame, except?: Listener): void {
    for (const { listeners } of this.open.values())
      for (const listener of [...listeners]) if (listener.sessionId === sessionId && listener !== except) listener.end(bye);
  }

  private async readOn(conversation: Conversation): Promise<void> {
    const transcript = this.house.transcript(conversation.key);
    for (let behind = findBehind(conversation); behind !== null; behind = findBehind(conversation)) {
      const lines = await transcript.since(behind);
      // Nothing there after all (a database that was put back): what is known is wrong.
      if (lines.length === 0) return void (conversation.head = behind);
      conversation.head = Math.max(conversation.head, lines.at(-1)!.seq);
      deliver(conversation, lines, behind);
    }
  }
}

/** The place from which somebody lacks lines; null when all have all. */
function findBehind({ listeners, head }: Conversation): number | null {
  let least = head;
  for (const { sent } of listeners) if (sent < least) least = sent;
  return least < head ? least : null;
}

/** Shows lines, which are all above `from`, to those for whom they come next, without a hole and none twice. */
function deliver({ listeners }: Conversation, lines: readonly TranscriptLine[], from: number): void {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined) return;
  for (const listener of listeners) {
    if (listener.sent >= last.seq || listener.sent < from) continue;
    const news = listener.sent < first.seq ? lines : lines.filter(({ seq }) => seq > listener.sent);
    listener.sent = last.seq;
    listener.show(news);
  }
}
