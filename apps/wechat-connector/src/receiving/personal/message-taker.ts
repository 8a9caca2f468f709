import { type ConnectorContext, refusedByLog, type Untaken } from '#connector-sdk';
import type { ConversationKey, RawPayload } from '#contracts';
import { errorClassOf } from '#runtime';
import { setTimeout as sleep } from 'node:timers/promises';
import { toParked, toRecalled } from '../../converting/personal/other-events.js';
import { readRecalledId } from '../../converting/personal/recalled.js';
import { isForUs, mentions } from '../../converting/personal/room-rule.js';
import { counterpartOf, toInboundMessage } from '../../converting/personal/to-inbound-message.js';
import type { PersonalInboxConfig } from '../../personal.config.js';
import { toMessageId } from '../../personal.ids.js';
import type { Arrival } from './fetch-arrival.js';
import { fetchDetails } from './fetch-details.js';
import type { People } from './people.js';
import type { PuppetLink } from './puppet-link.js';

const RETRY_MS = [100, 500, 2_000, 5_000];
const MEDIA_MS = 120_000;
/** Conversations of the newest messages, so that a recall goes the way of what it takes back. */
const MOST_REMEMBERED = 5_000;

type Message = Extract<Arrival, { kind: 'message' }>;

interface Delivery {
  readonly deliveryId: string;
  readonly arrivedAt: Date;
}

/** Brings one fetched message from its payload to durable: details, names, conversion, the log. */
export class MessageTaker {
  private deliveries = 0;
  private readonly remembered = new Map<string, ConversationKey>();
  /** Conversations that had a message since the last gap; null where there was none. */
  private sinceGap: Set<string> | null = null;

  constructor(
    private readonly config: PersonalInboxConfig,
    private readonly context: ConnectorContext,
    private readonly link: PuppetLink,
    private readonly people: People,
    /** Names this process in the ids of deliveries. */
    private readonly session: string,
    /** `stopping`: nothing is tried a second time; `abandoned`: nothing any more. */
    private readonly ends: { readonly stopping: AbortSignal; readonly abandoned: AbortSignal },
  ) {}

  /** The next message of each conversation says that something may be missing before it. */
  noteGap(): void {
    this.sinceGap = new Set();
  }

  /** True when it is durable; false when the inbox stops before: then the gap of the next start begins before it. Never rejects. */
  async take(arrival: Arrival, accountId: string | null, arrivedAt: Date): Promise<boolean> {
    if (arrival.kind === 'abandoned') return false;
    this.deliveries += 1;
    const delivery = { deliveryId: `${this.session}:${this.deliveries}`, arrivedAt };
    if (arrival.kind === 'message') return this.persist(arrival, delivery, () => this.prepare(arrival, accountId, delivery));
    const { id, why } = arrival;
    this.context.log.warn('an announced message could not be fetched', { remoteMessageId: id, reason: why.reason });
    return this.persist(arrival, delivery, () => this.park(arrival, delivery, why));
  }

  /** All that can be done before the log: resolves with what puts it there. */
  private async prepare(arrival: Message, accountId: string | null, { deliveryId, arrivedAt }: Delivery): Promise<() => Promise<void>> {
    const { message, raw } = arrival;
    const { inbox, blobs } = this.context;
    const counterpart = counterpartOf(message, accountId);
    const recalledId = readRecalledId(message);
    if (recalledId !== null && counterpart !== null) {
      const event = toRecalled(inbox, recalledId, counterpart, message.at ?? arrivedAt, arrivedAt);
      const conversationKey = this.remembered.get(recalledId) ?? event.conversationKey;
      return () => this.context.emit('message.recalled.v1', { ...event, conversationKey });
    }
    const limits = { maxBytes: this.config.maxMediaBytes, timeoutMs: MEDIA_MS };
    const details = await fetchDetails(this.link, message, blobs, limits, this.ends.abandoned);
    const known = await this.lookUp(arrival, accountId);
    const conversation = counterpart === null ? '' : `${counterpart.kind} ${counterpart.id}`;
    const gapBefore = this.sinceGap !== null && !this.sinceGap.has(conversation);
    const described: RawPayload = { ...blobs.describe(raw), contentType: 'application/json' };
    const around = { message, details, inbox, accountId, deliveryId, receivedAt: arrivedAt, raw: described, gapBefore };
    const event = toInboundMessage({ ...around, ...known });
    return async () => {
      await this.context.emit('message.received.v1', event, [raw]);
      this.sinceGap?.add(conversation);
      this.remember(toMessageId(message), event.conversation.key as ConversationKey);
    };
  }

