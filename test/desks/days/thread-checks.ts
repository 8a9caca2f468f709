import type { PlayedDay } from './play-day.js';

/** What a customer writes in answer to ours is in the ticket of what he wrote first. */
export async function checkThreads({ process: { desk }, arrivals }: PlayedDay): Promise<string[]> {
  const rows = await desk.database.sql.query<{ id: string; ticket: string }>(
    `select id, ticket_id as ticket from entries where direction = 'inbound'`,
  );
  const ticketOf = new Map(rows.map(({ id, ticket }) => [id, ticket]));
  return arrivals.flatMap(({ message, answers }) =>
    answers === undefined || ticketOf.get(message.id) === ticketOf.get(answers)
      ? []
      : [`${message.id} (${message.inbox.id}) answers ${answers} and is in another ticket`],
  );
}

/** A ticket is acknowledged once, whoever died over it; one that is called told by it, once indeed. */
export async function checkAcknowledgements({ process: { desk } }: PlayedDay): Promise<string[]> {
  const rows = await desk.database.sql.query<{ number: string; told: { how: string } | null; count: number }>(
    `select t.number, t.number_told as told, count(e.id)::int as count from tickets t
     left join entries e on e.ticket_id = t.id and e.direction = 'outbound' and e.flags->'automatic'->>'reason' = 'acknowledgement'
     where t.merged_into is null group by t.id`,
  );
  return rows.flatMap(({ number, told, count }) =>
    count > 1 || (count === 0 && told?.how === 'acknowledgement') ? [`${number} was acknowledged ${count} times`] : [],
  );
}

/** Tickets that a person answered or noted something in, by their medium. */
export async function countAnswered({ process: { desk } }: PlayedDay): Promise<Record<string, number>> {
  const rows = await desk.database.sql.query<{ channel: string; count: number }>(
    `select t.channels[1] as channel, count(distinct t.id)::int as count from tickets t
     join entries e on e.ticket_id = t.id and e.author->>'role' = 'agent' group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ channel, count }) => [channel, count]));
}
