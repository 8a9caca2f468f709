import { splitAddress, toClaims, toDomainClaim, toForms } from '../addresses.js';

const MOST_FOUND = 1_000;

/** An inbox as far as recipients need it. */
export interface InboxAddresses {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly catchAll: boolean;
}

/** An address, or the rest of a domain (`@example.com`), that one inbox claims while another holds it. */
export interface Contest {
  readonly address: string;
  readonly holder: string;
  readonly other: string;
}

/** Which inbox takes which address. The most exact claim wins; a catch-all of the domain comes last. */
export class RecipientDirectory<Inbox extends InboxAddresses = InboxAddresses> {
  /** False until all inboxes of this process are known: an unknown recipient may still turn out to be ours. */
  complete = false;
  private holders = new Map<string, Inbox>();
  /** Answers given since the last change: the same few addresses are asked for again and again. */
  private readonly found = new Map<string, Inbox | null>();

  constructor(private readonly isRunning: (inbox: Inbox) => boolean = () => true) {}

  /** First come, first served: who holds an address keeps it while it claims it and runs. Returns what running inboxes claim in vain. */
  replace(inboxes: Iterable<Inbox>): Contest[] {
    this.found.clear();
    const before = this.holders;
    this.holders = new Map();
    const contests: Contest[] = [];
    for (const [address, claimants] of listClaimants(inboxes)) {
      const running = claimants.filter(this.isRunning);
      const able = running.length > 0 ? running : claimants;
      const holder = able.find(({ id }) => id === before.get(address)?.id) ?? able[0]!;
      this.holders.set(address, holder);
      for (const other of running) if (other !== holder) contests.push({ address, holder: holder.id, other: other.id });
    }
    return contests;
  }

  find(recipient: string): Inbox | null {
    const known = this.found.get(recipient);
    if (known !== undefined) return known;
    if (this.found.size >= MOST_FOUND) this.found.clear();
    const inbox = this.look(recipient);
    this.found.set(recipient, inbox);
    return inbox;
  }

  /** As `find`, catch-alls aside. */
  findNamed(recipient: string): Inbox | null {
    for (const form of toForms(recipient)) {
      const holder = this.holders.get(form);
      if (holder !== undefined) return holder;
    }
    return null;
  }

  private look(recipient: string): Inbox | null {
    const parts = splitAddress(recipient);
    if (parts === null) return null;
    return this.findNamed(recipient) ?? this.holders.get(toDomainClaim(parts)) ?? null;
  }
}

function listClaimants<Inbox extends InboxAddresses>(inboxes: Iterable<Inbox>): Map<string, Inbox[]> {
  const claimants = new Map<string, Inbox[]>();
  for (const inbox of inboxes)
    for (const claim of new Set(inbox.addresses.flatMap((address) => toClaims(address, inbox.catchAll)))) {
      const before = claimants.get(claim);
      if (before === undefined) claimants.set(claim, [inbox]);
      else before.push(inbox);
    }
  return claimants;
}
