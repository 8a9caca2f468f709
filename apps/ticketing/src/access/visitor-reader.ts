import { Injectable } from '@nestjs/common';
import type { Sql } from '#database';
import type { ContactFacts, TicketFacts } from '../facts/ticket-facts.js';
import type { ReadMessage } from '../request-types/message-reader.js';
import type { Visitor } from './judge-access.js';

interface Proofs {
  readonly ticketId: string;
  readonly verified: string[];
  readonly botSpoke: boolean;
}

/** Who nobody knows anything of. */
export const STRANGER: Visitor = { plan: null, class: null, company: null, profile: {}, signedIn: false, verified: [], botSpoke: false };

/** Who comes, as far as it is proved. */
@Injectable()
export class VisitorReader {
  async read(sql: Sql, facts: readonly TicketFacts[], messages: readonly ReadMessage[]): Promise<Map<string, Visitor>> {
    if (facts.length === 0) return new Map();
    const proofs = await sql.query<Proofs>(
      `select t.id as "ticketId", array(select distinct i.scheme from identities i join contacts c on c.id = i.contact_id
           where i.assurance = 'verified' and (i.contact_id = first.id or i.contact_id = first.merged_into or c.merged_into = first.id)) as verified,
         exists (select 1 from entries e where e.ticket_id = t.id and e.author->>'role' = 'bot') as "botSpoke"
       from tickets t join contacts first on first.id = t.contact_id where t.id = any($1::uuid[])`,
      [facts.map(({ id }) => id)],
      'access_read_visitors',
    );
    const byTicket = new Map(proofs.map((proof) => [proof.ticketId, proof]));
    return new Map(
      facts.map(({ id, contact }) => {
        const { verified, botSpoke } = byTicket.get(id)!;
        const last = messages.filter(({ ticketId }) => ticketId === id).at(-1)?.author.identity;
        const signedIn = last?.scheme === 'user' && last.assurance === 'verified';
        return [id, { ...toVisitor(contact), signedIn, verified, botSpoke }];
      }),
    );
  }

  /** A person apart from what he writes: signed in is nobody then. */
  async readContact(sql: Sql, contactId: string): Promise<Visitor | null> {
    const [row] = await sql.query<Pick<ContactFacts, 'plan' | 'class' | 'company' | 'fields'> & { verified: string[] }>(
      `select p.plan, p.class, p.company, coalesce(p.fields, '{}') as fields,
         array(select distinct i.scheme from identities i where i.contact_id = c.id and i.assurance = 'verified') as verified
       from contacts own join contacts c on c.id = coalesce(own.merged_into, own.id) left join contact_profiles p on p.contact_id = c.id where own.id = $1::uuid`,
      [contactId],
    );
    return row === undefined ? null : { ...STRANGER, ...toVisitor(row), verified: row.verified };
  }
}

function toVisitor({ plan, class: kind, company, fields }: Pick<ContactFacts, 'plan' | 'class' | 'company' | 'fields'>) {
  return { plan, class: kind, company, profile: fields };
}
