import { z } from 'zod';
import { shape } from './shape.js';
import { TicketPriorityShape, TicketStatusShape } from './tickets.js';

const word = z.string().trim().min(1).max(100).nullable().optional();
const facts = {
  requestType: word,
  stage: word,
  language: z
    .string()
    .regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'a language such as en or zh')
    .nullable()
    .optional(),
  mood: word,
  urgency: word,
  level: z.int().min(1).max(9).nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(100)).max(50).optional().describe('all of them; the list takes the place of the former'),
  fields: z.record(z.string().min(1).max(64), z.unknown()).optional().describe('those named change, null takes one away; the others stay'),
};

export const TicketChange = shape(
  'TicketChange',
  z
    .strictObject({
      status: TicketStatusShape.optional(),
      priority: TicketPriorityShape.optional(),
      subject: z.string().trim().min(1).max(998).optional(),
      category: z.string().max(200).nullable().optional(),
      group: z.string().min(1).max(64).nullable().optional().describe('key or id'),
      assignee: z.uuid().nullable().optional(),
      ...facts,
      expectedVersion: z.int().optional(),
    })
    .refine(({ expectedVersion: _version, ...change }) => Object.keys(change).length > 0, 'names nothing to change'),
);
export type TicketChange = z.infer<typeof TicketChange>;
