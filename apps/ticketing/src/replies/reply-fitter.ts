import { Injectable } from '@nestjs/common';
import type { Address, InboxId, MessagePart, ReplyRequested } from '#contracts';
import type { Transaction } from '#database';
import { PermanentError } from '#runtime';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import { ReplyChannels } from './reply-channels.js';
import {
  countMessages,
  findCountFault,
  findWindowFault,
  fitParts,
  type Adaptation,
  type ReplyFault,
  type ReplyWindowView,
} from './reply-limits.js';

/** How an agent wants a reply to meet the limits of its channel. */
export interface ReplyWishes {
  /** `degrade` (default): what the channel cannot carry goes as words. `strict`: it is refused. */
  readonly adapt?: ReplyRequested['adapt'] | undefined;
  /** Where the channel takes no answer now: `fail` (default) refuses it, `hold` waits for it, `fallback` goes another way. */
  readonly onWindowClosed?: ReplyRequested['onWindowClosed'] | undefined;
  /** Other ways, in order. */
  readonly fallback?: readonly { readonly inboxId: string; readonly to: Address }[] | undefined;
}

export interface FittedReply {
  readonly inboxId: string;
  /** Given where it goes another way than asked. */
  readonly to?: Address;
  readonly parts: readonly MessagePart[];
  readonly adaptations: readonly Adaptation[];
  readonly faults: readonly ReplyFault[];
  readonly window: ReplyWindowView;
}

/** Where a reply would go out, and when. */
export interface ReplyPlace {
  readonly ticketId: string;
  readonly inboxId: string;
  readonly now: Date;
  readonly queues: boolean;
}

/** Meets a channel's limits before anything is queued. */
@Injectable()
export class ReplyFitter {
  constructor(
    private readonly inboxes: InboxDirectory,
    private readonly channels: ReplyChannels,
  ) {}

  /**
   * What would become of it; faults are told, not thrown. `queues`: it is queued if it fits, so nobody else may take what is left of the window
   * meanwhile.
   */
  async fit(transaction: Transaction, place: ReplyPlace, parts: readonly MessagePart[], wishes: ReplyWishes): Promise<FittedReply> {
    const fitted = await this.judge(transaction, place, parts, wishes);
    if (wishes.onWindowClosed !== 'fallback' || !fitted.faults.some(isTimely)) return fitted;
    return (await this.findOtherWay(transaction, place, parts, wishes)) ?? fitted;
  }

  /** The first of the ways the agent named that takes it now; null: none does. */
  async findOtherWay(
    transaction: Transaction,
    place: Omit<ReplyPlace, 'inboxId'>,
    parts: readonly MessagePart[],
    wishes: ReplyWishes,
  ): Promise<(FittedReply & { readonly to: Address }) | null> {
    for (const { inboxId, to } of wishes.fallback ?? []) {
      const way = await this.judge(transaction, { ...place, inboxId }, parts, wishes);
      if (way.faults.length === 0 && (await this.inboxes.canSend(inboxId))) return { ...way, to };
    }
    return null;
  }

  private async judge(
    transaction: Transaction,
    { ticketId, inboxId, now, queues }: ReplyPlace,
    parts: readonly MessagePart[],
    wishes: ReplyWishes,
  ): Promise<FittedReply> {
    const inbox = await this.inboxes.find(inboxId);
    if (queues) await this.channels.hold(transaction, ticketId, inboxId);
    const window = await this.channels.windowOf(transaction, ticketId, inboxId, now);
    const capabilities = inbox?.capabilities ?? null;
    const { faults, ...fitted } = fitParts(parts, capabilities, wishes.adapt ?? 'degrade');
    const messages = capabilities === null ? 1 : countMessages(fitted.parts, capabilities);
    const closed = wishes.onWindowClosed === 'hold' ? null : (findWindowFault(window) ?? findCountFault(window, messages));
    return { inboxId, window, ...fitted, faults: closed === null ? faults : [closed, ...faults] };
  }
}

/** Throws `PermanentError`: `window_closed`, `quota_exceeded`, or `reply_unfit` (fields.faults). */
export function refuseUnfit({ inboxId, faults }: FittedReply): void {
  const [first] = faults;
  if (first === undefined) return;
  const timely = isTimely(first);
  throw new PermanentError(`inbox ${inboxId} does not take this reply: ${faults.map(({ reason }) => reason).join('; ')}`, {
    code: timely ? first.category : 'reply_unfit',
    hint: timely
      ? 'answer by another channel (GET …/reply-channels lists them), or let it wait with onWindowClosed: hold'
      : 'change the message, or answer by another channel',
    fields: { inboxId, faults },
  });
}

/** Passes when the customer writes again. */
function isTimely({ category }: ReplyFault): boolean {
  return category === 'window_closed' || category === 'quota_exceeded';
}

export function toFallback(wishes: ReplyWishes): NonNullable<ReplyRequested['fallback']> | undefined {
  return wishes.fallback?.map(({ inboxId, to }) => ({ inboxId: inboxId as InboxId, to }));
}
