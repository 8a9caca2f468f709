import { randomUUID } from 'node:crypto';
import { PROGRAM_KEY } from './overlay.js';
import type { List, Ticket } from './desk-views.js';
import type { RunningDesk } from './running-desk.js';

export interface PageCallSeen {
  readonly id: string;
  readonly state: string;
  readonly acknowledgedBy: string | null;
  readonly pages: readonly { readonly person: string; readonly name: string; readonly state: string }[];
}

export interface PlanSeen {
  readonly id: string;
  readonly state: string;
  readonly steps: readonly {
    readonly id: string;
    readonly key: string;
    readonly dueAt: string;
    readonly doneAt: string | null;
    readonly missedAt: string | null;
  }[];
  readonly reports: readonly {
    readonly place: number;
    readonly missed: boolean;
    readonly text: string;
    readonly recipients: readonly { readonly person: string; readonly inboxId: string; readonly fault: string | null }[];
  }[];
}

export interface IncidentSeen {
  readonly id: string;
  readonly ticketId: string;
  readonly title: string;
  readonly state: string;
  readonly customers: number;
  readonly told: number;
}

export interface CompensationSeen {
  readonly id: string;
  readonly displayName: string | null;
  readonly amount: number;
  readonly unit: string;
  readonly state: string;
  readonly policy: string;
  readonly basis: { readonly minutes: number | null; readonly plan: string | null };
}

export interface NoticeSeen {
  readonly kind: string;
  readonly text: string;
  readonly ticketId: string | null;
  readonly createdAt: string;
}

export async function listOf<T>(desk: RunningDesk, path: string): Promise<readonly T[]> {
  return (await desk.api<List<T>>('GET', path)).items;
}

/** Waits for the newest item of a list, as it is wanted. */
export function newestWhere<T>(desk: RunningDesk, path: string, fits: (item: T) => boolean, what: string): Promise<T> {
  return desk.until(async () => (await listOf<T>(desk, path)).find(fits), what);
}

/** It goes over the log and a gateway. */
const GATEWAY_MS = 20_000;

/** Waits for a text message or a push to somebody. */
export function messageTo(desk: RunningDesk, to: string, fits: (text: string) => boolean, what: string): Promise<string> {
  return desk.until(async () => desk.messages.said.find((said) => said.to === to && fits(said.text))?.text, what, GATEWAY_MS);
}

/** Waits for what a group's robot said, or what came to a signed webhook, by the name of its provider. */
export function groupHears(desk: RunningDesk, provider: 'wecom' | 'dingtalk' | 'http', fits: (text: string) => boolean): Promise<string> {
  const found = () => desk.messages.said.find((said) => said.provider === provider && fits(said.text))?.text;
  return desk.until(() => Promise.resolve(found()), `a message by ${provider}`, GATEWAY_MS);
}

/** A program's JSON at a door that takes a key. Returns the ticket that it opened. */
export async function postAsProgram(
  desk: RunningDesk,
  inbox: string,
  body: { readonly subject: string; readonly [field: string]: unknown },
): Promise<Ticket> {
  const answer = await fetch(`${desk.product.apiUrl}/in/${inbox}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${PROGRAM_KEY}`, 'idempotency-key': randomUUID() },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${inbox} said ${answer.status}: ${await answer.text()}`);
  return desk.ticketLike(body.subject);
}

export function minutesAfter(from: Date, iso: string): number {
  return Math.round((Date.parse(iso) - from.getTime()) / 60_000);
}
