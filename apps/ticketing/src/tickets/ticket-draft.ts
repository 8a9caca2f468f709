import type { TicketHappening, TicketStatus } from './ticket-state.js';
import { nextStatus } from './ticket-state.js';

/** How the customer learned the number, and when. */
export interface NumberTold {
  readonly how: 'acknowledgement' | 'answer' | 'agent';
  readonly at: string;
}

/**
 * Why somebody whose channel cannot tell him the number was not told it by the inbox that is set up for that. `number_hidden`: he let nobody see his
 * own; `number_invalid`: nothing can be sent to what was seen; `limit_reached`: he was told of as many tickets as an address is on one day.
 */
export type NumberUntold = 'number_hidden' | 'number_invalid' | 'inbox_cannot_send' | 'limit_reached';

/** What of a ticket changes when entries come to it. */
export interface TicketState {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: TicketStatus;
  readonly contactId: string;
  readonly channels: readonly string[];
  readonly inboxId: string | null;
  readonly version: number;
  readonly lastSeq: number;
  readonly folded: boolean;
  readonly quarantined: boolean;
  readonly numberTold: NumberTold | null;
  /** Automatic mails since a person last wrote. */
  readonly automaticMails: number;
  readonly lastOccurredAt: Date | null;
}

export interface StatusChange {
  readonly from: TicketStatus;
  readonly to: TicketStatus;
  readonly version: number;
}

/** What of a draft changes, at one moment. */
export interface DraftSnapshot {
  readonly state: Omit<TicketState, 'id' | 'number' | 'inboxId'>;
  readonly statusChanges: number;
  readonly touched: boolean;
}

/** A ticket under change in one transaction: gives out `seq`, moves `version`, remembers what to tell. */
export class TicketDraft {
  subject: string;
  contactId: string;
  status: TicketStatus;
  channels: readonly string[];
  version: number;
  lastSeq: number;
  folded: boolean;
  quarantined: boolean;
  numberTold: NumberTold | null;
  automaticMails: number;
  lastOccurredAt: Date | null;
  readonly statusChanges: StatusChange[] = [];
  private touched = false;

  constructor(private readonly before: TicketState) {
    this.subject = before.subject;
    this.contactId = before.contactId;
    this.status = before.status;
    this.channels = before.channels;
    this.version = before.version;
    this.lastSeq = before.lastSeq;
    this.folded = before.folded;
    this.quarantined = before.quarantined;
    this.numberTold = before.numberTold;
    this.automaticMails = before.automaticMails;
    this.lastOccurredAt = before.lastOccurredAt;
  }

  get id(): string {
    return this.before.id;
  }

  get number(): string {
    return this.before.number;
  }

  get inboxId(): string | null {
    return this.before.inboxId;
  }

  get isTouched(): boolean {
    return this.touched;
  }

  /** As it is now; `restore` makes it so again. */
  snapshot(): DraftSnapshot {
    const { subject, contactId, status, channels, version, lastSeq, folded, quarantined, numberTold, automaticMails, lastOccurredAt } =
      this;
    const state = {
      subject,
      contactId,
      status,
      channels,
      version,
      lastSeq,
      folded,
      quarantined,
      numberTold,
      automaticMails,
      lastOccurredAt,
    };
    return { state, statusChanges: this.statusChanges.length, touched: this.touched };
  }

  restore({ state, statusChanges, touched }: DraftSnapshot): void {
    Object.assign(this, state);
    this.statusChanges.length = statusChanges;
    this.touched = touched;
  }

  /** Takes an entry in and returns its place; `channel` is null for what came by none. A ticket opens with its first entry as version 1; each further one is a change. */
  addEntry(channel: string | null, occurredAt: Date): number {
    if (this.lastSeq > 0) this.version += 1;
    this.lastSeq += 1;
    this.touched = true;
    if (channel !== null && !this.channels.includes(channel)) this.channels = [...this.channels, channel];
    if (this.lastOccurredAt === null || this.lastOccurredAt < occurredAt) this.lastOccurredAt = occurredAt;
    return this.lastSeq;
  }

  /** A change that is no entry (a delivery, a revision, a field). */
  touch(): void {
    this.version += 1;
    this.touched = true;
  }

  apply(happening: TicketHappening): void {
    if (happening.kind === 'customer_wrote') {
      this.folded = false;
      this.quarantined = false;
      this.automaticMails = 0;
    }
    if (happening.kind === 'agent_answered') this.automaticMails = 0;
    // Whoever works on a ticket has let it out.
    if (happening.kind === 'agent_answered' || (happening.kind === 'agent_set' && happening.status !== 'closed')) this.quarantined = false;
    const to = nextStatus(this.status, happening);
    if (to === this.status) return;
    this.statusChanges.push({ from: this.status, to, version: this.version });
    this.status = to;
    this.touched = true;
  }
}
