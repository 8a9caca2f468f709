import { randomInt, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalValueOf } from '#contracts';
import type { Transaction } from '#database';
import { PermanentError, SECRET_KEY, SETTINGS, type SecretKey, type Settings } from '#runtime';
import { ReplyService } from '../replies/reply.service.js';
import type { Actor } from '../tickets/actor.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ContactMergeService } from './contact-merge.service.js';
import { ContactProfiles } from './contact-profiles.js';
import { writeConfirmation } from './confirmation-text.js';

const LIFETIME_MS = 600_000;
const MOST_ATTEMPTS = 5;
const HOUR_MS = 3_600_000;
/** To one address an hour: whoever is asked by us more often is being pestered. */
const MOST_AN_HOUR = 5;
const PURPOSE = 'contact-confirmation';

export interface ConfirmationInput {
  /** In whose thread the message stands; its contact is who is asked. */
  readonly ticket: string;
  readonly scheme: string;
  readonly value: string;
  /** By which the code goes out: a gateway for text messages, a mailbox. */
  readonly inboxId: string;
}

export interface Confirmation {
  readonly id: string;
  readonly contactId: string;
  readonly scheme: string;
  readonly value: string;
  readonly expiresAt: Date;
  readonly confirmedAt: Date | null;
}

interface Row extends Confirmation {
  readonly codeHash: string;
  readonly attempts: number;
}

const COLUMNS = `id, contact_id as "contactId", scheme, value, expires_at as "expiresAt", confirmed_at as "confirmedAt", code_hash as "codeHash", attempts`;

/** Proves that an address is a contact's: a code goes there, and comes back by another way. */
@Injectable()
export class ContactConfirmationService {
  constructor(
    private readonly work: TicketWork,
    private readonly replies: ReplyService,
    private readonly merges: ContactMergeService,
    private readonly profiles: ContactProfiles,
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Sends a code. Throws `PermanentError`: `ticket_unknown`, `confirmations_exceeded`, and what sending throws (`inbox_unknown`,
   * `inbox_cannot_send`, `writing_first_impossible`).
   */
  async ask({ ticket, scheme, value: written, inboxId }: ConfirmationInput, actor: Actor): Promise<Confirmation> {
    const value = canonicalValueOf(scheme, written);
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      await refuseTooMany(unit, scheme, value);
      const id = randomUUID();
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      const [row] = await unit.transaction.query<Row>(
        `insert into contact_confirmations (id, contact_id, scheme, value, code_hash, actor, created_at, expires_at)
         select $1, coalesce(c.merged_into, c.id), $2, $3, $4, $5, $6, $7 from contacts c where c.id = $8::uuid returning ${COLUMNS}`,
        [
          ...[id, scheme, value, this.hash(id, code), JSON.stringify(actor)],
          ...[unit.now, new Date(unit.now.getTime() + LIFETIME_MS), draft.contactId],
        ],
      );
      const { language, name } = this.settings.deskSettings;
      const { sent, shown } = writeConfirmation(language, name, code);
      const parts = [{ partId: '1', type: 'text' as const, text: sent, fallback: sent }];
      const automatic = { reason: 'confirmation_code', subject: name, shown };
      await this.replies.queue(unit, draft, randomUUID(), { parts, inboxId, to: [{ scheme, value }], automatic }, actor);
      return toConfirmation(row!);
    });
  }

  /**
   * The code that came back. Right: the address is the contact's from now on, and proved; whoever had it before is the same person.
   * Throws `PermanentError`: `confirmation_unknown`, `confirmation_over` (too late, or answered), `code_wrong` (fields.attemptsLeft), `different_people`.
   */
  async answer(contactId: string, id: string, code: string, actor: Actor): Promise<Confirmation> {
    const outcome = await this.work.run(async (unit) => {
      const row = await lock(unit.transaction, id);
      if (row?.contactId !== contactId) throw new PermanentError(`there is no confirmation ${id}`, { code: 'confirmation_unknown' });
      if (row.confirmedAt !== null || row.expiresAt <= unit.now || row.attempts >= MOST_ATTEMPTS)
        throw new PermanentError(`the confirmation ${id} is over`, { code: 'confirmation_over', hint: 'send a new code' });
      if (!this.secret.verify(PURPOSE, `${id}:${code.trim()}`, Buffer.from(row.codeHash, 'base64url'))) {
        await unit.transaction.query('update contact_confirmations set attempts = attempts + 1 where id = $1::uuid', [id]);
        return { attemptsLeft: MOST_ATTEMPTS - 1 - row.attempts };
      }
      await this.own(unit, row, actor);
      await unit.transaction.query('update contact_confirmations set confirmed_at = $2 where id = $1::uuid', [id, unit.now]);
      return { confirmed: { ...toConfirmation(row), confirmedAt: unit.now } };
    });
    if ('confirmed' in outcome && outcome.confirmed !== undefined) return outcome.confirmed;
    throw new PermanentError(`this is not the code that was sent`, {
      code: 'code_wrong',
      hint: outcome.attemptsLeft === 0 ? 'send a new code' : `${outcome.attemptsLeft} tries are left`,
      fields: { attemptsLeft: outcome.attemptsLeft },
    });
  }

  private async own(unit: WorkUnit, { contactId, scheme, value }: Row, actor: Actor): Promise<void> {
    await unit.transaction.query(
      `insert into identities (scheme, scope, value, contact_id, raw, assurance, created_at) values ($1, '', $2, $3::uuid, $2, 'verified', $4)
       on conflict (scheme, scope, value) do update set assurance = 'verified'`,
      [scheme, value, contactId, unit.now],
    );
    const [owner] = await unit.transaction.query<{ id: string }>(
      `select coalesce(c.merged_into, c.id) as id from identities i join contacts c on c.id = i.contact_id
       where i.scheme = $1 and i.scope = '' and i.value = $2`,
      [scheme, value],
    );
    const [lead] = await unit.transaction.query<{ id: string }>(
      'select coalesce(merged_into, id) as id from contacts where id = $1::uuid',
      [contactId],
    );
    if (owner!.id !== lead!.id) await this.merges.mergeIn(unit, { intoId: lead!.id, fromId: owner!.id, reason: 'code_confirmed', actor });
    await this.profiles.tellChange(unit.transaction, lead!.id);
  }

  private hash(id: string, code: string): string {
    return this.secret.sign(PURPOSE, `${id}:${code}`).toString('base64url');
  }
}

async function lock(transaction: Transaction, id: string): Promise<Row | undefined> {
  if (!isUuid(id)) return undefined;
  const [row] = await transaction.query<Row>(`select ${COLUMNS} from contact_confirmations where id = $1::uuid for update`, [id]);
  return row;
}

async function refuseTooMany(unit: WorkUnit, scheme: string, value: string): Promise<void> {
  const [asked] = await unit.transaction.query<{ count: number }>(
    'select count(*)::int as count from contact_confirmations where scheme = $1 and value = $2 and created_at > $3',
    [scheme, value, new Date(unit.now.getTime() - HOUR_MS)],
  );
  if (asked!.count >= MOST_AN_HOUR)
    throw new PermanentError(`${value} was sent ${MOST_AN_HOUR} codes within an hour`, {
      code: 'confirmations_exceeded',
      hint: 'wait an hour, or prove who it is in another way',
    });
}

function toConfirmation({ codeHash: _hash, attempts: _attempts, ...confirmation }: Row): Confirmation {
  return confirmation;
}
