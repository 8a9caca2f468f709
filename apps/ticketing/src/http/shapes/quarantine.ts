import { z } from 'zod';
import { Cursor, Instant, Key, Limit, pageOf, shape } from './shape.js';

const Selection = {
  tickets: z.array(Key).min(1).max(1_000).optional().describe('ids or numbers'),
  contact: z.uuid().optional().describe('all of a person'),
  domain: z.string().trim().min(1).max(253).optional().describe('all of everybody with a mail address of this domain'),
};

export const QuarantineDecisionShape = shape(
  'QuarantineDecision',
  z.object({
    id: z.uuid(),
    decision: z.enum(['release', 'spam']),
    selection: z.object({ tickets: z.array(z.string()).optional(), contact: z.string().optional(), domain: z.string().optional() }),
    tickets: z.int().describe('how many it concerned'),
    remaining: z.int().describe('how many of the selection were left: decide again'),
    actor: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }),
    madeAt: Instant,
    undoneAt: Instant.nullable(),
    href: z.string().describe('DELETE it to undo the decision'),
  }),
);
export const QuarantineDecisionListShape = shape(
  'QuarantineDecisionList',
  z.object({ items: z.array(QuarantineDecisionShape), nextCursor: z.null() }),
);

export const QuarantinedSenderListShape = pageOf(
  'QuarantinedSenderList',
  z.object({
    contactId: z.uuid(),
    displayName: z.string().nullable(),
    identities: z.array(z.object({ scheme: z.string(), value: z.string() })),
    tickets: z.int(),
    firstOpenedAt: Instant,
    lastOpenedAt: Instant,
  }),
);
export const QuarantinedDomainListShape = pageOf(
  'QuarantinedDomainList',
  z.object({
    domain: z.string().describe('with its subdomains, but those of a public mail provider'),
    senders: z.int(),
    tickets: z.int(),
    firstOpenedAt: Instant,
    lastOpenedAt: Instant,
  }),
);
export const QuarantineQuery = z.strictObject({ limit: Limit, cursor: Cursor });
export type QuarantineQuery = z.infer<typeof QuarantineQuery>;

export const NewQuarantineDecision = shape(
  'NewQuarantineDecision',
  z
    .strictObject({ decision: z.enum(['release', 'spam']), ...Selection })
    .refine(
      ({ tickets, contact, domain }) => [tickets, contact, domain].filter((one) => one !== undefined).length === 1,
      'give one of tickets, contact, domain',
    ),
);
export type NewQuarantineDecision = z.infer<typeof NewQuarantineDecision>;
