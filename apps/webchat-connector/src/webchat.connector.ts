import { Inject, Injectable } from '@nestjs/common';
import {
  type ConnectorContext,
  type ConnectorDescriptor,
  type ConnectorFactory,
  type ForgettingConnector,
  type HttpConnector,
  type InboxAnswer,
  type InboxRequest,
  type InboxSocket,
  reason,
  type SendAttempt,
  type SendingConnector,
  type SendResult,
  type SocketConnector,
  type StateShowingConnector,
  type TypingConnector,
} from '#connector-sdk';
import type { ConversationErased, ConversationStateChanged, InboxRef, ReplyRequested, Typing } from '#contracts';
import { RetriableError, SECRET_KEY, type SecretKey } from '#runtime';
import { ChatRoom } from './chat-room.js';
import { describeCapabilities } from './webchat.capabilities.js';
import { WebchatInboxConfig } from './webchat.config.js';

export const webchatDescriptor: ConnectorDescriptor<WebchatInboxConfig> = {
  channel: 'webchat',
  provider: 'visitor',
  numberCode: 'WEB',
  configSchema: WebchatInboxConfig,
  capabilities: describeCapabilities,
  // Everything here is entered by a call, a frame or the room's one timer, and each of them catches; following ten thousand sockets costs a seventh.
  guarded: () => false,
};

@Injectable()
export class WebchatConnectorFactory implements ConnectorFactory<WebchatInboxConfig> {
  readonly descriptor = webchatDescriptor;

  constructor(@Inject(SECRET_KEY) private readonly secret: SecretKey) {}

  create(_inbox: InboxRef, config: WebchatInboxConfig): WebchatConnector {
    return new WebchatConnector(config, this.secret);
  }
}

type Head = Omit<InboxRequest, 'read' | 'stream'>;

/** One chat inbox. What it does is in its room, which is open from start to stop. */
export class WebchatConnector
  implements SendingConnector, HttpConnector, SocketConnector, StateShowingConnector, TypingConnector, ForgettingConnector
{
  private room: ChatRoom | null = null;

  constructor(
    private readonly config: WebchatInboxConfig,
    private readonly secret: SecretKey,
  ) {}

  start(context: ConnectorContext): Promise<void> {
    this.room = new ChatRoom(context, this.config, this.secret);
    const sites = this.config.origins.length;
    context.report({
      state: 'connected',
      detail: `takes visitors at /in/${context.inbox.id}, ${sites === 0 ? 'of our own pages only' : `of ${sites} sites`}`,
      reasons: [reason(sites === 0 ? 'visitors_own_pages' : 'visitors_sites', { path: `/in/${context.inbox.id}`, sites })],
    });
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.room?.close();
    this.room = null;
    return Promise.resolve();
  }

  answer(request: InboxRequest): Promise<InboxAnswer> {
    return this.open.door.answer(request);
  }

  admit(request: Head): Promise<InboxAnswer | ((socket: InboxSocket) => void)> {
    const room = this.open;
    const refused = room.door.admit(request);
    return Promise.resolve(refused ?? ((socket) => room.take(socket)));
  }

  // async: what the room throws at once is a rejection too.
  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    return this.open.sender.send(reply, attempt);
  }

  async showState(change: ConversationStateChanged, { id }: { readonly id: string }): Promise<void> {
    return this.open.sender.showState(change, id);
  }

  showTyping({ conversationKey, on, name }: Typing): void {
    this.room?.conversations.tell(conversationKey, { t: 'typing', on, ...(name === undefined ? {} : { name }) });
  }

  forgetConversation({ conversationKey, erasedAt }: Pick<ConversationErased, 'conversationKey' | 'erasedAt'>): void {
    this.room?.conversations.forget(conversationKey, new Date(erasedAt));
  }

  private get open(): ChatRoom {
    if (this.room !== null) return this.room;
    throw new RetriableError('The chat does not run now', { code: 'inbox_stopped', hint: 'It is sent when the inbox runs.' });
  }
}
