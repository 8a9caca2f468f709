import { randomUUID } from 'node:crypto';
import type { ChatVisitor } from '../support/chat-visitor.js';
import type { DeskAgent } from './desk-agents.js';
import type { List, Ticket } from './desk-views.js';
import type { RunningDesk } from './running-desk.js';

export interface Feedback {
  readonly id: string;
  readonly kind: string;
  readonly way: string;
  readonly ticketId: string;
  readonly value: number | null;
  readonly step: string | null;
  readonly recommend: number | null;
  readonly reason: string | null;
  readonly suggestion: string | null;
  readonly parts: Readonly<Record<string, number>> | null;
  readonly seen: readonly { readonly reader: string }[];
}

export interface Task {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly dueAt: string | null;
}

/** The rating of a ticket, when it is there. */
export function ratingOf(desk: RunningDesk, ticket: { readonly id: string }): Promise<Feedback> {
  return desk.until(async () => (await desk.api<List<Feedback>>('GET', `/feedback?kind=rating&ticket=${ticket.id}`)).items[0], 'a rating');
}

export function taskOf(desk: RunningDesk, ticket: { readonly id: string }, kind: string): Promise<Task> {
  return desk.until(async () => (await desk.api<List<Task>>('GET', `/tasks?ticket=${ticket.id}&kind=${kind}`)).items[0], `a task ${kind}`);
}

export async function answer(desk: RunningDesk, ticket: Ticket, text: string, as: DeskAgent): Promise<void> {
  await desk.api('POST', `/tickets/${ticket.id}/replies`, { text }, as);
}

/** Closes a ticket with what an archive wants to know. */
export async function archive(desk: RunningDesk, ticket: Ticket, as: DeskAgent, status = 'closed', fields: object = {}): Promise<void> {
  const archived = { solution: '已处理', ...fields };
  await desk.api('PATCH', `/tickets/${ticket.id}`, { fields: archived }, as);
  await desk.api('PATCH', `/tickets/${ticket.id}`, { status }, as);
}

/** What the chat showed: the first line with these words. */
export async function lineWith(visitor: ChatVisitor, words: string): Promise<void> {
  await visitor.until(() => JSON.stringify(visitor.lines).includes(words), `a line with ${words}`);
}

/** A finished call, as the exchange tells it; returns its ticket. */
export async function call(desk: RunningDesk, caller: string, more: object = {}): Promise<Ticket> {
  const callId = randomUUID();
  const at = (seconds: number) => new Date(desk.clock.now().getTime() + seconds * 1_000).toISOString();
  const facts = {
    callId,
    direction: 'inbound',
    caller,
    callee: '4008000000',
    startedAt: at(-70),
    answeredAt: at(-60),
    endedAt: at(-1),
    waitMs: 10_000,
    outcome: 'answered',
  };
  const status = await desk.doors.hook('hotline', { ...facts, ...more });
  if (status >= 300) throw new Error(`the call was not taken: ${status}`);
  return desk.ticketOf(callId);
}

export interface Report {
  readonly title: string;
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

export function report(desk: RunningDesk, path: string, as?: DeskAgent): Promise<Report> {
  return desk.api<Report>('GET', `/reports/${path}`, undefined, as);
}

/** Rows by the names of their columns. */
export async function rowsOf(desk: RunningDesk, path: string): Promise<Record<string, string | number | null>[]> {
  const { columns, rows } = await report(desk, path);
  return rows.map((row) => Object.fromEntries(columns.map(({ key }, at) => [key, row[at]!])));
}

/** Figures follow what happens within a moment. */
export function figuresWhere(
  desk: RunningDesk,
  path: string,
  fits: (rows: Record<string, string | number | null>[]) => boolean,
): Promise<Record<string, string | number | null>[]> {
  return desk.until(async () => {
    const rows = await rowsOf(desk, path);
    return fits(rows) && rows;
  }, `figures of ${path}`);
}