  private park({ id }: Arrival, { deliveryId, arrivedAt }: Delivery, why: Untaken): Promise<() => Promise<void>> {
    const parked = toParked(this.context.inbox, { messageId: id, why, deliveryId }, arrivedAt);
    return Promise.resolve(() => this.context.emit('message.parked.v1', parked));
  }

  private remember(id: string, key: ConversationKey): void {
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.delete(this.remembered.keys().next().value!);
    this.remembered.set(id, key);
  }

  private async lookUp({ message }: Message, accountId: string | null) {
    const { talkerId, listenerId, roomId } = message;
    const own = talkerId !== null && talkerId === accountId;
    const [talker, listener, roomTopic, roomName] = await Promise.all([
      talkerId === null ? null : this.people.person(talkerId),
      own && roomId === null && listenerId !== null ? this.people.person(listenerId) : null,
      roomId === null ? null : this.people.roomTopic(roomId),
      roomId === null || talkerId === null ? null : this.people.roomName(roomId, talkerId),
    ]);
    return {
      talker:
        talker === null && roomName === null ? null : { avatar: null, official: false, ...talker, name: roomName ?? talker?.name ?? null },
      listenerName: listener?.name ?? null,
      roomTopic,
      forUs: roomId === null || (await this.isForUs(message, roomId, accountId, own)),
    };
  }

  private async isForUs({ talkerId, text, mentionIds }: Message['message'], roomId: string, accountId: string | null, own: boolean) {
    // The owner who answers somebody in a room mentions him; all else he says there is not the desk's.
    const { rooms } = this.config;
    if (own) return rooms === 'all' || (rooms !== 'none' && (mentionIds.length > 0 || /^「[\s\S]+?」\n/.test(text)));
    const [us, ourRoomName, talker] = await Promise.all([
      accountId === null ? null : this.people.person(accountId),
      accountId === null ? null : this.people.roomName(roomId, accountId),
      talkerId === null ? null : this.people.person(talkerId),
    ]);
    const ourNames = [us?.name, ourRoomName].filter((name): name is string => typeof name === 'string' && name !== '');
    return isForUs({
      ...{ rule: rooms, members: new Set(this.config.roomMembers), talkerId },
      mentionsUs: (accountId !== null && mentionIds.includes(accountId)) || mentions(text, ourNames),
      answersUs: ourNames.some((name) => text.startsWith(`「${name}：`) || text.startsWith(`「${name}:`)),
      remark: talker?.remark ?? null,
      friend: talker?.friend ?? false,
    });
  }

  /** Until it is durable: nobody else keeps it. What the log refuses for what it is, is told as a message that was not taken. */
  private async persist(arrival: Arrival, delivery: Delivery, prepare: () => Promise<() => Promise<void>>): Promise<boolean> {
    let prepared: (() => Promise<void>) | null = null;
    let refused = false;
    for (let failures = 0; !this.ends.abandoned.aborted; failures += 1) {
      try {
        prepared ??= await prepare();
        await prepared();
        this.context.succeeded();
        return true;
      } catch (error) {
        if (this.ends.stopping.aborted) break;
        if (errorClassOf(error) === 'permanent') {
          if (refused) this.context.fail(error);
          refused = true;
          prepared = await this.park(arrival, delivery, refusedByLog(error));
        } else this.context.log.warn('a message waits for the log', { remoteMessageId: arrival.id, failures, error });
        await sleep(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)], undefined, { signal: this.ends.stopping }).catch(() => undefined);
      }
    }
    return false;
  }
}
