import { canonicalAddress, splitAddress } from '../addresses.js';
import type { InboxAddresses } from './door-protocol.js';

const MOST_FOUND = 1_000;

/** Which inbox takes which address. Exact addresses win over a catch-all of the domain. */
export class RecipientDirectory<Inbox extends InboxAddresses = InboxAddresses> {
  /** False until all inboxes of this process are known: an unknown recipient may still turn out to be ours. */
  complete = false;
  private byAddress = new Map<string, Inbox>();
  private byDomain = new Map<string, Inbox>();
  /** Answers given since the last change: the same few addresses are asked for again and again. */
  private readonly found = new Map<string, Inbox | null>();

  replace(inboxes: Iterable<Inbox>): void {
    this.found.clear();
    this.byAddress = new Map();
    this.byDomain = new Map();
    for (const inbox of inboxes)
      for (const address of inbox.addresses) {
        const canonical = canonicalAddress(address);
        if (canonical === null) continue;
        this.byAddress.set(canonical, inbox);
        if (inbox.catchAll) this.byDomain.set(splitAddress(address)?.domain ?? '', inbox);
      }
  }

  find(recipient: string): Inbox | null {
    const known = this.found.get(recipient);
    if (known !== undefined) return known;
    if (this.found.size >= MOST_FOUND) this.found.clear();
    const inbox = this.look(recipient);
    this.found.set(recipient, inbox);
    return inbox;
  }

  private look(recipient: string): Inbox | null {
    const address = canonicalAddress(recipient);
    if (address === null) return null;
    return this.byAddress.get(address) ?? this.byDomain.get(splitAddress(recipient)?.domain ?? '') ?? null;
  }
}
