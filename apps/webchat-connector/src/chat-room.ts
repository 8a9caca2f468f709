import type { ConnectorContext, InboxSocket } from '#connector-sdk';
import type { SecretKey } from '#runtime';
import { AtMost } from './conversations/at-most.js';
import { Conversations } from './conversations/conversations.js';
import { PageFiles } from './pages/page-files.js';
import { ChatDoor } from './receiving/chat-door.js';
import { LineKeeper } from './receiving/line-keeper.js';
import { Origins } from './receiving/origins.js';
import { PollDoor } from './receiving/poll-door.js';
import { RateLimit } from './receiving/rate-limits.js';
import { CloseCodes, SocketPage, type SocketParts } from './receiving/socket-page.js';
import { MessageTaker } from './receiving/take-message.js';
import { VisitorDesk } from './receiving/visitor-desk.js';
import { LineSender } from './sending/line-sender.js';
import { Receipts } from './sending/receipts.js';
import { FileLinks } from './uploading/file-links.js';
import { UploadDoor } from './uploading/upload-door.js';
import { UploadStore } from './uploading/upload-store.js';
import { Mover } from './visitors/mover.js';
import { Profiles } from './visitors/profiles.js';
import { Reception } from './visitors/reception.js';
import type { WebchatInboxConfig } from './webchat.config.js';

const SWEEP_MS = 1_000;
/** After a start pages come back by the thousand; what may be owed of those that stay silent can wait a little. */
const SETTLED_A_SWEEP = 20;
const HELLO_WITHIN_MS = 10_000;
/** What other processes appended is told at once; this finds what was not. */
const LOOK_ALL_EVERY = 30;
const WELCOMES_AT_ONCE = 8;
const HOUR_MS = 3_600_000;

/** Puts one inbox together, and has its one timer. */
export class ChatRoom {
  readonly conversations: Conversations;
  readonly door: ChatDoor;
  readonly sender: LineSender;
  private readonly keeper: LineKeeper;
  private readonly sockets: SocketParts;
  private readonly pages = new Set<SocketPage>();
  /** Sockets that have not said who they are. */
  private readonly unknown = new Set<SocketPage>();
  private readonly sweeping: NodeJS.Timeout;
  private sweeps = 0;

  constructor(
    private readonly house: ConnectorContext,
    config: WebchatInboxConfig,
    secret: SecretKey,
  ) {
    const { limits, uploads } = config;
    const conversations = (this.conversations = new Conversations(house));
    const profiles = new Profiles(house.state, house.clock);
    this.keeper = new LineKeeper(house, conversations, config.acknowledge);
    const mover = new Mover(house, conversations, profiles, this.keeper);
    const reception = new Reception(house, config, secret, conversations, profiles, mover);
    const links = new FileLinks(house, secret, house.clock);
    const store = new UploadStore(house, uploads);
    const desk = new VisitorDesk({
      house,
      config,
      conversations,
      reception,
      profiles,
      taker: new MessageTaker(house, config, this.keeper, profiles, store),
      receipts: new Receipts(house, conversations),
      link: links.link,
      messages: new RateLimit(limits.messagesPerMinute),
      welcomes: new AtMost(WELCOMES_AT_ONCE),
    });
    this.door = new ChatDoor({
      config,
      origins: new Origins(config),
      pages: new PageFiles(config),
      poll: new PollDoor(desk, reception, conversations, links.link),
      uploads: new UploadDoor(store, new RateLimit(uploads.perHour, HOUR_MS), uploads.enabled),
      links,
      requests: new RateLimit(limits.requestsPerMinute),
      connects: new RateLimit(limits.connectsPerMinute),
    });
    this.sender = new LineSender(house, conversations, mover, limits.textMax);
    const onHello = (page: SocketPage) => this.unknown.delete(page);
    this.sockets = { desk, link: links.link, onHello, onClose: (page) => this.forget(page) };
    this.sweeping = setInterval(() => this.sweep(), SWEEP_MS);
  }

  take(socket: InboxSocket): void {
    const page = new SocketPage(socket, this.sockets);
    this.pages.add(page);
    this.unknown.add(page);
  }

  close(): void {
    clearInterval(this.sweeping);
    for (const page of [...this.pages]) page.close(CloseCodes.stopping, 'the chat stops: come back in a moment');
    this.conversations.endAll({ t: 'bye', code: 'stopping', message: 'The chat stops: come back in a moment' });
  }

  private forget(page: SocketPage): void {
    this.pages.delete(page);
    this.unknown.delete(page);
  }

  private sweep(): void {
    try {
      const before = performance.now() - HELLO_WITHIN_MS;
      for (const page of [...this.unknown]) if (page.openedAt < before) page.close(CloseCodes.helloLate, 'no hello came');
      let settling = SETTLED_A_SWEEP;
      for (const conversation of this.conversations.list()) {
        const unsettled = !conversation.settled && conversation.head > 0 && settling > 0;
        if (unsettled) settling -= 1;
        if (unsettled || conversation.owed.length > 0)
          void conversation.inOrder(() => this.keeper.payOff(conversation)).catch(() => undefined);
        else this.conversations.release(conversation);
      }
      this.sweeps += 1;
      if (this.sweeps % LOOK_ALL_EVERY === 0) void this.conversations.lookAll();
    } catch (error) {
      this.house.fail(error);
    }
  }
}
