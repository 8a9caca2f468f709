import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundMessage } from '#contracts';
import { mail, openDesk, openDeskDatabase } from '../../support/ticketing-desk.js';
import type { Desk, DeskDatabase } from '../../support/ticketing-desk.js';

const PAIRS = 1_000;
const BATCH = 50;

let database: DeskDatabase;
/** Two processes share nothing but the database: each has its own connections and services. */
let desks: Desk[];

beforeAll(async () => {
  database = await openDeskDatabase();
  desks = await Promise.all([openDesk({ database }), openDesk({ database })]);
});
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.close()));
  await database.close();
});

/** Hands one mail of each pair to one process, the other to the other, at once, in shuffled order. */
async function takeAtOnce(pairs: readonly (readonly [InboundMessage, InboundMessage])[]): Promise<void> {
  for (let at = 0; at < pairs.length; at += BATCH) {
    const batch = pairs.slice(at, at + BATCH).map((pair, index) => (index % 2 === 0 ? pair : ([pair[1], pair[0]] as const)));
    await Promise.all(
      desks.map((desk, side) =>
        desk.take(
          ...shuffle(
            batch.map((pair) => pair[side]!),
            at + side,
          ),
        ),
      ),
    );
  }
}

function shuffle<T>(items: T[], seed: number): T[] {
  let state = seed + 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

interface Place {
  readonly id: string;
  readonly ticket: string;
  /** Where a person is asked to put it, or its whole ticket. */
  readonly suggested: string | null;
}

async function findPlaces(messages: readonly InboundMessage[]): Promise<Map<string, Place>> {
  const rows = await desks[0]!.database.sql.query<Place & { [column: string]: unknown }>(
    `select e.id, coalesce(t.merged_into, t.id) as ticket, case when (threading->>'review')::bool then threading->>'suggestedTicketId' end as suggested
     from entries e join tickets t on t.id = e.ticket_id where e.id = any($1::uuid[])`,
    [messages.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Pairs that are neither in one ticket nor, where the sender is a stranger to the other's ticket, suggested to be. */
async function countSplit(pairs: readonly (readonly [InboundMessage, InboundMessage])[]): Promise<{ split: number; suggested: number }> {
  const places = await findPlaces(pairs.flat());
  let [split, suggested] = [0, 0];
  for (const [a, b] of pairs.map((pair) => pair.map(({ id }) => places.get(id)) as [Place | undefined, Place | undefined])) {
    if (a !== undefined && b !== undefined && a.ticket === b.ticket) continue;
    if (a !== undefined && b !== undefined && (a.suggested === b.ticket || b.suggested === a.ticket)) suggested += 1;
    else split += 1;
  }
  return { split, suggested };
}

describe('two processes', () => {
  it('put a parent and its answer, arriving at once, into one ticket', async () => {
    const pairs = Array.from({ length: PAIRS }, (_, index) => {
      const from = `author${index}@example.com`;
      const parent = mail({ from, subject: `Case ${index}`, inbox: 'support' });
      return [parent, mail({ from, subject: `Re: Case ${index}`, inbox: 'sales', references: [parent.remoteMessageId] })] as const;
    });
    await takeAtOnce(pairs);
    expect(await countSplit(pairs)).toEqual({ split: 0, suggested: 0 });
  });

  it('connect a parent and the answer of somebody else', async () => {
    const pairs = Array.from({ length: PAIRS }, (_, index) => {
      const parent = mail({ from: `parent${index}@example.com`, subject: `Matter ${index}` });
      return [
        parent,
        mail({ from: `answer${index}@example.org`, subject: `Re: Matter ${index}`, references: [parent.remoteMessageId] }),
      ] as const;
    });
    await takeAtOnce(pairs);
    expect((await countSplit(pairs)).split).toBe(0);
  });

  it('put the mails of two senders that share an ancestor nobody saw into one ticket', async () => {
    const pairs = Array.from({ length: PAIRS }, (_, index) => {
      const references = [`unseen${index}@elsewhere.example`];
      const subject = `Re: Round ${index}`;
      return [
        mail({ from: `a${index}@example.net`, subject, references }),
        mail({ from: `b${index}@example.org`, subject, references }),
      ] as const;
    });
    await takeAtOnce(pairs);
    expect(await countSplit(pairs)).toEqual({ split: 0, suggested: 0 });
  });

  it('never give one number twice', async () => {
    const [row] = await desks[0]!.database.sql.query<{ tickets: string; numbers: string }>(
      'select count(*) as tickets, count(distinct number) as numbers from tickets',
    );
    expect(row!.numbers).toBe(row!.tickets);
  });
});
