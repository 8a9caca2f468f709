import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalValueOf } from '#contracts';
import type { Address } from '#contracts';
import type { Sql } from '#database';
import { PermanentError } from '#runtime';
import { explainChange } from '../audit/audit-trail.js';
import { DeskProfiles } from '../desk/desk-profiles.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { findAccountData } from './find-account-data.js';

/** Somebody wants it sent all the same. */
export interface AccountDataOverride {
  readonly reason: string;
  /** May he decide for others what is sent: the right `supervise`. */
  readonly supervises: boolean;
}

export interface OutgoingWords {
  readonly text: string;
  readonly channel: string;
  readonly receivers: readonly Address[];
}

/** Stops answers with account data where others could read them: in open channels, and to addresses nobody proved to be the customer's. */
@Injectable()
export class AccountDataStop {
  constructor(private readonly profiles: DeskProfiles) {}

  /** Throws `PermanentError` (`account_data_stopped`: fields.kinds, fields.where, fields.override). What was sent all the same is told in the thread and the audit log. */
  async check(
    unit: WorkUnit,
    draft: TicketDraft,
    words: OutgoingWords,
    override: AccountDataOverride | undefined,
    actor: Actor,
  ): Promise<void> {
    const { accountData } = this.profiles.current().desk;
    const kinds = findAccountData(words.text, accountData);
    if (kinds.length === 0) return;
    const where = await this.findWhere(unit.transaction, words);
    if (where === null) return;
    const allowed = accountData.override === 'agent' || (accountData.override === 'supervise' && override?.supervises === true);
    if (override === undefined || !allowed) throw stopped(kinds, where.text, accountData.override);
    explainChange({
      reason: `account data (${kinds.join(', ')}) sent all the same: ${override.reason}`,
      cause: { code: 'account_data_sent', values: { kinds: kinds.join(', '), why: override.reason } },
    });
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        {
          ...{ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, code: 'reply.account_data' },
          text: `Sent all the same though it carries account data (${kinds.join(', ')}) and ${where.text}: ${override.reason}`,
          data: { kinds, reason: override.reason, where: where.code, channel: words.channel },
        },
        unit.now,
      ),
    );
  }

  /** Why others could read it there, in words; null where they cannot. */
  private async findWhere(
    sql: Sql,
    { channel, receivers }: OutgoingWords,
  ): Promise<{ code: 'open_channel' | 'unproved'; text: string } | null> {
    const { openChannels, unverified } = this.profiles.current().desk.accountData;
    if (openChannels.includes(channel)) return { code: 'open_channel', text: `${channel} is an open channel` };
    if (!unverified) return null;
    const rows = await sql.query<{ value: string }>(
      `select a.value from unnest($1::text[], $2::text[]) as a (scheme, value) where not exists (
         select from identities i where i.scheme = a.scheme and i.value = a.value and i.assurance = 'verified')`,
      [receivers.map(({ scheme }) => scheme), receivers.map(({ scheme, value }) => canonicalValueOf(scheme, value))],
    );
    return rows.length === 0 ? null : { code: 'unproved', text: 'nobody proved that the address is the customer’s' };
  }
}

function stopped(kinds: readonly string[], where: string, override: string): PermanentError {
  const more = {
    nobody: 'take it out',
    agent: 'take it out, or send accountDataReason',
    supervise: 'take it out, or ask a supervisor to send it with accountDataReason',
  };
  return new PermanentError(`the answer carries account data (${kinds.join(', ')}), and ${where}`, {
    code: 'account_data_stopped',
    hint: `${more[override as keyof typeof more]}; or let the customer prove his address first (POST …/confirmations)`,
    fields: { kinds, where, override },
  });
}
