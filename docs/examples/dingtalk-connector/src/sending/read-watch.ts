import type { ConnectorContext } from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import { readSentId } from '../dingtalk.ids.js';

/** DingTalk answers for 24 h. Each look waits twice as long as the one before. */
const ENDS_MS = 86_400_000;
const MOST = 1_000;

/**
 * Asks whether an answer was read; DingTalk tells it nobody by itself. Kept in memory: after a restart nobody asks for the older ones, and their
 * answers stay `sent`, which is true.
 */
export class ReadWatch {
  private readonly looking = new Set<Promise<void>>();

  constructor(
    private readonly context: ConnectorContext,
    private readonly api: DingtalkApi,
    private readonly firstMs: number,
  ) {}

  follow(reply: ReplyRequested, attempt: number, remoteMessageId: string): void {
    if (this.looking.size >= MOST) return;
    const look = this.look(reply, attempt, remoteMessageId).finally(() => this.looking.delete(look));
    this.looking.add(look);
  }

  async stop(): Promise<void> {
    await Promise.all(this.looking);
  }

  private async look({ commandId, conversationKey }: ReplyRequested, attempt: number, remoteMessageId: string): Promise<void> {
    const { signal, clock } = this.context;
    // Whoever has read the last piece has seen them all.
    const last = readSentId(remoteMessageId).keys.at(-1)!;
    for (let waitMs = this.firstMs; waitMs < ENDS_MS; waitMs *= 2) {
      await sleep(waitMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        if (!(await this.api.hasRead(last))) continue;
        await this.context.emitDelivery({
          commandId,
          ...(conversationKey === undefined ? {} : { conversationKey }),
          status: 'read',
          final: true,
          at: clock.now().toISOString(),
          attempt,
          remoteMessageId,
          evidence: 'read_event',
        });
        return;
      } catch {
        // Neither DingTalk nor the log must be there now: the next look is later.
      }
    }
  }
}
