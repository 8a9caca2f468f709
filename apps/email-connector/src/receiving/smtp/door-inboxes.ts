import type { SenderChecks } from '../../authenticating/sender-checks.js';
import type { RoutedMail } from '../imap/read-mail.js';
import { notNow, unknownRecipient } from './door-answers.js';
import { type Contest, type InboxAddresses, RecipientDirectory } from './recipient-directory.js';

/** What an inbox behind the door answers for one mail: resolves when it is durable, rejects when it is not. */
export type AcceptMail = (mail: IncomingMail) => Promise<void>;

export interface IncomingMail {
  readonly raw: Buffer;
  readonly mailFrom: string;
  /** The recipients of this inbox only. */
  readonly rcptTo: readonly string[];
  readonly deliveryId: string;
  readonly receivedAt: Date;
  readonly remoteAddress: string;
  /** Came from a mail server of ours, which let it in before. */
  readonly relayed: boolean;
  /** Undefined where nobody looked. */
  readonly checks: SenderChecks | undefined;
}

export interface DoorInbox extends InboxAddresses {
  /** Null while the inbox exists but does not run: the door answers 451. */
  accept: AcceptMail | null;
  /** Mails that another inbox read for this one, in order; resolves when all are durable. */
  acceptRead(mails: readonly RoutedMail[]): Promise<void>;
}

/** The inboxes of this process that take mail at the door. */
export class DoorInboxes {
  private readonly inboxes = new Map<string, DoorInbox>();
  private readonly directory = new RecipientDirectory<DoorInbox>((inbox) => inbox.accept !== null);
  private contested: ReadonlySet<string> = new Set();
  private readonly stoppedAt = new Map<string, number>();

  /** `onContest` is called once for what two inboxes claim since a change. */
  constructor(private readonly onContest: (contest: Contest) => void) {}

  get complete(): boolean {
    return this.directory.complete;
  }

  /** All are known now: an unknown recipient is nobody's. */
  completeNow(): void {
    this.directory.complete = true;
  }

  set(inbox: DoorInbox): void {
    this.inboxes.set(inbox.id, inbox);
    this.stoppedAt.delete(inbox.id);
    this.change();
  }

  /** The inbox stopped; its addresses stay known so that mail waits at the sender instead of bouncing. */
  pause(inboxId: string): void {
    const inbox = this.inboxes.get(inboxId);
    if (inbox) inbox.accept = null;
    this.stoppedAt.set(inboxId, performance.now());
  }

  /** Known, and not to run until it is set: as `pause`, for one that has not run here. */
  hold(inbox: InboxAddresses): void {
    const put = () => Promise.reject(notNow(`inbox ${inbox.id} is not running`));
    this.inboxes.set(inbox.id, { ...inbox, accept: null, acceptRead: put });
    if (!this.stoppedAt.has(inbox.id)) this.stoppedAt.set(inbox.id, performance.now());
    this.change();
  }

  get(inboxId: string): DoorInbox | null {
    return this.inboxes.get(inboxId) ?? null;
  }

  find(address: string): DoorInbox | null {
    return this.directory.find(address);
  }

  /** As `find`, catch-alls aside. */
  findNamed(address: string): DoorInbox | null {
    return this.directory.findNamed(address);
  }

  /** For how long the inbox does not run, ms; 0 while it does. */
  stoppedFor({ id }: DoorInbox): number {
    const since = this.stoppedAt.get(id);
    return since === undefined ? 0 : performance.now() - since;
  }

  /** Hands the mail to every inbox it is for; all must have it durably. One that failed makes the sender repeat, the others know it then. */
  async deliver(mail: IncomingMail): Promise<void> {
    const byInbox = new Map<DoorInbox, string[]>();
    for (const address of mail.rcptTo) {
      const inbox = this.directory.find(address);
      if (inbox === null) throw unknownRecipient(address);
      byInbox.set(inbox, [...(byInbox.get(inbox) ?? []), address]);
    }
    await Promise.all(
      [...byInbox].map(([inbox, rcptTo]) => {
        if (inbox.accept === null) throw notNow(`inbox ${inbox.id} is not running`);
        return inbox.accept({ ...mail, rcptTo, deliveryId: `${mail.deliveryId}:${inbox.id}` });
      }),
    );
  }

  private change(): void {
    const contests = this.directory.replace(this.inboxes.values());
    const known = this.contested;
    this.contested = new Set(contests.map((contest) => JSON.stringify(contest)));
    for (const contest of contests) if (!known.has(JSON.stringify(contest))) this.onContest(contest);
  }
}
