import { Inject, Injectable } from '@nestjs/common';
import { canonicalValueOf } from '#contracts';
import type { Transaction } from '#database';
import type { OutgoingRecord } from '#event-bus';
import { SETTINGS } from '#runtime';
import type { Settings } from '#runtime';
import { ownedDomainOf } from '../acknowledgements/address-groups.js';
import { AgentRepository } from '../agents/agent.repository.js';
import { InboxDirectory } from '../inboxes/inbox-directory.js';
import type { PlannedEntry } from '../intake/batch-plan.js';
import type { StoredMessage } from '../intake/intake-item.js';
import { identityKey } from '../threading/index.js';
import { HOUSE } from '../tickets/actor.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { StoredOffer } from './contact-offer.js';
import { ContactOfferRepository } from './contact-offer.repository.js';
import { ContactOfferService } from './contact-offer.service.js';

interface Forward {
  readonly message: StoredMessage;
  readonly offer: StoredOffer;
}

/** Offers the writer of what a colleague forwarded as the contact, inside intake's transaction. */
@Injectable()
export class ContactOfferer {
  constructor(
    private readonly agents: AgentRepository,
    private readonly inboxes: InboxDirectory,
    private readonly offers: ContactOfferRepository,
    private readonly service: ContactOfferService,
    private readonly work: TicketWork,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * For tickets whose contact is the colleague himself: there is nobody else yet. Accepted by itself only when the desk wants it so, and the
   * mail of an agent is proved to be his. Returns what to tell. Entries are written by now.
   */
  async follow(transaction: Transaction, entries: readonly PlannedEntry[], now: Date): Promise<readonly OutgoingRecord[]> {
    const candidates = entries.flatMap(({ resolved, draft }) => {
      const message = resolved?.item.message;
      const mine = resolved !== null && resolved.contactId === draft.contactId && !resolved.decision.folded;
      return message?.forwarded !== undefined && mine && message.direction === 'inbound' && message.sender.role === 'customer'
        ? [{ message, ticketId: draft.id, contactId: draft.contactId }]
        : [];
    });
    if (candidates.length === 0) return [];
    const own = await this.inboxes.addresses();
    const agents = await this.agents.findAmong(
      candidates.map(({ message }) => message.sender.identities[0]!.value),
      transaction,
    );
    const forwards = candidates.flatMap(({ message, ticketId, contactId }): Forward[] => {
      const offer = toOffer(message, own, agents, this.colleagueDomains(own));
      return offer === null ? [] : [{ message, offer: { ...offer, ticketId, forwarderContact: contactId } }];
    });
    if (forwards.length === 0) return [];
    await this.offers.insert(
      transaction,
      forwards.map(({ offer }) => offer),
    );
    const records: OutgoingRecord[] = [];
    for (const { offer } of forwards.filter((forward) => this.acceptsItself(forward))) {
      const done = await this.work.runIn(transaction, now, async (unit) => {
        const [draft] = await unit.lock([offer.ticketId]);
        // Not the second of one ticket: it has a customer by then.
        if (draft!.contactId === offer.forwarderContact) await this.service.accept(unit, draft!, offer, HOUSE);
      });
      records.push(...done.records);
    }
    return records;
  }

  private acceptsItself({ message, offer }: Forward): boolean {
    const { flags, checks } = message;
    const trusted = offer.verified && offer.reason === 'agent_forwarded' && checks?.dmarc !== 'fail';
    return this.settings.forwards.acceptFromVerifiedAgents && trusted && flags.automated === undefined && flags.spam !== true;
  }

  private colleagueDomains(own: ReadonlySet<string>): ReadonlySet<string> {
    const named = this.settings.forwards.colleagueDomains;
    const domains = named?.map((domain) => domain.toLowerCase()) ?? [...own].filter(isOfOwnDomain).map(domainOf);
    return new Set(domains);
  }
}

/** Where anybody may have an address, sharing the domain makes nobody a colleague. */
function isOfOwnDomain(address: string): boolean {
  return ownedDomainOf({ scheme: 'email', value: address }) !== null;
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

function toOffer(
  { id, sender, forwarded }: StoredMessage,
  own: ReadonlySet<string>,
  agents: ReadonlySet<string>,
  colleagueDomains: ReadonlySet<string>,
): Omit<StoredOffer, 'ticketId' | 'forwarderContact'> | null {
  const identity = sender.identities[0]!;
  const { references = [], messageId } = forwarded!;
  const from = { ...forwarded!.from, value: canonicalValueOf(forwarded!.from.scheme, forwarded!.from.value) };
  const { scheme, value } = identity;
  const isAgent = scheme === 'email' && agents.has(value);
  const isColleague = isAgent || (scheme === 'email' && !own.has(value) && colleagueDomains.has(domainOf(value)));
  if (!isColleague || from.value === value || own.has(from.value)) return null;
  return {
    entryId: id,
    address: from,
    messageIds: messageId === undefined ? [] : [...references.filter((one) => one !== messageId), messageId],
    forwarder: identityKey(identity),
    reason: isAgent ? 'agent_forwarded' : 'colleague_forwarded',
    verified: identity.assurance === 'verified',
    state: 'offered',
    contactId: null,
    before: null,
    decidedAt: null,
  };
}
