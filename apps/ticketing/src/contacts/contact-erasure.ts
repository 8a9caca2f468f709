import { Inject, Injectable } from '@nestjs/common';
import { BLOB_SWEEPER, type BlobSweeper } from '#blob-store';
import { DATABASE, type Database, type Transaction } from '#database';
import { EVENT_BUS, type EventBus } from '#event-bus';
import { CLOCK, type Clock, PermanentError } from '#runtime';
import { mailboxKey, PROOFS, questionKey } from '../acknowledgements/address-groups.js';
import { EMPTY_DESK } from '../desk/desk-schema.js';
import { DeskVersionRepository } from '../desk/desk-version.repository.js';
import { readDesk } from '../desk/read-desk.js';
import { forgetCases } from '../request-types/forget-cases.js';
import { Effects } from '../idempotency/effects.js';
import { RequestRepository } from '../idempotency/request.repository.js';
import { EntryRepository } from '../tickets/entry.repository.js';
import { HOUSE } from '../tickets/actor.js';
import { asEntryId } from '../tickets/ticket-events.js';
import { TicketRepository } from '../tickets/ticket.repository.js';
import { TicketWork } from '../tickets/ticket-work.js';
import { TurnKeepers } from '../tickets/turn-keepers.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import { eraseEntryContent, forgetTicketTraces } from '../retention/erase-content.js';
import { eraseLater, findKeptRecordings, forgetBlobs } from '../retention/kept-recordings.js';
import { findHeld, refuseHeld } from '../retention/refuse-held.js';
import { AddressMarks } from './address-marks.js';
import type { ErasedContact, ForeseenErasure } from './erased-contact.js';
import { listForgetting } from './erased-conversations.js';
import { findOffersOf, findPerson, findTicketsOf, HIS_ENTRIES, type Person } from './person.js';

/** No ticket is opened here. */
const NO_DESK = { current: () => ({ version: 0, desk: EMPTY_DESK }) };

interface ErasedEntry {
  readonly id: string;
  readonly ticketId: string;
}

/**
 * Takes a person out: his name and addresses, every word and byte of his tickets, and what he wrote in tickets of others. Numbers, times and
 * states stay, so that counts stay true; so does the id of each entry, so that a message that comes again is known and does not come back. Connectors
 * forget what they keep of his conversations when they read of it on the log.
 */
@Injectable()
export class ContactErasure {
  private readonly work: TicketWork;
  private readonly versions: DeskVersionRepository;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(EVENT_BUS) bus: EventBus,
    @Inject(BLOB_SWEEPER) private readonly sweeper: BlobSweeper,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.versions = new DeskVersionRepository(database);
    const effects = new Effects(database, new RequestRepository(database));
    this.work = new TicketWork(database, clock, bus, new TicketRepository(NO_DESK), new EntryRepository(), effects, new TurnKeepers());
  }

  /** What erasing would take, and what would stay; changes nothing. Throws `PermanentError`: `contact_unknown`, `contact_ambiguous`. */
  async foresee(who: string): Promise<ForeseenErasure> {
    const now = this.clock.now();
    return this.database.run(async (transaction) => {
      const person = await findPerson(transaction, who);
      const { own, others } = await findTicketsOf(transaction, person);
      const all = await findEntries(transaction, person, own, others);
      const kept = await findKeptRecordings(transaction, await this.retentionIn(transaction), idsOf(all), now);
      const held = await findHeld(transaction, person, [...own, ...all.map(({ ticketId }) => ticketId)]);
      return { tickets: own.length, entries: all.length - kept.length, kept: { entries: kept.length, until: lastOf(kept) }, held };
    });
  }

  /**
   * `foreseen`: what who decides was shown; where more would go now he looks again. Throws `PermanentError`: `contact_unknown`, `contact_ambiguous`, `legal_hold`,
   * `erasure_changed`.
   */
  async erase(who: string, foreseen: Pick<ForeseenErasure, 'tickets' | 'entries'> | null = null): Promise<ErasedContact> {
    const { tickets, entries, refs, kept } = await this.work.run(async (unit) => {
      const person = await findPerson(unit.transaction, who);
      await AddressMarks.hold(unit.transaction, person.identities);
      const { own, others, offered } = await findTicketsOf(unit.transaction, person);
      const drafts = await unit.lock([...own, ...others], 'take');
      const all = await findEntries(unit.transaction, person, own, others);
      await refuseHeld(unit.transaction, person, [...own, ...all.map(({ ticketId }) => ticketId)]);
      const kept = await findKeptRecordings(unit.transaction, await this.retentionIn(unit.transaction), idsOf(all), unit.now);
      const keptIds = kept.map(({ id }) => id);
      const entries = all.filter(({ id }) => !keptIds.includes(id));
      const ids = idsOf(entries);
      if (foreseen !== null) refuseOther(foreseen, { tickets: own.length, entries: ids.length });
      for (const record of await listForgetting(unit.transaction, person, ids, unit.now, keptIds)) unit.send(record);
      const refs = await forgetBlobs(unit.transaction, ids);
      await forgetTraces(unit.transaction, person, own, ids, unit.now);
      await eraseEntryContent(unit.transaction, ids, unit.now);
      await eraseLater(unit.transaction, kept);
      await unit.transaction.query(
        `update tickets set subject = '[erased]', topic = null, proof = null, reference = null, fields = '{}', tags = '{}' where id = any($1::uuid[])`,
        [own],
      );
      const [isOwn, isOffered] = [new Set(own), new Set(offered)];
      for (const draft of drafts) tell(unit, draft, { isOwn: isOwn.has(draft.id), isOffered: isOffered.has(draft.id) }, entries);
      return { tickets: own.length, entries: ids.length, refs, kept };
    });
    const deleted = await this.sweeper.erase(refs);
    return { tickets, entries, blobs: deleted, blobsLeft: refs.length - deleted, kept: { entries: kept.length, until: lastOf(kept) } };
  }

  private async retentionIn(transaction: Transaction) {
    const { desk } = readDesk((await this.versions.findLatest(transaction))?.desk);
    return (desk ?? EMPTY_DESK).retention;
  }
}

