import { groupIdOf } from '../../../apps/ticketing/src/desk/desk-groups.js';
import type { PlayedDay } from './play-day.js';

const HOUR_MS = 3_600_000;
const NUMBER = /\d{6,8}-[A-Z0-9]+-\d{3,}/g;

/** Each is one entry of one ticket, and the ledger knows it, however often the log was read. */
export async function checkMessages({ process: { desk }, arrivals }: PlayedDay): Promise<string[]> {
  const rows = await desk.database.sql.query<{ id: string; entries: number; ledger: number }>(
    `select e.id, count(*)::int as entries, (select count(*)::int from ledger l where l.entry_id = e.id) as ledger from entries e
     where e.direction = 'inbound' group by e.id`,
  );
  const known = new Map(rows.map((row) => [row.id, row]));
  const lost = arrivals.filter(({ message }) => !known.has(message.id)).map(({ message }) => `${message.id} came and is no entry`);
  const odd = rows.filter(({ entries, ledger }) => entries !== 1 || ledger !== 1).map(({ id }) => `entry ${id} is not once in the ledger`);
  const extra = rows.length - new Set(arrivals.map(({ message }) => message.id)).size;
  return [...lost, ...odd, ...(extra === 0 ? [] : [`${extra} entries of customers more than messages`])];
}

/** Nothing is left aside, and all that was to be sent was. */
export async function checkLog({ process: { desk }, delivered }: PlayedDay): Promise<string[]> {
  const [left] = await desk.database.sql.query<{ parked: number; dead: number }>(
    'select (select count(*)::int from parked_records) as parked, (select count(*)::int from dead_letters) as dead',
  );
  const outgoing = await desk.database.sql.query<{ id: string; status: string | null }>(
    `select id, delivery->>'status' as status from entries where direction = 'outbound' and delivery is not null`,
  );
  const unsent = outgoing.filter(({ id, status }) => status === 'sent' && !delivered.has(id));
  const waiting = outgoing.filter(({ status }) => status !== 'sent' && status !== 'delivered' && status !== 'read');
  return [
    ...(left!.parked === 0 ? [] : [`${left!.parked} records are parked`]),
    ...(left!.dead === 0 ? [] : [`${left!.dead} records are dead letters`]),
    ...waiting.map(({ id, status }) => `${id} is ${status} at the end of the day`),
    ...unsent.map(({ id }) => `${id} is called sent and reached nobody`),
  ];
}

/** Every number is unique, and reached its customer in a text, or the entry says why it could not, where that may be. */
export async function checkNumbers({ process: { desk }, delivered }: PlayedDay): Promise<string[]> {
  const doubled = await desk.database.sql.query<{ number: string }>('select number from tickets group by number having count(*) > 1');
  const tickets = await desk.database.sql.query<{ number: string; inbox: string; why: string | null; told: { how: string } | null }>(
    `select t.number, e.inbox_id as inbox, e.flags->>'numberUntold' as why, t.number_told as told
     from tickets t join lateral (select * from entries e where e.ticket_id = t.id and e.direction = 'inbound' order by e.seq limit 1) e on true
     where not t.folded and not t.quarantined and t.merged_into is null order by t.number`,
  );
  const reached = new Set([...delivered.values()].flatMap((text) => text.match(NUMBER) ?? []));
  const { via } = desk.settings.acknowledgements;
  const channelOf = new Map((desk.settings.inboxes ?? []).map(({ id, channel }) => [id as string, channel as string]));
  /** The page of a form shows its number; callers hear theirs when they are rung back, by SMS where the desk sends one. */
  const excusesOf = (inbox: string): (string | null)[] => {
    if (channelOf.get(inbox) === 'form') return [null];
    return channelOf.get(inbox) === 'phone' ? [via[inbox] === undefined ? null : 'limit_reached'] : [];
  };
  return [
    ...doubled.map(({ number }) => `number ${number} twice`),
    ...tickets
      .filter(({ number }) => !reached.has(number))
      .flatMap(({ number, inbox, told, why }) => {
        if (told !== null) return [`number ${number} (${inbox}) is called told by ${told.how} and reached nobody`];
        return excusesOf(inbox).includes(why) ? [] : [`number ${number} (${inbox}) was never told: ${why ?? 'nobody says why'}`];
      }),
  ];
}

/** Nobody was given work while he was not there, and nobody at all while ticketing was down. */
export async function checkAssignments({ process: { desk }, plan, presence }: PlayedDay): Promise<string[]> {
  const rows = await desk.database.sql.query<{ agent: string; number: string; at: Date }>(
    'select a.agent_id as agent, t.number, a.at from assignments a join tickets t on t.id = a.ticket_id',
  );
  const begins = Date.parse(plan.begins);
  const [from, to] = plan.down.map((hours) => begins + hours * HOUR_MS + plan.tickMs);
  return rows.flatMap(({ agent, number, at }) => {
    const time = at.getTime();
    const there = presence.findLast((each) => each.from <= time)?.there;
    if (there?.has(agent) !== true) return [`${number} was given to ${agent} at ${at.toISOString()}, who was not there`];
    return time >= from! && time < to! ? [`${number} was given to somebody at ${at.toISOString()}, when ticketing was down`] : [];
  });
}

/** Is one ticket, what the desk's file makes of a complaint, and somebody answered it. */
export async function checkComplaint({ process: { desk }, plan, complaint }: PlayedDay): Promise<string[]> {
  const { requestType, group } = plan.complaint.becomes;
  const [ticket] = await desk.database.sql.query<{ number: string; type: string | null; group: string | null; answers: number }>(
    `select t.number, t.request_type as type, t.group_id as group,
       (select count(*)::int from entries a where a.ticket_id = t.id and a.author->>'role' = 'agent') as answers
     from entries e join tickets t on t.id = e.ticket_id where e.id = $1::uuid`,
    [complaint.message.id],
  );
  if (ticket === undefined) return ['the complaint is no ticket'];
  return [
    ...(requestType === undefined || ticket.type === requestType
      ? []
      : [`the complaint ${ticket.number} is a request of type ${ticket.type}, not ${requestType}`]),
    ...(group === undefined || ticket.group === groupIdOf(group) ? [] : [`the complaint ${ticket.number} is not with ${group}`]),
    ...(ticket.answers > 0 ? [] : [`nobody answered the complaint ${ticket.number}`]),
  ];
}

/** Messages that came when the people of the day were not there. */
export function countAtNight({ plan, arrivals }: PlayedDay): number {
  const begins = Date.parse(plan.begins);
  const hourOf = (at: number) => (at - begins) / HOUR_MS;
  return arrivals.filter(({ at }) => hourOf(at) < plan.staffed[0] || hourOf(at) >= plan.staffed[1]).length;
}
