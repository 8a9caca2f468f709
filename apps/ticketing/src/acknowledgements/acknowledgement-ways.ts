import { Inject, Injectable } from '@nestjs/common';
import type { Address } from '#contracts';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import type { NumberUntold } from '../tickets/ticket-draft.js';

/** How an acknowledgement goes out. */
export interface Way {
  readonly inboxId: string;
  readonly channel: string;
  readonly to: Address;
  /** In the conversation of the message; else by another inbox, to his number or mail address. */
  readonly answers: boolean;
  /** What he answers to it comes back to us. */
  readonly hears: boolean;
  /** That nobody is there now, where the desk wants it said. */
  readonly hours?: string;
}

interface Asked {
  readonly inboxId: string;
  readonly channel: string;
  readonly from: Address;
  /** Where he wants to be answered, if elsewhere. */
  readonly replyTo?: Address | undefined;
  /** May it be answered where it came from? */
  readonly open: boolean;
}

/** E.164: country code first, 15 digits at most. */
const NUMBER = /^\+[1-9]\d{6,14}$/;

/** By which inbox the sender of a message is written to: told the number of his ticket, and what the desk says by itself. */
@Injectable()
export class AcknowledgementWays {
  constructor(
    private readonly inboxes: InboxDirectory,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Is another inbox set up for those who cannot be answered by this one? */
  leadElsewhere(inboxId: string): boolean {
    return this.settings.acknowledgements.via[inboxId] !== undefined;
  }

  /** Null: none, as nothing goes out by its inbox and no other is set up. */
  async find({ inboxId, channel, from, replyTo, open }: Asked): Promise<Way | NumberUntold | null> {
    const via = this.settings.acknowledgements.via[inboxId];
    if (open || via === undefined)
      return open && (await this.inboxes.canSend(inboxId)) ? { inboxId, channel, to: from, answers: true, hears: true } : null;
    const { scheme, value } = replyTo ?? from;
    if (scheme === 'phone_hidden') return 'number_hidden';
    if (scheme === 'phone' ? !NUMBER.test(value) : scheme !== 'email') return 'number_invalid';
    for (const id of [via].flat()) {
      const inbox = await this.inboxes.find(id);
      const { in: takes = [], out = [], proactive = false, addressedBy = ['phone'] } = inbox?.capabilities ?? {};
      if (inbox !== null && !inbox.removed && out.length > 0 && proactive && addressedBy.includes(scheme))
        return { inboxId: id, channel: inbox.channel, to: { scheme, value }, answers: false, hears: takes.length > 0 };
    }
    return 'inbox_cannot_send';
  }
}
