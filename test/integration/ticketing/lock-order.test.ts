import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { toTextPart } from '../../../apps/ticketing/src/replies/compose-outbound.js';
import { DeliveryIntake } from '../../../apps/ticketing/src/replies/delivery-intake.js';
import { ReplyService } from '../../../apps/ticketing/src/replies/reply.service.js';
import { EntryReader } from '../../../apps/ticketing/src/tickets/entry-reader.js';
import { mail, openDesk, openDeskDatabase, toRecord } from '../../support/ticketing-desk.js';
import type { Desk, DeskDatabase } from '../../support/ticketing-desk.js';

const PEOPLE = 60;
const AGENT = { kind: 'agent' as const, displayName: 'Ada' };
const DIED_AT = '2026-03-02T09:00:01.000Z';
const LATER = { occurredAt: '2026-03-02T10:00:00.000Z', receivedAt: '2026-03-02T10:00:01.000Z' };

let database: DeskDatabase;
/** Two processes share nothing but the database. */
let desks: [Desk, Desk];
/** What the server ended because two waited for each other; they try again by themselves, so that nobody else sees it. */
let deadlocks = 0;

beforeAll(async () => {
  database = await openDeskDatabase();
  const settings = { acknowledgements: { perAddressPerDay: 0 } };
  desks = [await openDesk({ database, settings }), await openDesk({ database, settings })];
  for (const { database: own } of desks) {
    const run = own.run.bind(own);
    own.run = (work) =>
      run(work).catch((error: unknown) => {
        if ((error as { code?: string }).code === 'deadlock') deadlocks += 1;
        throw error;
      });
  }
});
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.close()));
  await database.close();
});

beforeEach(() => {
  deadlocks = 0;
});

const bounceOf = (commandId: string) => ({
  ...{ commandId, inboxId: 'support', status: 'failed', rank: null, final: true, at: DIED_AT, attempt: 1, evidence: 'dsn' },
  error: { code: 'dsn', category: 'recipient_invalid', permanent: true, nativeCode: '5.1.1', message: 'gone', hint: 'ask' },
});
const bounce = (desk: Desk, ids: readonly string[]) =>
  desk.get(DeliveryIntake).take(ids.map((id) => toRecord('message.delivery_changed.v1', bounceOf(id))));
const addressesOf = (name: string) => Array.from({ length: PEOPLE }, (_, n) => `${name}${n}@people.test`);
const later = (from: string) => mail({ from, subject: `Later ${from}` }, LATER);
const ticketOf = async (message: InboundMessage) => (await desks[0].get(EntryReader).find(message.id))!.ticketId;

async function open(from: string): Promise<string> {
  const first = mail({ from, subject: `First ${from}` });
  await desks[0].take(first);
  return ticketOf(first);
}

/** Sends one answer of a ticket to each; returns the commands. */
async function answerEach(ticket: string, addresses: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const value of addresses) {
    const to = [{ scheme: 'email', value }];
    ids.push((await desks[0].get(ReplyService).reply(ticket, { parts: [toTextPart('Hello.')], to }, AGENT)).id);
  }
  return ids;
}

async function countMarked(name: string): Promise<number> {
  const [row] = await desks[0].database.sql.query<{ count: number }>(
    `select count(*)::int as count from identities where undeliverable is not null and value like $1 || '%@people.test'`,
    [name],
  );
  return row!.count;
}

async function waitForWaiting(count: number): Promise<void> {
  for (;;) {
    const [row] = await desks[0].database.sql.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (row!.count >= count) return;
  }
}

describe('two processes do not wait for each other in a circle', () => {
  it('when reports of the same dead addresses come in other orders, and when the dead write again', async () => {
    const people = addressesOf('dead');
    await desks[0].take(...people.map((from) => mail({ from, subject: `First ${from}` })));
    const [one, other] = [await answerEach(await open('a@desk.test'), people), await answerEach(await open('b@desk.test'), people)];
    await Promise.all([bounce(desks[0], one), bounce(desks[1], other.reverse())]);
    expect(await countMarked('dead')).toBe(PEOPLE);
    await Promise.all([desks[0].take(...people.map(later)), desks[1].take(...[...people].reverse().map(later))]);
    expect(await countMarked('dead')).toBe(0);
    expect(deadlocks).toBe(0);
  });

  it('when a report and a mail are about one ticket and one address', async () => {
    const first = mail({ from: 'both0@people.test', subject: 'Both' });
    await desks[0].take(first);
    const ticket = await ticketOf(first);
    const [one, two] = await answerEach(ticket, ['both0@people.test', 'both0@people.test']);
    await bounce(desks[0], [one!]);
    let reported: Promise<unknown> = Promise.resolve();
    let written: Promise<unknown> = Promise.resolve();
    await desks[0].database.run(async (transaction) => {
      await transaction.query('select id from tickets where id = $1 for update', [ticket]);
      reported = bounce(desks[0], [two!]);
      await waitForWaiting(1);
      const from = 'both0@people.test';
      written = desks[1].take(mail({ from, subject: 'Re: Both', references: [first.remoteMessageId] }, LATER));
      await waitForWaiting(2);
    });
    await Promise.all([reported, written]);
    expect(await countMarked('both')).toBe(0);
    expect(deadlocks).toBe(0);
  });
});
