import { expect } from '@jest/globals';
import type pg from 'pg';
import { SmtpClient } from './smtp-client.js';
import { eventually, type StartedProduct } from './started-product.js';

export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly subject: string;
}
export interface Entry {
  readonly id: string;
  readonly ticketId: string;
  readonly direction: string;
  readonly newText: string;
}
export interface List<T> {
  readonly items: readonly T[];
}

export async function mailTicket(product: StartedProduct, subject: string, from = 'ann@customer.test', words = 'hello'): Promise<Ticket> {
  const door = new SmtpClient(product.smtpPort);
  const id = subject.replaceAll(/\W/g, '');
  const mail = `From: ${from}\r\nTo: support@example.com\r\nSubject: ${subject}\r\nMessage-ID: <${id}@x.test>\r\n\r\n${words} ${id}\r\n`;
  expect(await door.send(from, ['support@example.com'], mail)).toMatch(/^250 /);
  door.close();
  return eventually(async () => {
    const { body } = await product.api<List<Ticket>>(`/tickets?q=${encodeURIComponent(subject)}`);
    return body.items.find((ticket) => ticket.subject === subject);
  }, `a ticket of ${subject}`);
}

/** An entry that waits for a person: a stranger who quotes the number of somebody's ticket. */
export async function mailForReview(product: StartedProduct, name: string): Promise<string> {
  const own = await mailTicket(product, `Owner of ${name}`);
  const strange = await mailTicket(product, `Re: ${name} 【技术支持】${own.number}`, `${name}@stranger.test`);
  return (await product.api<List<Entry>>(`/tickets/${strange.id}/entries`)).body.items[0]!.id;
}

export function mailForward(product: StartedProduct, name: string): Promise<Ticket> {
  const forwarded = `---------- Forwarded message ---------\r\nFrom: Mia <mia@${name}.test>\r\nSubject: Leak\r\n\r\nIt leaks.`;
  return mailTicket(product, `Fwd: ${name}`, `${name}@example.com`, forwarded);
}

export async function quarantineTicket(product: StartedProduct, database: pg.Client, name: string): Promise<Ticket> {
  const ticket = await mailTicket(product, `Flood of ${name}`, `${name}@flood.test`);
  await database.query(`update tickets set quarantined = true, status = 'closed' where id = $1`, [ticket.id]);
  return ticket;
}

export async function buryLetter(database: pg.Client, group: string): Promise<string> {
  const envelope = { specversion: '1.0', id: group, source: '/t', type: 't.v1', time: '2026-03-02T09:00:00.000Z', data: {} };
  const { rows } = await database.query<{ id: string }>(
    `insert into dead_letters (group_name, topic, partition, "offset", key, envelope, appended_at, error_class, code, reason, attempts,
       blob_refs, state, died_at) values ($1, 'a-topic', 0, 1, 'k', $2, now(), 'permanent', 'c', 'r', 1, '{}', 'waiting', now()) returning id`,
    [group, JSON.stringify(envelope)],
  );
  return rows[0]!.id;
}

/** A task of an entry, as a door may ask for one. */
export async function wantTaskOf(database: pg.Client, entryId: string): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `insert into tasks (id, entry_id, key, kind, text, created_at) values (gen_random_uuid(), $1, 'k', 'callback', 'Ring back', now()) returning id`,
    [entryId],
  );
  return rows[0]!.id;
}
