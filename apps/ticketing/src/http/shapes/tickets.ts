import { z } from 'zod';
import { Address, MessagePart } from '#contracts';
import { ContactOfferShape } from './contact-offers.js';
import { wishes } from './reply-channels.js';
import { Instant, Key, pageOf, shape } from './shape.js';

export const STATUSES = ['new', 'open', 'pending', 'solved', 'closed'] as const;
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
shape('MessagePart', MessagePart);
shape('Address', Address);
/** What can be told without knowing the channel: a list or a line break is no address, and mail has one `@`. */
export const Receiver = Address.refine(
  ({ scheme, value }) =>
    value.trim() !== '' && !/\p{Cc}/u.test(value) && (scheme !== 'email' || /^(?:"[^"]+"|[^\s"<>(),;:]+)@[^\s"<>(),;:@]+$/u.test(value)),
  'is no address: give one, e.g. {"scheme": "email", "value": "ann@example.com"}',
);

export const TicketStatusShape = shape('TicketStatus', z.enum(STATUSES));
export const TicketPriorityShape = shape('TicketPriority', z.enum(PRIORITIES));

export const ContactShape = shape(
  'Contact',
  z.object({
    id: z.uuid(),
    displayName: z.string().nullable(),
    identities: z.array(
      z.object({
        scheme: z.string(),
        value: z.string(),
        scope: z.string().nullable(),
        raw: z.string(),
        assurance: z.string(),
        undeliverable: z
          .object({ since: Instant, status: z.string().nullable(), reason: z.string() })
          .nullable()
          .describe(
            'the other side said that this address takes nothing any more; gone when something arrives from it. Of the person: his other tickets do not count as updated by it',
          ),
      }),
    ),
  }),
);

export const TicketShape = shape(
  'Ticket',
  z.object({
    id: z.uuid(),
    number: z.string(),
    subject: z.string(),
    status: TicketStatusShape,
    priority: TicketPriorityShape,
    category: z.string().nullable(),
    reference: z.string().nullable().describe('number of an order or a case elsewhere that it is about'),
    requestType: z.string().nullable(),
    stage: z.string().nullable(),
    language: z.string().nullable().describe('of the customer’s words'),
    mood: z.string().nullable().describe('as his words sound'),
    urgency: z.string().nullable(),
    level: z.int().nullable().describe('support level; 1 is the first line'),
    tags: z.array(z.string()),
    fields: z.record(z.string(), z.unknown()),
    deskVersion: z.int().nullable().describe('of the desk that judged it'),
    group: z.uuid().nullable(),
    assignee: z.uuid().nullable().describe('id of the agent who has it'),
    contact: ContactShape,
    channels: z.array(z.string()),
    inboxId: z.string().nullable(),
    origin: z.string().nullable().describe('how it came, in the desk’s words'),
    openedAt: Instant,
    updatedAt: Instant,
    version: z.int().describe('moves with every change; send it as expectedVersion to change only what you saw'),
    entries: z.int(),
    folded: z.boolean().describe('no person wrote it: a robot, a bounce, a gap'),
    quarantined: z.boolean(),
    numberTold: z.object({ how: z.string(), at: Instant }).nullable(),
    confidential: z
      .boolean()
      .describe('seen by its assignee, members of its group where that has a sealed box, and whoever has the right tickets:sealed'),
    proof: z
      .object({ scheme: z.string(), value: z.string() })
      .nullable()
      .describe('nothing is answered until the contact has proved this address, since the ticket was opened (POST …/confirmations)'),
    contactOffer: ContactOfferShape.nullable().optional().describe('of one ticket, not in lists'),
    rating: z
      .object({
        entryId: z.uuid(),
        score: z.number().min(0).max(10).describe('on the scale: 1 to 3 (three-step), 1 to 5 (csat, weighted), 0 to 10 (nps)'),
        scale: z.enum(['three-step', 'csat', 'nps', 'weighted']),
        step: z.enum(['satisfied', 'neutral', 'unsatisfied']),
        points: z.number().min(0).max(100).describe('0 to 100, whatever the scale'),
        way: z.enum(['tap', 'reply', 'link', 'keys', 'agent']),
        channel: z.string().nullable(),
        survey: z.string().nullable().describe('key of the survey form; null: the channel’s own question'),
        comment: z.string().nullable(),
        at: Instant,
      })
      .nullable()
      .optional()
      .describe('how the contact rated it last, by whatever survey and channel; each rating is an entry. Of one ticket, not in lists'),
  }),
);
export const ChangedTicketShape = shape(
  'ChangedTicket',
  TicketShape.extend({ undo: z.string().nullable().describe('DELETE it, and the change is taken back; null: nothing was changed') }),
);
export const TicketPageShape = pageOf('TicketPage', TicketShape);

