import { Injectable } from '@nestjs/common';
import { PermanentError } from '#runtime';
import { DeskProfiles } from '../../desk/desk-profiles.js';
import { TicketFactsReader } from '../../facts/ticket-facts.js';
import type { Actor } from '../../tickets/actor.js';
import { TicketWork } from '../../tickets/ticket-work.js';
import { EvidenceDesk } from './evidence-desk.js';

/** Evidence that an agent ticks: said on the phone, shown at the counter, recognised by her and not by us. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly work: TicketWork,
    private readonly facts: TicketFactsReader,
    private readonly evidence: EvidenceDesk,
    private readonly profiles: DeskProfiles,
  ) {}

  /** Returns the ticket's id. Throws `PermanentError`: `ticket_unknown`, `evidence_unknown`. */
  async take(
    ticket: string,
    key: string,
    given: { readonly value?: string | undefined; readonly entryId?: string | undefined },
    actor: Actor,
  ): Promise<string> {
    const known = Object.keys(this.profiles.current().desk.evidence);
    if (!known.includes(key))
      throw new PermanentError(`the desk knows no evidence ${key}`, {
        code: 'evidence_unknown',
        hint: `one of: ${known.join(', ') || 'none'}`,
      });
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      const facts = (await this.facts.read(unit.transaction, [draft.id])).get(draft.id)!;
      await this.evidence.take(unit, [{ draft, facts, key, value: given.value ?? null, entryId: given.entryId ?? null, actor }]);
      return draft.id;
    });
  }
}
