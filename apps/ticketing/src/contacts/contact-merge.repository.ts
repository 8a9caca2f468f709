import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Sql, Transaction } from '#database';
import { PermanentError } from '#runtime';
import type { Actor } from '../tickets/actor.js';
import { AddressMarks } from './address-marks.js';
import { areDifferentPeople, type ContactMerge, type IdentityName, type MergeReason } from './contact-merge.js';

const COLUMNS = `id, from_contact as "fromContact", into_contact as "intoContact", reason, identities, led, actor, made_at as "madeAt",
  undone_at as "undoneAt"`;

export interface MergeOrder {
  /** Leads, two different ones. */
  readonly from: string;
  readonly into: string;
  readonly reason: MergeReason;
  readonly actor: Actor;
}

/** Puts contacts together and apart again. Tickets keep the contact they were opened for, which leads to the other since. */
@Injectable()
export class ContactMergeRepository {
  /** The contact that an id leads to, null when there is none. */
  async findLead(sql: Sql, id: string): Promise<string | null> {
    const [row] = await sql.query<{ id: string }>('select coalesce(merged_into, id) as id from contacts where id = $1::uuid', [id]);
    return row?.id ?? null;
  }

  /** Null when what they are known by says that they are two people. Both are held from here on. */
  async merge(transaction: Transaction, { from, into, reason, actor }: MergeOrder, now: Date): Promise<ContactMerge | null> {
    const held = await this.holdIdentities(transaction, [from, into]);
    const [his, others] = [held.filter(({ contactId }) => contactId === from), held.filter(({ contactId }) => contactId === into)];
    if (areDifferentPeople(his, others)) return null;
    const led = await transaction.query<{ id: string }>(
      'update contacts set merged_into = $2::uuid, updated_at = $3 where merged_into = $1::uuid returning id',
      [from, into, now],
    );
    await transaction.query('update contacts set merged_into = $2::uuid, updated_at = $3 where id = $1::uuid', [from, into, now]);
    await transaction.query(
      `update contacts c set updated_at = $3, display_name = coalesce(c.display_name, f.display_name), locale = coalesce(c.locale, f.locale)
       from contacts f where c.id = $2::uuid and f.id = $1::uuid`,
      [from, into, now],
    );
    await this.give(transaction, his, into);
    const [merge] = await transaction.query<ContactMerge>(
      `insert into contact_merges (id, from_contact, into_contact, reason, identities, led, actor, made_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [randomUUID(), from, into, reason, JSON.stringify(his.map(toName)), led.map(({ id }) => id), JSON.stringify(actor), now],
    );
    return merge!;
  }

  /** Throws `PermanentError`: `merge_unknown`, `merge_undone`, `merge_covered` when a later one stands on it. */
  async undo(transaction: Transaction, id: string, actor: Actor, now: Date): Promise<ContactMerge> {
    const [merge] = await transaction.query<ContactMerge>(`select ${COLUMNS} from contact_merges where id = $1::uuid for update`, [id]);
    if (merge === undefined) throw new PermanentError(`there is no merge of contacts ${id}`, { code: 'merge_unknown' });
    if (merge.undoneAt !== null) throw new PermanentError(`the merge ${id} was undone already`, { code: 'merge_undone' });
    const { fromContact, intoContact, identities, led } = merge;
    if ((await this.findLead(transaction, fromContact)) !== intoContact)
      throw new PermanentError(`contact ${intoContact} was itself merged into another since`, {
        code: 'merge_covered',
        hint: 'undo the later merge first',
      });
    const held = await this.holdIdentities(transaction, [intoContact]);
    const went = new Set(identities.map(keyOf));
    await this.give(
      transaction,
      held.filter((identity) => went.has(keyOf(identity))),
      fromContact,
    );
    await transaction.query('update contacts set merged_into = null, updated_at = $2 where id = $1::uuid', [fromContact, now]);
    await transaction.query('update contacts set merged_into = $1::uuid, updated_at = $3 where id = any($2::uuid[])', [
      fromContact,
      led,
      now,
    ]);
    await transaction.query('update contacts set updated_at = $2 where id = $1::uuid', [intoContact, now]);
    const [undone] = await transaction.query<ContactMerge>(
      `update contact_merges set undone_at = $2, undone_by = $3 where id = $1::uuid returning ${COLUMNS}`,
      [id, now, JSON.stringify(actor)],
    );
    return undone!;
  }

  async find(sql: Sql, id: string): Promise<ContactMerge | null> {
    const [row] = await sql.query<ContactMerge>(`select ${COLUMNS} from contact_merges where id = $1::uuid`, [id]);
    return row ?? null;
  }

  /** Of a contact and those that lead to it, newest first. */
  async listOf(sql: Sql, contactId: string): Promise<ContactMerge[]> {
    return sql.query<ContactMerge>(
      `with his as (select id from contacts where id = $1::uuid or merged_into = $1::uuid)
       select ${COLUMNS} from contact_merges where into_contact in (select id from his) or from_contact in (select id from his)
       order by made_at desc, id limit 200`,
      [contactId],
    );
  }

  /** Did an agent take these two apart before? Then nobody but an agent puts them together again. */
  async wereTakenApart(sql: Sql, one: string, other: string): Promise<boolean> {
    const rows = await sql.query(
      `select 1 from contact_merges where undone_at is not null
         and (from_contact = $1::uuid and into_contact = $2::uuid or from_contact = $2::uuid and into_contact = $1::uuid) limit 1`,
      [one, other],
    );
    return rows.length > 0;
  }

  private async holdIdentities(transaction: Transaction, contactIds: readonly string[]) {
    const read = () =>
      transaction.query<IdentityName & { contactId: string; assurance: string }>(
        'select scheme, scope, value, contact_id as "contactId", assurance from identities where contact_id = any($1::uuid[])',
        [contactIds],
      );
    await AddressMarks.hold(transaction, await read());
    await transaction.query('select id from contacts where id = any($1::uuid[]) order by id for update', [contactIds]);
    return read();
  }

  private async give(transaction: Transaction, identities: readonly IdentityName[], to: string): Promise<void> {
    if (identities.length === 0) return;
    await transaction.query(
      `update identities i set contact_id = $4::uuid from unnest($1::text[], $2::text[], $3::text[]) as w (scheme, scope, value)
       where i.scheme = w.scheme and i.scope = w.scope and i.value = w.value`,
      [identities.map(({ scheme }) => scheme), identities.map(({ scope }) => scope), identities.map(({ value }) => value), to],
    );
  }
}

function toName({ scheme, scope, value }: IdentityName): IdentityName {
  return { scheme, scope, value };
}

function keyOf({ scheme, scope, value }: IdentityName): string {
  return `${scheme}\n${scope}\n${value}`;
}
