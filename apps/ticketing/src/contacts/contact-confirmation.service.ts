import { randomInt, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalValueOf } from '#contracts';
import type { Transaction } from '#database';
import { PermanentError, SECRET_KEY, SETTINGS, type SecretKey, type Settings } from '#runtime';
import { ReplyService } from '../replies/reply.service.js';
import { type Actor, toRecordEntry } from '../tickets/actor.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import { isUuid } from '../tickets/ticket.repository.js';
import { TicketWork } from '../tickets/ticket-work.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { ContactMergeService } from './contact-merge.service.js';
import { ContactProfiles } from './contact-profiles.js';
import { type ConfirmationText, writeConfirmation } from './confirmation-text.js';

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

/** A code that is asked for as a part of other work. */
export interface CodeWish extends Omit<ConfirmationInput, 'ticket'> {
  readonly id: string;
  readonly lifetimeMs: number;
  write(code: string): ConfirmationText;
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
  async ask({ ticket, ...asked }: ConfirmationInput, actor: Actor): Promise<Confirmation> {
    const { language, name } = this.settings.deskSettings;
    return this.work.run(async (unit) => {
      const draft = await unit.lockLead(ticket);
      const wish = {
        ...asked,
        id: randomUUID(),
        lifetimeMs: LIFETIME_MS,
        write: (code: string) => writeConfirmation(language, name, code),
      };
      return toConfirmation((await this.askIn(unit, draft, wish, actor))!);
    });
  }

  /** On a locked ticket, as a part of other work, once for each id: null when it was asked before. Throws as `ask` does. */
  async askIn(unit: WorkUnit, draft: TicketDraft, wish: CodeWish, actor: Actor): Promise<Row | null> {
    const { id, scheme, inboxId, lifetimeMs, write } = wish;
    const value = canonicalValueOf(scheme, wish.value);
    const known = await unit.transaction.query('select from contact_confirmations where id = $1::uuid', [id]);
    if (known.length > 0) return null;
    await refuseTooMany(unit, scheme, value);
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const { sent, shown } = write(code);
    const parts = [{ partId: '1', type: 'text' as const, text: sent, fallback: sent }];
    const { name } = this.settings.deskSettings;
    const automatic = { reason: 'confirmation_code', subject: name, shown };
    // Whoever asked for it, it is the desk that writes, unless a person does.
    const writer: Actor = actor.kind === 'agent' ? actor : { kind: 'system', displayName: name };
    await this.replies.queue(unit, draft, randomUUID(), { parts, inboxId, to: [{ scheme, value }], automatic }, writer);
    const [row] = await unit.transaction.query<Row>(
      `insert into contact_confirmations (id, contact_id, scheme, value, code_hash, actor, created_at, expires_at)
       select $1, coalesce(c.merged_into, c.id), $2, $3, $4, $5, $6, $7 from contacts c where c.id = $8::uuid returning ${COLUMNS}`,
      [
        ...[id, scheme, value, this.hash(id, code), JSON.stringify(actor)],
        ...[unit.now, new Date(unit.now.getTime() + lifetimeMs), draft.contactId],
      ],
    );
    return row!;
  }

  /**
   * A code that came back in words, on a locked ticket. `unasked`: no code is open for that address. Whether it was right counts as `answer` counts it.
   * Throws `PermanentError` (`different_people`).
   */
  async hear(
    unit: WorkUnit,
    draft: TicketDraft,
    { scheme, value, code }: { readonly scheme: string; readonly value: string; readonly code: string },
    actor: Actor,
  ): Promise<'right' | 'wrong' | 'unasked'> {
    const [row] = await unit.transaction.query<Row>(
      `select ${COLUMNS} from contact_confirmations where scheme = $1 and value = $2 and confirmed_at is null and expires_at > $3 and attempts < ${MOST_ATTEMPTS}
         and contact_id in (select coalesce(merged_into, id) from contacts where id = $4::uuid) order by created_at desc limit 1 for update`,
      [scheme, value, unit.now, draft.contactId],
    );
    if (row === undefined) return 'unasked';
    return (await this.try(unit, row, code, actor)) === null ? 'right' : 'wrong';
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
      const attemptsLeft = await this.try(unit, row, code, actor);
      if (attemptsLeft !== null) return { attemptsLeft };
      await tellProved(unit, row, actor);
      return { confirmed: { ...toConfirmation(row), confirmedAt: unit.now } };
    });
    if ('confirmed' in outcome && outcome.confirmed !== undefined) return outcome.confirmed;
    throw new PermanentError(`this is not the code that was sent`, {
      code: 'code_wrong',
      hint: outcome.attemptsLeft === 0 ? 'send a new code' : `${outcome.attemptsLeft} tries are left`,
      fields: { attemptsLeft: outcome.attemptsLeft },
    });
  }

  /** Null: it was right; else how many tries are left. */
  private async try(unit: WorkUnit, row: Row, code: string, actor: Actor): Promise<number | null> {
    const { id, codeHash, attempts } = row;
    if (!this.secret.verify(PURPOSE, `${id}:${code.trim()}`, Buffer.from(codeHash, 'base64url'))) {
      await unit.transaction.query('update contact_confirmations set attempts = attempts + 1 where id = $1::uuid', [id]);
      return MOST_ATTEMPTS - 1 - attempts;
    }
    await this.own(unit, row, actor);
    await unit.transaction.query('update contact_confirmations set confirmed_at = $2 where id = $1::uuid', [id, unit.now]);
    return null;
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

/** Tickets that wait for this proof hear of it. */
async function tellProved(unit: WorkUnit, { contactId, scheme, value }: Row, actor: Actor): Promise<void> {
  const waiting = await unit.transaction.query<{ id: string }>(
    `select t.id from tickets t join contacts c on c.id = t.contact_id where t.proof->>'scheme' = $1 and t.proof->>'value' = $2
       and coalesce(c.merged_into, c.id) = $3::uuid and t.status <> 'closed' and t.merged_into is null order by t.id`,
    [scheme, value, contactId],
  );
  const text = `The contact has proved that ${scheme} ${value} is his.`;
  for (const draft of await unit.lock(waiting.map(({ id }) => id)))
    unit.addEntry(draft, null, (seq) =>
      toRecordEntry(
        {
          ...{ id: randomUUID(), ticketId: draft.id, seq, direction: 'system', actor, text },
          ...{ code: 'contact.address_proved', data: { scheme, value } },
        },
        unit.now,
      ),
    );
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
