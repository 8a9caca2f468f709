import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { ContactConfirmationService } from '../contacts/contact-confirmation.service.js';
import { ReplyChannels } from '../replies/reply-channels.js';
import type { Actor } from '../tickets/actor.js';
import type { LinkedTicket } from './progress-tickets.js';
import { ProgressProofs } from './progress-proofs.js';

const CUSTOMER: Actor = { kind: 'system', displayName: 'customer' };
/** Ways a code reaches a person and nobody else, the likeliest first. */
const SCHEMES = ['email', 'phone'];

/** The ticket's customer proves that he is who wrote: a code goes to an address of his, and comes back on the page. */
@Injectable()
export class ProgressCodes {
  constructor(
    private readonly confirmations: ContactConfirmationService,
    private readonly channels: ReplyChannels,
    private readonly proofs: ProgressProofs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws `PermanentError`: `no_way_to_prove`, `confirmations_exceeded`. */
  async ask(ticket: LinkedTicket): Promise<{ id: string; sentTo: string; scheme: string; expiresAt: Date }> {
    const ways = (await this.channels.list(ticket.id)).filter(({ to }) => SCHEMES.includes(to.scheme));
    const way = ways.sort((a, b) => SCHEMES.indexOf(a.to.scheme) - SCHEMES.indexOf(b.to.scheme))[0];
    if (way === undefined)
      throw new PermanentError('there is no address of yours that a code could be sent to', {
        code: 'no_way_to_prove',
        hint: 'go on by the way you came',
      });
    const { scheme, value } = way.to;
    const { id, expiresAt } = await this.confirmations.ask({ ticket: ticket.id, scheme, value, inboxId: way.inboxId }, CUSTOMER);
    return { id, sentTo: hide(value), scheme, expiresAt };
  }

  /** Throws `PermanentError`: `confirmation_unknown`, `confirmation_over`, `code_wrong`, `different_people`. */
  async answer(ticket: LinkedTicket, id: string, code: string): Promise<{ proof: string; expiresAt: Date }> {
    await this.confirmations.answer(ticket.contactId, id, code, CUSTOMER);
    return this.proofs.make(ticket.id, this.clock.now());
  }
}

/** Enough for who owns it to know it, nothing for who does not: `c•••@e•••.com`, `•••42`. */
export function hide(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return `•••${address.slice(-2)}`;
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  return `${[...address][0]}•••@${[...domain][0]}•••${dot > 0 ? domain.slice(dot) : ''}`;
}
