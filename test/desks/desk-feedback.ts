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

const UNREADY = ['archive_missing', 'closing_unasked'];

/**
 * Ends a ticket: with what an archive wants to know, and where the desk asks the customer first, when he has confirmed (`confirm` waits for the question and
 * answers it).
 */
export async function archive(
  desk: RunningDesk,
  ticket: Ticket,
  as: DeskAgent,
  { status = 'closed', fields = {}, confirm }: { status?: string; fields?: Record<string, string>; confirm?: () => Promise<unknown> } = {},
): Promise<void> {
  const path = `/tickets/${ticket.id}`;
  if (Object.keys(fields).length > 0) await desk.api('PATCH', path, { fields }, as);
  const close = async () => {
    const { status: code, body } = await desk.ask<{ code?: string }>('PATCH', path, { status }, as);
    if (code >= 300 && !UNREADY.includes(String(body.code))) throw new Error(`the ticket could not be closed: ${JSON.stringify(body)}`);
    return code < 300;
  };
  if (await close()) return;
  const solution = fields['solution'] ?? '已处理';
  await desk.api('PUT', `${path}/archive`, { process: '核实并处理', solution, article: await anyArticle(desk) }, as);
  if (await close()) return;
  await desk.api('PATCH', path, { status: 'solved' }, as);
  await confirm?.();
  await desk.ticketWhere(ticket.id, (found) => found.status === 'closed', 'closed when the customer confirmed');
}

/** Key of an article that the desk's file brought. */
async function anyArticle(desk: RunningDesk): Promise<string> {
  const { items } = await desk.api<List<{ key: string | null }>>('GET', '/help/articles?limit=1');
  return items[0]!.key!;
}

/** A customer by mail says that all is solved, when he is asked. */
export function confirmByMail(desk: RunningDesk, { number }: Ticket, from: string, to: string): () => Promise<unknown> {
  return async () => {
    await desk.mailTo(from, ({ mail: { text = '' } }) => text.includes('是否已解决'));
    return desk.doors.mail({ from, to, subject: `Re: [${number}]`, text: '已解决，没有其他问题，谢谢' });
  };
}

export function confirmByChat(visitor: ChatVisitor): () => Promise<unknown> {
  return async () => {
    await lineWith(visitor, '是否已解决');
    return visitor.say('已解决，没有其他问题，谢谢');
  };
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

/** Figures of a period as everybody sees them, once a supervisor has released them; before that nobody outside does. */
export async function releasedFigures(
  desk: RunningDesk,
  key: string,
  from: string,
): Promise<{ readonly period: { readonly from: string; readonly to: string }; readonly rows: (string | number | null)[][] }> {
  interface Made {
    readonly runId: string;
    readonly key: string;
    readonly from: string;
    readonly release: object | null;
  }
  interface Shown {
    readonly key: string;
    readonly period: { readonly from: string; readonly to: string };
    readonly rows: (string | number | null)[][];
  }
  const look = async () => {
    const { items } = (await (await fetch(`${desk.product.apiUrl}/api/v1/public/figures`)).json()) as { items: Shown[] };
    return items.find((each) => each.key === key && each.period.from === from);
  };
  const made = await desk.until(
    async () => (await desk.api<List<Made>>('GET', '/public-figures')).items.find((each) => each.key === key && each.from === from),
    `the report ${key} of ${from}`,
  );
  if (made.release === null && (await look()) !== undefined) throw new Error(`${key} was shown before anybody released it`);
  await desk.api('POST', '/public-figures/releases', { runId: made.runId });
  return desk.until(look, `${key}, shown to everybody`);
}