const oneOfTextAndParts = (body: { text?: unknown; parts?: unknown }) => (body.text === undefined) !== (body.parts === undefined);
const message = {
  text: z
    .string()
    .max(65_536)
    .refine((text) => text.trim() !== '', 'has no words')
    .optional(),
  parts: z
    .array(MessagePart)
    .min(1)
    .max(32)
    .optional()
    .describe('instead of text; each with its partId (1, 2, …) and a fallback; blobRef of a media part: ref of an upload'),
  to: z.array(Receiver).min(1).max(100).optional(),
  cc: z.array(Receiver).max(100).optional(),
};

export const Reply = shape(
  'Reply',
  z
    .strictObject({
      ...message,
      ...wishes,
      inboxId: Key.optional(),
      undoForMs: z
        .int()
        .min(0)
        .max(30_000)
        .optional()
        .describe('so long it can be taken back before it goes out; in one conversation no answer overtakes another'),
      expectedVersion: z.int().optional(),
      accountDataReason: z
        .string()
        .trim()
        .min(5)
        .max(500)
        .optional()
        .describe('why it is sent though it carries account data; where the desk allows that, and in the audit log'),
    })
    .refine(oneOfTextAndParts, 'give either text or parts'),
);
export type Reply = z.infer<typeof Reply>;

export const TakenBackReplyShape = shape(
  'TakenBackReply',
  z.object({ parts: z.array(MessagePart), to: z.array(Address), cc: z.array(Address), inboxId: z.string().nullable() }),
);

export const NewTicket = shape(
  'NewTicket',
  z.strictObject({
    contact: z.union([
      z.strictObject({ id: z.uuid() }),
      z.strictObject({
        identity: z.strictObject({ scheme: z.string().min(1).max(40), value: z.string().trim().min(1).max(320) }),
        displayName: z.string().max(256).optional(),
      }),
    ]),
    subject: z.string().trim().min(1).max(998),
    origin: z.string().describe('how the customer came: one of deskSettings.origins (counter, call, letter)'),
    text: z.string().max(65_536).optional().describe('what the customer said'),
    message: z
      .strictObject({ ...message, inboxId: Key })
      .refine(oneOfTextAndParts, 'give either text or parts')
      .optional()
      .describe('to be sent to the customer at once'),
    priority: TicketPriorityShape.optional(),
    category: z.string().max(200).optional(),
    group: z.string().min(1).max(64).optional().describe('key or id'),
    assignee: z.uuid().optional(),
  }),
);
export type NewTicket = z.infer<typeof NewTicket>;

export const Note = shape('Note', z.strictObject({ text: z.string().trim().min(1).max(65_536) }));
export type Note = z.infer<typeof Note>;

/** The parts of a message that came as text or as parts. */
export function toParts(message: { readonly text?: string; readonly parts?: MessagePart[] }): MessagePart[] {
  const { text = '' } = message;
  return message.parts ?? [{ type: 'text', partId: '1', text, fallback: text }];
}
