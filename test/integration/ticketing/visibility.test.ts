import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transaction } from '#database';
import { openTestDatabase, type TestDatabase } from '#database/testing';
import {
  findUnseen,
  isSeenBy,
  seenBy,
  seenFacts,
  type SeenFacts,
  seesContact,
  seesTicket,
  seesTicketOrContact,
  type Viewer,
} from '../../../apps/ticketing/src/agents/viewer.js';
import { mayHear, readFacts } from '../../../apps/ticketing/src/realtime/stream-viewer.js';
import { toRecord } from '../../support/ticketing-desk.js';

// Empty: all that is looked at stands in tables of one transaction.
let stored: TestDatabase;
beforeAll(async () => {
  stored = await openTestDatabase();
});
afterAll(() => stored.close());

const [me, you, mine, boxed, others] = Array.from({ length: 5 }, () => randomUUID()) as [string, string, string, string, string];

/** Every kind of ticket that rights tell apart, in tables of this transaction alone. */
async function fillTickets(transaction: Transaction): Promise<(SeenFacts & { readonly id: string })[]> {
  await transaction.query(
    'create temp table tickets (id uuid, number text, merged_into uuid, confidential boolean, assignee_id uuid, group_id uuid, contact_id uuid) on commit drop',
  );
  await transaction.query('create temp table ticket_guests (ticket_id uuid, guest uuid) on commit drop');
  const tickets = [null, me, you].flatMap((assignee) =>
    [null, mine, boxed, others].flatMap((group) =>
      [false, true].flatMap((confidential) =>
        [[], [me], [mine], [you, others]].map((guests) => ({ id: randomUUID(), assignee, group, confidential, guests })),
      ),
    ),
  );
  await transaction.query(
    `insert into tickets select id, number, null, confidential, assignee, "group" from json_to_recordset($1::json)
       as t (id uuid, number text, confidential boolean, assignee uuid, "group" uuid)`,
    [JSON.stringify(tickets.map((ticket) => ({ ...ticket, number: `N-${ticket.id}` })))],
  );
  await transaction.query('insert into ticket_guests select * from json_to_recordset($1::json) as g (ticket uuid, guest uuid)', [
    JSON.stringify(tickets.flatMap(({ id, guests }) => guests.map((guest) => ({ ticket: id, guest })))),
  ]);
  return tickets;
}

const VIEWERS: Viewer[] = [null, me].flatMap((agentId) =>
  [[], [mine], [mine, boxed]].flatMap((ownGroups) =>
    (['all', 'groups', 'own'] as const).flatMap((sees) =>
      [false, true].map((sealed) => ({ agentId, ownGroups, sees, sealed, trusted: ownGroups.filter((group) => group === boxed) })),
    ),
  ),
);

/** Of the rows of `from` (`x`), the ids that are seen. */
async function listSeen(
  transaction: Transaction,
  from: string,
  condition: (place: (value: unknown) => string) => string,
): Promise<string[]> {
  const values: unknown[] = [];
  const where = condition((value) => `$${values.push(value)}`);
  const rows = await transaction.query<{ id: string }>(`select x.id from ${from} x where ${where}`, values);
  return rows.map(({ id }) => id).sort();
}

