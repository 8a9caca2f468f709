import { Injectable } from '@nestjs/common';
import {
  canonicalValueOf,
  DELIVERY_RANKS,
  eventIdOf,
  toTerseParts,
  toWholeParts,
  type DeliveryError,
  type MessagePart,
  type TersePart,
} from '#contracts';
import { PermanentError } from '#runtime';
import { identityKey } from '../threading/index.js';
import type { Actor } from '../tickets/actor.js';
import type { EntryAuthor, EntryRow, ReplyContext } from '../tickets/entry-row.js';
import type { TicketDraft } from '../tickets/ticket-draft.js';
import type { WorkUnit } from '../tickets/work-unit.js';
import type { DeliveryState } from './delivery-rank.js';
import { toReplyRecord } from './outbound.js';
import { ReplyComposer, type ComposedReply } from './reply-composer.js';
import { ReplyFitter } from './reply-fitter.js';

/** An answer whose sending changed, its row locked. */
export interface FollowedEntry {
  readonly id: string;
  readonly channel: string;
  readonly inboxId: string;
  readonly before: DeliveryState;
  readonly delivery: DeliveryState;
  readonly replyContext: ReplyContext | null;
}

interface Words {
  readonly plain_text: string;
  readonly parts: readonly TersePart[];
  readonly author: EntryAuthor;
}

const CLOSED: ReadonlySet<DeliveryError['category']> = new Set(['window_closed', 'quota_exceeded']);

/**
 * An answer that its channel refused for its window or count, after it was queued, goes the other way its writer named: the same entry, a new command,
 * in the transaction that takes the refusal. Once; not where something of it may have arrived.
 */
@Injectable()
export class ReplyRerouter {
  constructor(
    private readonly fitter: ReplyFitter,
    private readonly composer: ReplyComposer,
  ) {}

  /** How its sending stands after that: as before, where it goes no other way. */
  async follow(unit: WorkUnit, draft: TicketDraft, entry: FollowedEntry): Promise<DeliveryState> {
    const { delivery, replyContext } = entry;
    const { error } = delivery;
    if (error === undefined || replyContext?.otherwise === undefined || !isRefused(entry, error)) return delivery;
    const [words] = await unit.transaction.query<Words & Record<string, unknown>>(
      'select plain_text, parts, author from entries where id = $1::uuid',
      [entry.id],
    );
    const commandId = eventIdOf(`rerouted:${entry.id}`);
    const composed = await this.compose(unit, draft, commandId, toWholeParts(words!.parts, words!.plain_text), words!.author, replyContext);
    if (composed === null) return delivery;
    const { reply, entry: made, channel, to } = composed;
    const at = unit.now.toISOString();
    const rerouted = { commandId, at, from: { inboxId: entry.inboxId, channel: entry.channel }, error };
    const state: DeliveryState = { status: 'queued', at, attempt: 0, rerouted };
    await keep(unit, entry.id, made, state);
    for (const { scheme, value } of to) {
      const person = identityKey({ scheme, value: canonicalValueOf(scheme, value) });
      unit.people.push({ ticketId: draft.id, person, contactId: null, participant: true });
    }
    unit.send(toReplyRecord(reply, channel, unit.now));
    return state;
  }

  /** Null: no way takes it now. */
  private async compose(
    unit: WorkUnit,
    draft: TicketDraft,
    commandId: string,
    parts: readonly MessagePart[],
    { role, agentId, displayName }: EntryAuthor,
    { otherwise, recipients }: ReplyContext,
  ): Promise<ComposedReply | null> {
    const { adapt, ways } = otherwise!;
    const place = { ticketId: draft.id, now: unit.now, queues: true };
    const way = await this.fitter.findOtherWay(unit.transaction, place, parts, { adapt, fallback: ways });
    if (way === null) return null;
    const actor: Actor = {
      kind: role === 'customer' ? 'system' : role,
      ...(agentId === undefined ? {} : { id: agentId }),
      ...(displayName === undefined ? {} : { displayName }),
    };
    const cc = recipients.filter(({ kind }) => kind === 'cc').map(({ kind: _kind, ...address }) => address);
    try {
      return await this.composer.compose(
        unit,
        draft,
        commandId,
        { parts: way.parts, inboxId: way.inboxId, to: [way.to], adapt, ...(cc.length === 0 ? {} : { cc }) },
        actor,
      );
    } catch (error) {
      if (error instanceof PermanentError) return null;
      throw error;
    }
  }
}

function isRefused({ before, delivery }: FollowedEntry, { category, partly }: DeliveryError): boolean {
  if (delivery.status !== 'failed' || delivery.recall !== undefined || partly === true || !CLOSED.has(category)) return false;
  const rank = DELIVERY_RANKS[before.status];
  return rank !== null && rank < DELIVERY_RANKS.sent!;
}

async function keep(unit: WorkUnit, id: string, made: EntryRow, delivery: DeliveryState): Promise<void> {
  const { channel, inboxId, plainText, parts, replyContext } = made;
  const values = [id, channel, inboxId, plainText, toTerseParts(parts, plainText), delivery, replyContext];
  await unit.transaction.query(
    `update entries set channel = $2, inbox_id = $3, plain_text = $4, new_text = null, parts = $5::json, delivery = $6::json,
       reply_context = $7::json, remote_message_id = null where id = $1::uuid`,
    values.map((value) => (typeof value === 'string' || value === null ? value : JSON.stringify(value))),
    'ticketing_reroute_reply',
  );
  await unit.transaction.query('insert into rerouted_replies (command_id, entry_id) values ($1::uuid, $2::uuid)', [
    delivery.rerouted!.commandId,
    id,
  ]);
}
