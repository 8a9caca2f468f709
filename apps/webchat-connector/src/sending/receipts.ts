import type { ConnectorContext, TranscriptLine } from '#connector-sdk';
import type { Conversation, Listener, Receipts as Seen } from '../conversations/conversation.js';
import type { Conversations } from '../conversations/conversations.js';
import type { Moved, ReplyBody } from '../converting/bodies.js';
import { keptOf, StateKeys } from '../webchat.ids.js';

type House = Pick<ConnectorContext, 'state' | 'transcript' | 'emitDelivery' | 'clock'>;

const NOTHING: Seen = { delivered: 0, read: 0 };
const AT_ONCE = 200;

/** What visitors have got and read of their agents' words. Told to the log once, in order; told again it says nothing new. */
export class Receipts {
  constructor(
    private readonly house: House,
    private readonly conversations: Conversations,
  ) {}

  async load(conversation: Conversation): Promise<Seen> {
    return (conversation.receipts ??= (await this.house.state.get<Seen>(StateKeys.receipts(conversation.key))) ?? NOTHING);
  }

  /** A page has shown lines up to `delivered`, and its visitor has looked at them up to `read`. */
  async see(conversation: Conversation, seen: { readonly delivered?: number; readonly read?: number }, by?: Listener): Promise<void> {
    if (!isNews(conversation.receipts ?? NOTHING, seen)) return;
    await conversation.inOrder(async () => {
      const before = await this.load(conversation);
      const head = await this.house.transcript(conversation.key).head();
      // Nobody has seen what there is not yet.
      const read = Math.max(before.read, Math.min(seen.read ?? 0, head));
      const delivered = Math.max(before.delivered, read, Math.min(seen.delivered ?? 0, head));
      if (!isNews(before, { delivered, read })) return;
      await this.tell(conversation, before, { delivered, read });
      conversation.receipts = { delivered, read };
      await this.house.state.set(StateKeys.receipts(conversation.key), conversation.receipts, keptOf(conversation.key, this.house.clock));
      if (read > before.read) this.conversations.tell(conversation.key, { t: 'seen', read }, by);
    });
  }

  private async tell({ key }: Conversation, before: Seen, now: Seen): Promise<void> {
    for (let from = before.read; from < now.delivered;) {
      const lines = await this.house.transcript(key).since(from, AT_ONCE);
      for (const line of lines) {
        if (line.seq > now.delivered) return;
        from = line.seq;
        const status = line.seq <= now.read ? 'read' : 'delivered';
        if (status === 'delivered' && line.seq <= before.delivered) continue;
        await this.tellOne(key, line, status);
      }
      if (lines.length === 0) return;
    }
  }

  private async tellOne(key: Conversation['key'], line: TranscriptLine, status: 'read' | 'delivered'): Promise<void> {
    const body = line.body as Moved;
    if (body.k !== 'reply') return;
    const { commandId, attempt } = body as ReplyBody;
    await this.house.emitDelivery({
      commandId,
      // A line that came along from another conversation is known to the ledger under that one.
      ...(body.moved ? {} : { conversationKey: key }),
      status,
      final: false,
      at: this.house.clock.now().toISOString(),
      attempt,
      evidence: 'read_event',
    });
  }
}

function isNews(before: Seen, now: { readonly delivered?: number; readonly read?: number }): boolean {
  return (now.delivered ?? 0) > before.delivered || (now.read ?? 0) > before.read;
}
