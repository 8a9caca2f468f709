import type { IncomingMessage } from 'node:http';
import type { Sql } from '#database';
import type { ConsumedRecord } from '#event-bus';
import type { Authenticator } from '../agents/authenticator.js';
import type { Principal } from '../agents/principal.js';
import { isSeenBy, type SeenFacts, seenFacts, type Viewer, viewerOf } from '../agents/viewer.js';

/** Who listens, and which tickets he sees; `viewer` null: all. */
export interface StreamViewer {
  readonly viewer: Viewer | null;
  /** The agent whose page it is, whatever he may see. */
  readonly login?: string | null;
}

export function toStreamViewer(principal: Principal): StreamViewer {
  return { viewer: viewerOf(principal), login: principal.agent?.id ?? null };
}

/** Looks again who it is, without keeping his login alive; null when he may not listen any more. */
export async function identifyViewer(authenticator: Authenticator, request: IncomingMessage): Promise<StreamViewer | null> {
  const principal = await authenticator.identify(request, false);
  return principal?.scopes.has('tickets:read') === true ? toStreamViewer(principal) : null;
}

/** Of a ticket nobody knows anything: who does not see all does not hear of it. */
export function mayHear({ viewer }: StreamViewer, facts: SeenFacts | undefined): boolean {
  return viewer === null || (facts !== undefined && isSeenBy(viewer, facts));
}

export type FactsOfTickets = ReadonlyMap<string, SeenFacts>;

/** Who may hear of these events, as their tickets are now. */
export async function readFacts(sql: Sql, records: readonly ConsumedRecord[]): Promise<FactsOfTickets> {
  const ids = [...new Set(records.map(ticketOf).filter((id) => id !== undefined))];
  if (ids.length === 0) return new Map();
  const rows = await sql.query<SeenFacts & { id: string }>(
    `select own.id, ${seenFacts('t')} from tickets own join tickets t on t.id = coalesce(own.merged_into, own.id) where own.id = any($1::uuid[])`,
    [ids],
    'stream-facts',
  );
  return new Map(rows.map(({ id, ...facts }) => [id, facts]));
}

export function ticketOf({ envelope }: ConsumedRecord): string | undefined {
  const { ticketId } = envelope.data as { ticketId?: unknown };
  return typeof ticketId === 'string' ? ticketId : undefined;
}
