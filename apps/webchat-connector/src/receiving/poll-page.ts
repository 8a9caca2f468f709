import type { TranscriptLine } from '#connector-sdk';
import type { ChatServerFrame } from '#contracts';
import type { Conversation, Listener } from '../conversations/conversation.js';
import type { Conversations } from '../conversations/conversations.js';
import { toChatLine, type LinkFile } from '../converting/to-chat-line.js';

/** One long poll: what is new, as soon as there is anything, or nothing after a while. */
export class PollPage implements Listener {
  private frames: ChatServerFrame[] = [];
  private wake: () => void = () => undefined;

  constructor(
    /** The last line the page has. */
    public sent: number,
    readonly sessionId: string,
    private readonly link: LinkFile,
  ) {}

  show(lines: readonly TranscriptLine[]): void {
    this.tell({ t: 'lines', lines: lines.map((line) => toChatLine(line, this.link)) });
  }

  tell(frame: ChatServerFrame): void {
    this.frames.push(frame);
    this.wake();
  }

  end(frame: ChatServerFrame): void {
    this.tell(frame);
  }

  /** Follows the conversation until something comes, the time is over, or the page is gone. */
  async wait(conversation: Conversation, conversations: Conversations, waitMs: number, signal: AbortSignal): Promise<ChatServerFrame[]> {
    conversation.listeners.add(this);
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      this.wake = resolve;
      timer = setTimeout(resolve, waitMs);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      conversations.catchUp(conversation);
      if (this.frames.length === 0 && !signal.aborted) await over;
      return this.frames;
    } finally {
      clearTimeout(timer);
      conversation.listeners.delete(this);
      conversations.release(conversation);
    }
  }
}
