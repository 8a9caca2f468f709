import { DeskProfiles } from '../../../apps/ticketing/src/desk/desk-profiles.js';
import type { PlayedDay } from './play-day.js';
import { WalkedHours } from './walked-hours.js';

const DAY_MS = 86_400_000;

/** Each emergency began its plan once; whoever is on duty was called, once, for those that came while nobody was there. Calls of the plan itself, for what it missed, come on top. */
export async function checkEmergencies({ process: { desk }, plan, arrivals }: PlayedDay): Promise<string[]> {
  if (plan.emergencies === undefined) return [];
  const { inbox, plan: begins, rota, calendar } = plan.emergencies;
  const came = arrivals.filter(({ message, answers }) => message.inbox.id === inbox && answers === undefined);
  const rows = await desk.database.sql.query<{ id: string; number: string; plans: number; calls: number; pages: number }>(
    `select e.id, t.number, (select count(*)::int from plan_runs p where p.ticket_id = t.id and p.plan = $2) as plans,
       (select count(*)::int from page_calls c where c.ticket_id = t.id and c.rota = $3 and c.key not like 'plan:%') as calls,
       (select count(*)::int from page_calls c join pages p on p.call_id = c.id where c.ticket_id = t.id and c.rota = $3) as pages
     from entries e join tickets t on t.id = e.ticket_id where e.id = any($1::uuid[])`,
    [came.map(({ message }) => message.id), begins, rota],
  );
  const hours = new WalkedHours(desk.get(DeskProfiles).current().desk, Date.parse(plan.begins) - DAY_MS);
  return came.flatMap(({ at, message }) => {
    const row = rows.find(({ id }) => id === message.id);
    if (row === undefined) return [`the emergency ${message.id} is no ticket`];
    const plans = row.plans === 1 ? [] : [`the emergency ${row.number} began ${row.plans} plans`];
    // It is looked at with its step, or when ticketing is back: between the two either is right.
    const open = [at, lookedAt(plan, at)].map((time) => hours.isOpen(calendar, time));
    if (open[0] !== open[1]) return plans;
    const called = open[0] ? row.calls === 0 : row.calls === 1 && row.pages > 0;
    const when = new Date(at).toISOString();
    return called ? plans : [...plans, `the emergency ${row.number} of ${when} made ${row.calls} calls, ${row.pages} people were paged`];
  });
}

function lookedAt({ begins, tickMs, down }: PlayedDay['plan'], at: number): number {
  const start = Date.parse(begins);
  const step = start + (Math.floor((at - start) / tickMs) + 1) * tickMs;
  const [from, to] = down.map((hour) => start + hour * 3_600_000);
  return step > from! && step <= to! ? to! + tickMs : step;
}
