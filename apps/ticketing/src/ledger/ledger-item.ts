import type { Viewer } from '../agents/viewer.js';

/** Where a message is. `received`: on the log, not looked at yet; `parked`: a later try may succeed; `duplicate`: of an entry. */
export type LedgerOutcome = 'received' | 'ticketed' | 'duplicate' | 'parked' | 'dead-lettered';

export interface LedgerItem {
  readonly outcome: LedgerOutcome;
  readonly inboxId: string | null;
  readonly remoteMessageId: string | null;
  readonly deliveryId: string | null;
  /** When the message reached us. */
  readonly receivedAt: Date | null;
  /** When it came to this outcome. */
  readonly at: Date;
  readonly entryId: string | null;
  readonly ticketId: string | null;
  readonly ticketNumber: string | null;
  readonly deadLetterId: string | null;
  readonly reason: string | null;
}

export interface LedgerQuery {
  /** Who asks; null or absent sees all. */
  readonly viewer?: Viewer | null;
  readonly remoteMessageId?: string;
  readonly inboxId?: string;
  readonly limit?: number;
  readonly cursor?: string;
  /** Inboxes whose waiting messages he does not see; null: of none he sees any. */
  readonly hiddenInboxes?: readonly string[] | null | undefined;
}