function idsOf(all: readonly { readonly id: string }[]): string[] {
  return all.map(({ id }) => id);
}

function lastOf(kept: readonly { readonly until: Date }[]): Date | null {
  return kept.reduce<Date | null>((last, { until }) => (last !== null && last > until ? last : until), null);
}

type Extent = Pick<ForeseenErasure, 'tickets' | 'entries'>;

function refuseOther(foreseen: Extent, now: Extent): void {
  if (foreseen.tickets === now.tickets && foreseen.entries === now.entries) return;
  throw new PermanentError('there is more or less of this person than was shown', {
    code: 'erasure_changed',
    hint: 'look again: GET /api/v1/contacts/{id}/erasure',
    fields: { ...now },
  });
}

function tell(
  unit: WorkUnit,
  draft: Parameters<WorkUnit['apply']>[0],
  { isOwn, isOffered }: { readonly isOwn: boolean; readonly isOffered: boolean },
  entries: readonly ErasedEntry[],
): void {
  const erased = entries.filter(({ ticketId }) => ticketId === draft.id);
  if (!isOwn && !isOffered && erased.length === 0) return;
  draft.touch();
  if (isOwn) unit.apply(draft, { kind: 'agent_set', status: 'closed' }, HOUSE.kind);
  for (const { id } of erased) unit.tell('ticket.entry_changed.v1', draft, { entryId: asEntryId(id), change: 'revised' });
}

async function findEntries(transaction: Transaction, person: Person, own: string[], others: string[]): Promise<ErasedEntry[]> {
  const his = [others, person.contactIds, person.identities.map(({ value }) => value)];
  return transaction.query<ErasedEntry>(
    `select id, ticket_id as "ticketId" from entries where ticket_id = any($4::uuid[]) or (${HIS_ENTRIES}) order by id`,
    [...his, own],
  );
}

