import { z } from 'zod';
import { Affected } from '../../desk/schema/affected.js';
import { LocalisedText } from '../../desk/schema/texts.js';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const actor = z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() });
const Key = z.string().min(1).max(64);
const Text = z.string().trim().min(1).max(5_000);
const Moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .meta({ examples: ['2026-03-02T08:30:00Z'] });
const Page = { limit: Limit, cursor: Cursor };
const TicketId = z
  .uuid()
  .meta({ examples: ['0195a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b'] })
  .optional();

export const IncidentShape = shape(
  'Incident',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid().describe('the problem'),
    ticketNumber: z.string(),
    title: z.string(),
    state: z.enum(['open', 'closed']),
    startedAt: Instant,
    endedAt: Instant.nullable(),
    openedAt: Instant,
    openedBy: actor,
    affected: z.record(z.string(), z.unknown()).nullable().describe('whom it touches, as it was told when it was opened'),
    customers: z.int(),
    tickets: z.int().describe('that go with the problem'),
    told: z.int().describe('customers to whom at least one message went out'),
  }),
);
export const IncidentPageShape = pageOf('IncidentPage', IncidentShape);
export const IncidentQuery = z.strictObject({ ...Page, state: z.enum(['open', 'closed']).optional(), ticket: TicketId });
export type IncidentQuery = z.infer<typeof IncidentQuery>;

export const NewIncident = shape(
  'NewIncident',
  z.strictObject({
    ticket: Key.describe('the problem: id or number'),
    title: z.string().trim().min(1).max(500).optional().describe('else the subject of the ticket'),
    startedAt: Moment.optional().describe('when it began; else now'),
    affected: Affected.optional(),
    tell: LocalisedText.optional().describe('told to everybody it touches; absent: nobody is told yet'),
  }),
);
export type NewIncident = z.infer<typeof NewIncident>;

export const NewIncidentCustomers = shape(
  'NewIncidentCustomers',
  z
    .strictObject({
      contacts: z.array(z.uuid()).max(1_000).optional(),
      tickets: z.array(Key).max(1_000).optional().describe('ids or numbers; they and their customers'),
      affected: Affected.optional(),
      touchedFrom: Moment.optional().describe('of all who are named here; else since the incident began'),
      touchedUntil: Moment.optional().describe('else until it ends'),
    })
    .refine(({ contacts, tickets, affected }) => [contacts, tickets, affected].some((each) => each !== undefined), 'names nobody'),
);
export type NewIncidentCustomers = z.infer<typeof NewIncidentCustomers>;

export const IncidentCustomerPageShape = pageOf(
  'IncidentCustomerPage',
  shape(
    'IncidentCustomer',
    z.object({
      contactId: z.uuid(),
      displayName: z.string().nullable(),
      plan: z.string().nullable(),
      company: z.string().nullable(),
      ticketId: z.uuid().nullable(),
      ticketNumber: z.string().nullable(),
      how: z.enum(['hand', 'filter', 'alert']),
      linkedAt: Instant,
      touchedFrom: Instant.nullable().describe('null: since the incident began'),
      touchedUntil: Instant.nullable().describe('null: until it ends'),
      told: z.array(z.object({ kind: z.string(), at: z.string(), outcome: z.string().describe('queued, capped, unreachable, …') })),
    }),
  ),
);
export const IncidentCustomerQuery = z.strictObject(Page);
export type IncidentCustomerQuery = z.infer<typeof IncidentCustomerQuery>;

export const NewIncidentNotice = shape(
  'NewIncidentNotice',
  z.strictObject({ kind: z.enum(['began', 'update']).default('update'), text: LocalisedText }),
);
export type NewIncidentNotice = z.infer<typeof NewIncidentNotice>;

export const IncidentClosure = shape(
  'IncidentClosure',
  z.strictObject({ endedAt: Moment.optional().describe('else now'), text: LocalisedText.optional() }),
);
export type IncidentClosure = z.infer<typeof IncidentClosure>;

export const ImpactShape = shape(
  'IncidentImpact',
  z.object({
    policy: z.string().nullable(),
    items: z.array(
      z.object({
        contactId: z.uuid(),
        displayName: z.string().nullable(),
        ticketId: z.uuid().nullable(),
        plan: z.string().nullable(),
        touchedFrom: Instant.nullable(),
        touchedUntil: Instant.nullable(),
        minutes: z.int().describe('that it touched him'),
        compensation: z.object({ amount: z.number(), unit: z.string() }).nullable(),
      }),
    ),
    nextCursor: z.null(),
  }),
);
export const ImpactQuery = z.strictObject({ policy: Key.optional() });
export type ImpactQuery = z.infer<typeof ImpactQuery>;

const compensation = z.object({
  id: z.uuid(),
  ticketId: z.uuid().nullable(),
  ticketNumber: z.string().nullable(),
  contactId: z.uuid(),
  displayName: z.string().nullable(),
  incidentId: z.uuid().nullable(),
  policy: z.string(),
  amount: z.number(),
  unit: z.string(),
  reason: z.string(),
  basis: z.record(z.string(), z.unknown()).describe('how it came about: plan, minutes, times, each, capped'),
  state: z.enum(['proposed', 'approved', 'refused']),
  proposedAt: Instant,
  proposedBy: actor,
  decidedAt: Instant.nullable(),
  decidedBy: actor.nullable(),
  note: z.string().nullable(),
});
export const CompensationShape = shape('Compensation', compensation);
export const CompensationPageShape = pageOf('CompensationPage', CompensationShape);
export const CompensationQuery = z.strictObject({
  ...Page,
  state: z.enum(['proposed', 'approved', 'refused']).optional(),
  ticket: TicketId,
  incident: TicketId,
});
export type CompensationQuery = z.infer<typeof CompensationQuery>;
export const NewCompensations = shape('NewCompensations', z.strictObject({ policy: Key }));
export type NewCompensations = z.infer<typeof NewCompensations>;
export const NewCompensation = shape(
  'NewCompensation',
  z
    .strictObject({
      policy: Key.optional(),
      amount: z.number().positive().max(10_000_000).optional(),
      unit: z.string().trim().min(1).max(20).optional(),
      reason: Text,
    })
    .refine(({ policy, amount }) => policy !== undefined || amount !== undefined, 'give a policy or an amount'),
);
export type NewCompensation = z.infer<typeof NewCompensation>;
export const CompensationDecision = shape(
  'CompensationDecision',
  z.strictObject({ decision: z.enum(['approve', 'refuse']), note: Text.optional() }),
);
export type CompensationDecision = z.infer<typeof CompensationDecision>;