describe('what somebody sees', () => {
  it('is the same in a list, where it is named, and in the stream: for everybody, of every ticket', async () => {
    await stored.database.run(async (transaction) => {
      const tickets = await fillTickets(transaction);
      const facts = new Map(
        (await transaction.query<SeenFacts & { id: string }>(`select t.id, ${seenFacts('t')} from tickets t`)).map(({ id, ...row }) => [
          id,
          row,
        ]),
      );
      const ids = tickets.map(({ id }) => id);
      for (const viewer of VIEWERS) {
        const expected = tickets.filter((ticket) => isSeenBy(viewer, ticket)).map(({ id }) => id);
        expect([viewer, await listSeen(transaction, 'tickets', (place) => seenBy(viewer, 'x', place))]).toEqual([
          viewer,
          [...expected].sort(),
        ]);
        const unseen = await findUnseen(transaction, viewer, ids);
        expect([viewer, ids.filter((id) => !unseen.includes(id)).sort()]).toEqual([viewer, [...expected].sort()]);
        expect(ids.filter((id) => mayHear({ viewer }, facts.get(id))).sort()).toEqual([...expected].sort());
      }
      expect(await findUnseen(transaction, VIEWERS[0]!, [])).toEqual([]);
    });
  });

  it('of a merged ticket is what is seen of the one it leads to; of unknown ones nothing is said', async () => {
    await stored.database.run(async (transaction) => {
      const tickets = await fillTickets(transaction);
      const viewer: Viewer = { agentId: me, ownGroups: [mine], sees: 'groups', sealed: false, trusted: [] };
      const [open, closed] = [true, false].map((seen) => tickets.find((ticket) => isSeenBy(viewer, ticket) === seen)!.id) as [
        string,
        string,
      ];
      await transaction.query(
        'update tickets set merged_into = case id when $1::uuid then $2::uuid else $1::uuid end where id in ($1, $2)',
        [open, closed],
      );
      const unknown = randomUUID();
      expect(await findUnseen(transaction, viewer, [open, closed, unknown, 'N-0'])).toEqual([open]);
      expect(await findUnseen(transaction, viewer, [`N-${open}`, `N-${closed}`])).toEqual([`N-${open}`]);
      const records = [open, closed, open].map((ticketId) => toRecord('ticket.changed.v1', { ticketId }));
      const facts = await readFacts(transaction, [...records, toRecord('ticket.changed.v1', { no: 'ticket' })]);
      expect([...facts.keys()].sort()).toEqual([open, closed].sort());
      expect([open, closed].map((id) => isSeenBy(viewer, facts.get(id)!))).toEqual([false, true]);
      expect(await readFacts(transaction, [toRecord('ticket.changed.v1', { no: 'ticket' })])).toEqual(new Map());
      const asked = `(select id from unnest('{${open},${closed},${unknown}}'::uuid[]) id)`;
      expect(await listSeen(transaction, asked, (place) => seesTicket(viewer, 'x.id', place))).toEqual([closed]);
    });
  });

  it('of people is what is seen of their tickets, whoever they were merged with; of who has none, by all who see more than theirs', async () => {
    await stored.database.run(async (transaction) => {
      const tickets = (await fillTickets(transaction)).filter(({ confidential, guests }) => !confidential && guests.length === 0);
      await transaction.query('create temp table contacts (id uuid, merged_into uuid) on commit drop');
      // A person with two names that became one; by turns the ticket stands with the first name or with another.
      const people = tickets.map(({ id }, index) => {
        const names = [randomUUID(), randomUUID(), randomUUID()];
        return { id, lead: names[0]!, names, owner: names[index % 2]! };
      });
      const rows = people.flatMap(({ names, lead }) => names.map((name) => ({ id: name, lead: name === lead ? null : lead })));
      const stranger = randomUUID();
      await transaction.query('insert into contacts select * from json_to_recordset($1::json) as c (id uuid, lead uuid)', [
        JSON.stringify([...rows, { id: stranger, lead: null }]),
      ]);
      await transaction.query(
        'update tickets t set contact_id = p.owner from json_to_recordset($1::json) as p (id uuid, owner uuid) where t.id = p.id',
        [JSON.stringify(people)],
      );
      for (const viewer of VIEWERS) {
        const [seen, unseen] = [true, false].map((wanted) => tickets.filter((ticket) => isSeenBy(viewer, ticket) === wanted)) as [
          typeof tickets,
          typeof tickets,
        ];
        const namesOf = (some: typeof tickets) => people.filter(({ id }) => some.some((ticket) => ticket.id === id));
        const expected = [...namesOf(seen).flatMap(({ names }) => names), ...(viewer.sees === 'own' ? [] : [stranger])].sort();
        expect([viewer, await listSeen(transaction, 'contacts', (place) => seesContact(viewer, 'x.id', place))]).toEqual([
          viewer,
          expected,
        ]);
        // What stands with a ticket is seen with that, whoever its person is; what stands with none, with the person.
        const pairs = [seen[0]?.id ?? null, unseen[0]?.id ?? null, null].flatMap((ticket) =>
          [...people.map(({ lead }) => lead), stranger].map((contact) => ({ id: randomUUID(), ticket, contact })),
        );
        const from = `(select * from json_to_recordset('${JSON.stringify(pairs)}') as p (id uuid, ticket uuid, contact uuid))`;
        const both = pairs.filter(({ ticket, contact }) => (ticket === null ? expected.includes(contact) : ticket === seen[0]?.id));
        expect(await listSeen(transaction, from, (place) => seesTicketOrContact(viewer, 'x.ticket', 'x.contact', place))).toEqual(
          both.map(({ id }) => id).sort(),
        );
      }
    });
  });
});
