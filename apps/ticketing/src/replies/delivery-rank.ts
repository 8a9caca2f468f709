import type { DeliveryChanged, DeliveryError, DeliveryStatus } from '#contracts';
import { DELIVERY_RANKS } from '#contracts';
import type { HeldDelivery } from '../tickets/went-out.js';

/** How an outbound entry's sending stands. */
export interface DeliveryState {
  readonly status: DeliveryStatus;
  readonly at: string;
  readonly attempt: number;
  readonly evidence?: DeliveryChanged['evidence'];
  readonly error?: DeliveryError;
  /** It waits for its time, or was taken back before it went out. */
  readonly held?: HeldDelivery;
  /** It was to be taken back, and why it stays where it does. */
  readonly recall?: { readonly askedAt: string; readonly refused?: DeliveryError };
  /** Its first channel refused it for its window or count, and it goes by another: the newest command, where it was before, and why. */
  readonly rerouted?: {
    readonly commandId: string;
    readonly at: string;
    readonly from: { readonly inboxId: string; readonly channel: string };
    readonly error: DeliveryError;
  };
  /** States of single recipients, where the remote told them apart. */
  readonly recipients?: Readonly<Record<string, { readonly status: DeliveryStatus; readonly at: string; readonly error?: DeliveryError }>>;
}

/** Evidence strong enough to say "failed" of what a remote called delivered. */
const PROOF: ReadonlySet<DeliveryChanged['evidence']> = new Set(['dsn', 'provider_ack', 'read_event']);

/**
 * May `change` override `current`? A higher rank does, a final state does; `failed` comes after `sent` (a bounce), after `delivered` or
 * `read` only with evidence; nothing comes after a final state except proof that it was sent after all.
 */
export function overrides(current: DeliveryStatus, change: Pick<DeliveryChanged, 'status' | 'evidence'>): boolean {
  const from = DELIVERY_RANKS[current];
  const to = DELIVERY_RANKS[change.status];
  if (from === null) return false;
  if (to !== null) return to > from;
  if (change.status === 'failed' && from >= DELIVERY_RANKS.delivered!) return PROOF.has(change.evidence);
  return change.status === 'failed' || change.status === 'recalled' || from < DELIVERY_RANKS.sent!;
}

/** Before anything can have reached the remote, a later attempt tells how things stand: `sending` that was surely not sent is `queued` again. */
function isLaterTry(current: DeliveryState, change: DeliveryChanged): boolean {
  const early = (status: DeliveryStatus) => (DELIVERY_RANKS[status] ?? Infinity) < DELIVERY_RANKS.unknown!;
  return early(current.status) && early(change.status) && change.attempt > current.attempt;
}

/** The state after a change; the same object when the change is overridden by what is known. */
export function applyDelivery(current: DeliveryState, change: DeliveryChanged): DeliveryState {
  if (change.recallRefused !== undefined) return withRefusal(current, change.recallRefused, change.at);
  const recipients =
    change.recipient === undefined ? current.recipients : withRecipient(current.recipients ?? {}, change.recipient, change);
  if (!overrides(current.status, change) && !isLaterTry(current, change))
    return recipients === current.recipients ? current : { ...current, recipients };
  return {
    status: change.status,
    at: change.at,
    attempt: change.attempt,
    evidence: change.evidence,
    ...(change.error ? { error: change.error } : {}),
    ...(current.recall ? { recall: current.recall } : {}),
    ...(recipients ? { recipients } : {}),
    ...(current.rerouted ? { rerouted: current.rerouted } : {}),
  };
}

/** Only a note: how the sending stands is not changed by it. */
function withRefusal(current: DeliveryState, refused: DeliveryError, at: string): DeliveryState {
  if (current.recall?.refused !== undefined) return current;
  return { ...current, recall: { askedAt: current.recall?.askedAt ?? at, refused } };
}

type Recipients = NonNullable<DeliveryState['recipients']>;

function withRecipient(known: Recipients, recipient: string, change: DeliveryChanged): Recipients {
  const before = known[recipient];
  if (before !== undefined && !overrides(before.status, change)) return known;
  return { ...known, [recipient]: { status: change.status, at: change.at, ...(change.error ? { error: change.error } : {}) } };
}
