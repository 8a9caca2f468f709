import { randomUUID } from 'node:crypto';
import { createTestContext, openDoor, type DoorUnderTest, type TestContext, type TestContextOptions } from '#connector-sdk/testing';
import type { CommandId, ConversationKey, InboxId, ReplyRequested } from '#contracts';
import { SecretKey, SystemClock } from '#runtime';
import { WebchatConnectorFactory, type WebchatConnector } from '../../../apps/webchat-connector/src/webchat.connector.js';

export const SECRET = new SecretKey('a secret of the chat tests, long enough');

/** One process with one chat inbox behind a real door, the house in memory. */
export interface ChatHouse {
  readonly connector: WebchatConnector;
  readonly context: TestContext;
  readonly door: DoorUnderTest;
  readonly socketUrl: string;
  readonly url: string;
  /** As an agent answers; resolves when it was sent. */
  reply(key: string, text: string, more?: Partial<ReplyRequested>): Promise<ReplyRequested>;
  close(): Promise<void>;
}

export async function openChat(settings: Record<string, unknown> = {}, options: TestContextOptions = {}): Promise<ChatHouse> {
  const factory = new WebchatConnectorFactory(SECRET);
  const context = createTestContext({
    clock: new SystemClock(),
    ...options,
    inbox: { id: 'shop', channel: 'webchat', provider: 'visitor' },
  });
  const connector = factory.create(context.inbox, factory.descriptor.configSchema.parse(settings));
  await connector.start(context);
  const door = await openDoor(connector, { inboxId: 'shop', signal: context.signal });
  return {
    connector,
    context,
    door,
    socketUrl: door.socketUrl,
    url: door.url,
    reply: async (key, text, more = {}) => {
      const reply = createReply(key, text, more);
      const result = await connector.send(reply, { attempt: 1, markSending: () => Promise.resolve() });
      if (result.status !== 'sent') throw new Error(`${result.status}: ${result.error.code}`);
      return reply;
    },
    close: async () => {
      context.abort();
      await connector.stop();
      await door.close();
    },
  };
}

export function createReply(key: string, text: string, more: Partial<ReplyRequested> = {}): ReplyRequested {
  return {
    commandId: randomUUID() as CommandId,
    inboxId: 'shop' as InboxId,
    conversationKey: key as ConversationKey,
    to: [{ scheme: 'web_visitor', value: 'v' }],
    parts: [{ partId: '1', type: 'text', fallback: text, text }],
    ttlMs: 60_000,
    onWindowClosed: 'fail',
    adapt: 'degrade',
    actor: { kind: 'agent', displayName: 'Grace' },
    ...more,
  };
}

/** Messages that reached the log. */
export function messagesOf({ context }: ChatHouse) {
  return context.emitted.flatMap(({ type, data }) => (type === 'message.received.v1' && 'conversation' in data ? [data] : []));
}

export const keyOf = (house: ChatHouse): string => messagesOf(house).at(-1)!.conversation.key;
