import { z } from 'zod';
import { ContactOrIdentity } from './bookings.js';
import { Instant, shape } from './shape.js';
import { TicketPriorityShape } from './tickets.js';

const Language = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh')
  .meta({ examples: ['zh'] })
  .optional();
export const VisitQuery = z.strictObject({ language: Language });
export type VisitQuery = z.infer<typeof VisitQuery>;
export const NewVisit = shape(
  'NewVisit',
  z.strictObject({
    branch: z.string().min(1).max(64),
    contact: ContactOrIdentity,
    subject: z.string().trim().min(1).max(998),
    text: z.string().max(65_536).optional().describe('what the visitor said'),
    category: z.string().max(200).optional(),
    priority: TicketPriorityShape.optional(),
    language: Language.describe('of the receipt'),
  }),
);
export type NewVisit = z.infer<typeof NewVisit>;
export const VisitShape = shape(
  'Visit',
  z.object({
    ticketId: z.uuid(),
    ticketNumber: z.string(),
    branch: z.string(),
    branchName: z.string(),
    receipt: z.string().describe('number of the receipt'),
    receiptText: z.string().describe('what the visitor is given'),
    registeredBy: z.object({ kind: z.string(), id: z.string().optional(), displayName: z.string().optional() }),
    visitedAt: Instant,
  }),
);