/** Everything that names him or his messages beside entries and tickets. */
async function forgetTraces(transaction: Transaction, person: Person, own: string[], entryIds: string[], now: Date): Promise<void> {
  const { contactIds, keys } = person;
  const run = (sql: string, values: unknown[]) => transaction.query(sql, values);
  await run(
    `delete from ticket_views where query->>'contact' = any($1::text[]) or query->>'text' = any($2::text[]) or query->>'q' = any($2::text[])`,
    [contactIds, person.identities.map(({ value }) => value)],
  );
  await run('delete from tasks where entry_id = any($1::uuid[])', [entryIds]);
  await run('delete from ringing_calls where entry_id = any($1::uuid[])', [entryIds]);
  await run('delete from rule_runs where ticket_id = any($1::uuid[])', [own]);
  await run('delete from measures where ticket_id = any($1::uuid[])', [own]);
  await run('delete from incident_tellings where contact_id = any($1::uuid[])', [contactIds]);
  await run('delete from incident_customers where contact_id = any($1::uuid[])', [contactIds]);
  await run('delete from incident_releases where subject = any($1::uuid[])', [contactIds]);
  await run('delete from compensations where contact_id = any($1::uuid[])', [contactIds]);
  await run('delete from contact_orders where contact_id = any($1::uuid[])', [contactIds]);
  await run('delete from contact_products where contact_id = any($1::uuid[])', [contactIds]);
  await run('delete from contact_profiles where contact_id = any($1::uuid[])', [contactIds]);
  await run('delete from recognition_examples where ticket_id = any($1::uuid[])', [own]);
  await run('delete from bot_sessions where ticket_id = any($1::uuid[])', [own]);
  await run('delete from bot_answers where ticket_id = any($1::uuid[])', [own]);
  await run('delete from recognition_predictions where ticket_id = any($1::uuid[])', [own]);
  await forgetCases(transaction, own);
  await run('delete from timers where ticket_id = any($1::uuid[])', [own]);
  await run('delete from notices where ticket_id = any($1::uuid[])', [own]);
  await run('update feedback set reason = null, suggestion = null where ticket_id = any($1::uuid[])', [own]);
  await forgetTicketTraces(transaction, own);
  await run('delete from survey_requests where contact_id = any($1::uuid[])', [contactIds]);
  await run('delete from check_ins where contact_id = any($1::uuid[])', [contactIds]);
  await run(
    `insert into erased_deliveries (print) select distinct sha256(convert_to(delivery_id, 'UTF8')) from ledger where entry_id = any($1::uuid[])
     on conflict do nothing`,
    [entryIds],
  );
  await run('delete from ledger where entry_id = any($1::uuid[])', [entryIds]);
  await run(
    `delete from reconciliation_differences where exists (
       select from unnest($1::text[]) as his (value) where position(lower(his.value) in lower(sender)) > 0)`,
    [person.identities.filter(({ scheme }) => scheme === 'email').map(({ value }) => value)],
  );
  await run('delete from message_claims where entry_id = any($1::uuid[]) or ticket_id = any($2::uuid[])', [entryIds, own]);
  await run(
    `delete from conversation_tickets where ticket_id = any($2::uuid[]) or (inbox_id, conversation_key) in (
       select inbox_id, reply_context->>'conversationKey' from entries where id = any($1::uuid[]) and direction = 'inbound')`,
    [entryIds, own],
  );
  await run(
    `delete from transcript_mails where (inbox_id, conversation_key) in (
       select inbox_id, conversation_key from live_conversations where ticket_id = any($2::uuid[])
       union select inbox_id, reply_context->>'conversationKey' from entries where id = any($1::uuid[]) and direction = 'inbound')`,
    [entryIds, own],
  );
  await run(
    `delete from reply_windows where (inbox_id, conversation_key) in (
       select inbox_id, reply_context->>'conversationKey' from entries where id = any($1::uuid[]) and direction in ('inbound', 'system'))`,
    [entryIds],
  );
  await run(
    `delete from live_conversations where ticket_id = any($2::uuid[]) or (inbox_id, conversation_key) in (
       select inbox_id, reply_context->>'conversationKey' from entries where id = any($1::uuid[]) and direction = 'inbound')`,
    [entryIds, own],
  );
  await run('delete from ticket_people where ticket_id = any($1::uuid[]) or person = any($2::text[]) or contact_id = any($3::uuid[])', [
    own,
    keys,
    contactIds,
  ]);
  const offers = await findOffersOf(transaction, person);
  const forwards = offers.map(({ entryId }) => entryId);
  await run('delete from contact_offers where entry_id = any($1::uuid[])', [[...entryIds, ...forwards]]);
  await run('delete from address_activity where address = any($1::text[])', [
    person.identities.flatMap((identity) => PROOFS.flatMap((proof) => [mailboxKey(identity, proof), questionKey(identity, proof)])),
  ]);
  // Answers kept for requests that are made again.
  await run(
    `delete from http_idempotency where answer is not null and exists (
       select from unnest($1::text[]) as told (id) where position(told.id in answer::text) > 0)`,
    [[...own, ...entryIds, ...contactIds, ...forwards]],
  );
  await run('delete from contact_merges where from_contact = any($1::uuid[]) or into_contact = any($1::uuid[])', [contactIds]);
  await run('delete from contact_confirmations where contact_id = any($1::uuid[]) or scheme || $2 || value = any($3::text[])', [
    contactIds,
    ':',
    person.identities.map(({ scheme, value }) => `${scheme}:${value}`),
  ]);
  await run('delete from identities where contact_id = any($1::uuid[])', [contactIds]);
  await run('update contacts set display_name = null, locale = null, updated_at = $2 where id = any($1::uuid[])', [contactIds, now]);
}
