import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { mail } from '../../../support/ticketing-desk.js';
import { type ApiDesk, openApiDesk, type Entry, type Ticket } from './api-desk.js';

export interface Offered extends Ticket {
  readonly contact: {
    readonly id: string;
    readonly displayName: string | null;
    readonly identities: readonly { readonly value: string }[];
  };
  readonly contactOffer: {
    readonly entryId: string;
    readonly state: string;
    readonly reason: string;
    readonly verified: boolean;
    readonly address: object;
  } | null;
  readonly numberTold: object | null;
  readonly code?: string;
}

/** A desk to which colleagues forward what customers wrote, one customer a test. */
export let desk: ApiDesk;
export let api: ApiDesk['api'];
export let run = 0;
export let customer = '';

/** Every suite calls it before its first test: suites of a worker share this module, not its desk. */
export function useOfferDesk(): void {
  beforeAll(async () => {
    desk = await openApiDesk();
    api = desk.api;
  });
  afterAll(() => api.close());
  beforeEach(() => {
    run += 1;
    customer = `mia${run}@pump.test`;
  });
}

export const nameCustomer = (name: string) => {
  customer = `${name}@pump.test`;
};
export const forward = (fields: { from?: string; assurance?: 'verified' | 'claimed' } = {}, more: Partial<InboundMessage> = {}) => {
  const message = mail({ from: fields.from ?? 'anna@example.com', name: 'Anna', subject: `Fwd: Leak ${String.fromCharCode(96 + run)}` });
  const identities = [{ ...message.sender.identities[0]!, assurance: fields.assurance ?? ('claimed' as const) }];
  const from = { scheme: 'email', value: customer, displayName: 'Mia' };
  const ids = [`${customer}.m1`, `${customer}.m2`];
  const threading = { ...message.threading, references: ids };
  const forwarded = { from, to: [], cc: [], messageId: `${customer}.m2`, references: [`${customer}.m1`] };
  return { ...message, sender: { ...message.sender, identities }, threading, forwarded, ...more };
};
export const ticketOf = async (message: InboundMessage, from = api) => {
  const [row] = await from.desk.database.sql.query<{ ticket_id: string }>('select ticket_id from entries where id = $1', [message.id]);
  return (await from.ask<Offered>('GET', `/api/v1/tickets/${row!.ticket_id}`)).body;
};
export const takeForward = async (...given: Parameters<typeof forward>) => {
  const message = forward(...given);
  await api.desk.take(message);
  return ticketOf(message);
};
export const takeFrom = async (from: string, assurance: 'verified' | 'claimed' = 'claimed') => {
  const message = forward({ from, assurance });
  await api.desk.take(message);
  return { ...(await ticketOf(message)), remoteMessageId: message.remoteMessageId };
};
/** About the offer that the ticket showed. */
export const decide = (ticket: Offered, body: object = { decision: 'accept' }) =>
  api.ask<Offered>('POST', `/api/v1/tickets/${ticket.id}/contact-offer`, {
    body: { entryId: ticket.contactOffer?.entryId ?? randomUUID(), ...body },
  });
export const show = async ({ id }: Ticket) => (await api.ask<Offered>('GET', `/api/v1/tickets/${id}`)).body;
export const undo = (ticket: Ticket) => api.ask<Offered>('DELETE', `/api/v1/tickets/${ticket.id}/contact-offer`);
export const answer = async (ticket: Ticket) => {
  const { body } = await api.ask<Entry>('POST', `/api/v1/tickets/${ticket.id}/replies`, { body: { text: 'We send somebody.' } });
  return (await api.desk.requests()).find(({ commandId }) => commandId === body.id)!;
};
