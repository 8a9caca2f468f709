import { seesContact, seesTicket, seesTicketOrContact, type Viewer } from '../agents/viewer.js';

/** Which of those that are asked for (`$1`) are there and not seen, as `asked`. */
type Unseen = (viewer: Viewer, place: (value: unknown) => string) => string;

export interface ThingOfTicket {
  /** Its problem is `<what>_unknown`. */
  readonly what: string;
  /** Under which paths, queries and bodies speak of it. */
  readonly names: readonly string[];
  /** Where the name alone does not say it. */
  readonly path?: RegExp;
  readonly sql: Unseen;
}

/** Those that are ids, so that primary keys find them. */
const IDS = `any(array(select each::uuid from unnest($1::text[]) each where each ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'))`;

/** What stands with a ticket or a person, and is seen with it. Pages and steps of plans are not here: who is called to one may take it without seeing the ticket. */
export const THINGS_OF_TICKETS: readonly ThingOfTicket[] = [
  {
    what: 'visit',
    names: ['visitId'],
    sql: ofTicket(
      'visits x',
      `x.ticket_id in (select v.ticket_id from visits v where v.receipt = any($1::text[])
         union all select n.id from tickets n where n.id = ${IDS} union all select n.id from tickets n where n.number = any($1::text[]))`,
      'x.receipt',
    ),
  },
  { what: 'booking', names: ['bookingId'], sql: ofTicket('bookings') },
  { what: 'incident', names: ['incidentId', 'incident'], sql: ofTicket('incidents') },
  { what: 'compensation', names: ['compensationId'], sql: ofTicketOrContact('compensations') },
  { what: 'consultation', names: ['consultationId'], sql: ofTicket('consultations') },
  { what: 'measure', names: ['measureId'], sql: ofTicket('measures') },
  { what: 'feedback', names: ['feedbackId'], sql: ofTicket('feedback') },
  { what: 'bot_answer', names: ['answerId'], sql: ofTicket('bot_answers') },
  { what: 'plan_run', names: ['runId'], path: /^\/api\/v1\/plan-runs\//i, sql: ofTicket('plan_runs') },
  {
    what: 'contact',
    names: ['contactId', 'contact', 'intoContact', 'contacts', 'contactIds'],
    sql: (viewer, place) => `select k.id::text as asked from contacts k
      where k.id = ${IDS} and not ${seesContact(viewer, 'k.id', place)}`,
  },
];

function ofTicket(table: string, where = `x.id = ${IDS}`, asked = 'x.id::text'): Unseen {
  const from = table.includes(' ') ? table : `${table} x`;
  return (viewer, place) => `select ${asked} as asked from ${from} where (${where}) and not ${seesTicket(viewer, 'x.ticket_id', place)}`;
}

function ofTicketOrContact(table: string): Unseen {
  return (viewer, place) =>
    `select x.id::text as asked from ${table} x where x.id = ${IDS} and not ${seesTicketOrContact(viewer, 'x.ticket_id', 'x.contact_id', place)}`;
}
