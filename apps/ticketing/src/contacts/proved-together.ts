import { Injectable } from '@nestjs/common';
import type { Identity, Sender } from '#contracts';
import type { Transaction } from '#database';
import { HOUSE } from '../tickets/actor.js';
import { chooseLead } from './contact-merge.js';
import { ContactMergeRepository } from './contact-merge.repository.js';

interface Pair {
  readonly sender: number;
  readonly identity: Identity;
}

/**
 * Identities that one message proves together are of one person: a visitor who signs in, a customer whose platform tells his id of all its
 * apps. Where they belonged to two contacts, these become one.
 */
@Injectable()
export class ProvedTogether {
  constructor(private readonly merges: ContactMergeRepository) {}

  /** `contactIds`: of the senders, by their first identities. Returns the same after what had to be put together. */
  async join(transaction: Transaction, senders: readonly Sender[], contactIds: readonly string[], now: Date): Promise<readonly string[]> {
    const pairs = senders.flatMap(({ identities: [main, ...others] }, sender) =>
      main?.assurance !== 'verified'
        ? []
        : others.filter(({ assurance }) => assurance === 'verified').map((identity): Pair => ({ sender, identity })),
    );
    if (pairs.length === 0) return contactIds;
    const owners = await this.findOwners(transaction, pairs);
    const leads = new Map<string, string>();
    const leadOf = (id: string): string => (leads.has(id) ? leadOf(leads.get(id)!) : id);
    for (const [place, { sender }] of pairs.entries()) {
      const own = leadOf(contactIds[sender]!);
      const other = leadOf(owners[place] ?? own);
      if (own === other || (await this.merges.wereTakenApart(transaction, own, other))) continue;
      const { from, into } = chooseLead(own, other);
      if ((await this.merges.merge(transaction, { from, into, reason: 'proved_together', actor: HOUSE }, now)) !== null)
        leads.set(from, into);
    }
    return leads.size === 0 ? contactIds : contactIds.map(leadOf);
  }

  /** Whose each identity is; null when it is nobody's. */
  private async findOwners(transaction: Transaction, pairs: readonly Pair[]): Promise<(string | null)[]> {
    const rows = await transaction.query<{ place: string; owner: string }>(
      `select w.place, coalesce(c.merged_into, c.id) as owner
       from unnest($1::text[], $2::text[], $3::text[]) with ordinality as w (scheme, scope, value, place)
       join identities i on i.scheme = w.scheme and i.scope = w.scope and i.value = w.value join contacts c on c.id = i.contact_id`,
      [
        pairs.map(({ identity }) => identity.scheme),
        pairs.map(({ identity }) => identity.scope ?? ''),
        pairs.map(({ identity }) => identity.value),
      ],
      'ticketing_find_owners',
    );
    const owners = new Map(rows.map(({ place, owner }) => [Number(place) - 1, owner]));
    return pairs.map((_pair, place) => owners.get(place) ?? null);
  }
}
