import { z } from 'zod';
import { PROFILE_LIMITS } from '../../contacts/contact-profiles.js';
import { Cursor, Instant, Key, Limit, pageOf, shape } from './shape.js';
import { ContactShape } from './tickets.js';

export const PersonShape = shape('Person', ContactShape.extend({ locale: z.string().nullable(), createdAt: Instant, updatedAt: Instant }));
const profile = {
  plan: z.string().trim().min(1).max(100).nullable(),
  class: z.string().trim().min(1).max(100).nullable(),
  company: z.string().trim().min(1).max(PROFILE_LIMITS.company).nullable(),
  department: z.string().trim().min(1).max(PROFILE_LIMITS.department).nullable(),
  phone: z.string().trim().min(1).max(PROFILE_LIMITS.phone).nullable().describe('as he said it; nobody is known by it'),
  email: z.string().trim().min(1).max(PROFILE_LIMITS.email).nullable().describe('as he said it; nobody is known by it'),
  postalAddress: z.string().trim().min(1).max(PROFILE_LIMITS.postalAddress).nullable(),
  language: z.string().max(20).nullable(),
  vip: z.boolean(),
  accountManager: z.uuid().nullable().describe('id of the agent who looks after him'),
};
export const ContactProfileShape = shape('ContactProfile', z.object({ ...profile, fields: z.record(z.string(), z.unknown()) }));
export const KnownPersonShape = shape(
  'KnownPerson',
  PersonShape.extend({
    profile: ContactProfileShape,
    version: z.int().describe('of what the desk knows of him: profile, products, orders'),
  }),
);
export const ContactChange = shape(
  'ContactChange',
  z
    .strictObject({
      ...z.object(profile).partial().shape,
      displayName: z.string().trim().min(1).max(PROFILE_LIMITS.displayName).nullable().optional(),
      fields: z.record(z.string().min(1).max(64), z.unknown()).optional(),
      expectedVersion: z.int().optional().describe('as you saw it'),
    })
    .refine(({ expectedVersion: _seen, ...change }) => Object.keys(change).length > 0, 'names nothing to change'),
);
export type ContactChange = z.infer<typeof ContactChange>;
export const PersonPageShape = pageOf('PersonPage', PersonShape);

export const ContactQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  identity: z
    .string()
    .min(1)
    .max(320)
    .meta({ examples: ['ann@example.com'] })
    .optional()
    .describe('a whole address or number, in whichever scheme the product knows, or scheme:value'),
  name: z
    .string()
    .min(1)
    .max(200)
    .meta({ examples: ['Ann'] })
    .optional()
    .describe('how the name begins'),
});
export type ContactQuery = z.infer<typeof ContactQuery>;

export const ContactMergeShape = shape(
  'ContactMerge',
  z.object({
    id: z.uuid(),
    fromContact: z.uuid().describe('leads to the other since'),
    intoContact: z.uuid(),
    reason: z.enum(['agent', 'proved_together', 'code_confirmed']),
    identities: z.array(z.object({ scheme: z.string(), scope: z.string(), value: z.string() })).describe('what went over'),
    actor: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }),
    madeAt: Instant,
    undoneAt: Instant.nullable(),
    href: z.string().describe('DELETE it to undo the merge'),
  }),
);
export const ContactMergeListShape = shape('ContactMergeList', z.object({ items: z.array(ContactMergeShape), nextCursor: z.null() }));

export const NewContactMerge = shape(
  'NewContactMerge',
  z.strictObject({ contactId: z.uuid().describe('whose addresses come to this contact; it leads here since') }),
);
export type NewContactMerge = z.infer<typeof NewContactMerge>;

export const ConfirmationShape = shape(
  'ContactConfirmation',
  z.object({
    id: z.uuid(),
    contactId: z.uuid(),
    scheme: z.string(),
    value: z.string(),
    expiresAt: Instant,
    confirmedAt: Instant.nullable(),
  }),
);

export const NewConfirmation = shape(
  'NewContactConfirmation',
  z.strictObject({
    scheme: z.string().min(1).max(40),
    value: z.string().trim().min(1).max(320),
    inboxId: Key.describe('by which the code goes out: a gateway for text messages, a mailbox'),
  }),
);
export type NewConfirmation = z.infer<typeof NewConfirmation>;

export const ConfirmationAnswer = shape('ContactConfirmationAnswer', z.strictObject({ code: z.string().trim().min(1).max(20) }));
export type ConfirmationAnswer = z.infer<typeof ConfirmationAnswer>;
