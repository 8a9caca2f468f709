import { z } from 'zod';
import { AdaptationShape } from './reply-channels.js';
import { MessagePart, SenderVerdicts } from '#contracts';
import { Cursor, Instant, Limit, pageOf, shape } from './shape.js';

const EntryAuthorShape = z.object({
  role: z.enum(['customer', 'agent', 'bot', 'system']),
  displayName: z.string().optional(),
  contactId: z.string().optional(),
  agentId: z.string().optional(),
  identity: z
    .object({ scheme: z.string(), value: z.string(), scope: z.string().optional(), raw: z.string(), assurance: z.string() })
    .optional(),
});

const DeliveryErrorShape = z.looseObject({
  code: z.string(),
  category: z.string(),
  permanent: z.boolean(),
  message: z.string().describe('why, in the words of the other side where it gave some'),
  hint: z.string().describe('what to do about it'),
  nativeCode: z.string().optional(),
});

export const AttachmentShape = shape(
  'Attachment',
  z.object({
    partId: z.string(),
    type: z.enum(['image', 'file', 'audio', 'video']),
    state: z.string(),
    fileName: z.string().nullable(),
    contentType: z.string().nullable(),
    bytes: z.int().nullable(),
    sha256: z.string().nullable(),
    inline: z.boolean(),
    contentId: z.string().nullable(),
    blobRef: z.string().nullable(),
  }),
);

export const EntryShape = shape(
  'Entry',
  z.object({
    id: z.uuid(),
    ticketId: z.uuid(),
    seq: z.int(),
    direction: z.enum(['inbound', 'outbound', 'echo', 'note', 'system']),
    channel: z.string(),
    inboxId: z.string().nullable(),
    remoteMessageId: z.string().nullable(),
    occurredAt: Instant,
    receivedAt: Instant,
    author: EntryAuthorShape,
    parts: z.array(MessagePart),
    plainText: z.string(),
    newText: z.string(),
    attachments: z.array(AttachmentShape),
    threading: z
      .object({
        rule: z.string(),
        evidence: z.record(z.string(), z.unknown()),
        score: z.number(),
        review: z.boolean(),
        suggestedTicketId: z.string().optional(),
        wholeTicket: z.boolean().optional(),
        decided: z.enum(['accepted', 'rejected']).optional(),
      })
      .nullable()
      .describe('why the entry is in this ticket'),
    delivery: z
      .object({
        status: z.string(),
        at: Instant,
        attempt: z.int(),
        evidence: z.string().optional(),
        error: DeliveryErrorShape.optional(),
        recipients: z.record(z.string(), z.object({ status: z.string(), at: Instant, error: DeliveryErrorShape.optional() })).optional(),
        recall: z
          .object({ askedAt: Instant, refused: DeliveryErrorShape.optional() })
          .optional()
          .describe('it is to be taken back; `refused`: it stays, and why'),
        rerouted: z
          .object({
            ...{ commandId: z.string(), at: Instant, from: z.object({ inboxId: z.string(), channel: z.string() }) },
            error: DeliveryErrorShape,
          })
          .optional()
          .describe('its first channel refused it for its window or count: it goes another way, as its writer wished'),
      })
      .nullable(),
    undoUntil: Instant.nullable().describe('till then an answer can be taken back (DELETE …/replies/{entryId}): it has not gone out'),
    takenBack: z
      .object({ at: Instant, by: z.string().nullable() })
      .nullable()
      .describe('an answer that was taken back before it went out: nobody got it, and nothing of it counts'),
    folded: z.boolean(),
    flags: z.record(z.string(), z.unknown()),
    revision: z.int(),
    deliveries: z.int().describe('how often the message was delivered to us'),
    subject: z.string().nullable(),
    checks: SenderVerdicts.nullable().describe(
      'SPF, DKIM, DMARC and ARC of its sender, and why he is proven or not; null where nobody looked',
    ),
    recipients: z.array(z.object({ kind: z.string(), scheme: z.string(), value: z.string(), displayName: z.string().optional() })),
    raw: z.looseObject({ ref: z.string(), bytes: z.int(), contentType: z.string() }).nullable(),
    warnings: z
      .array(
        z.object({
          code: z.literal('recipient_undeliverable'),
          scheme: z.string(),
          value: z.string(),
          since: Instant,
          status: z.string().nullable(),
          reason: z.string(),
        }),
      )
      .optional()
      .describe('in the answer to a reply: it is queued, and will hardly arrive there'),
    adaptations: z.array(AdaptationShape).optional().describe('in the answer to a reply: what was changed so that the channel carries it'),
  }),
);
export const EntryPageShape = pageOf('EntryPage', EntryShape);

export const EntryQuery = z.strictObject({
  limit: Limit,
  cursor: Cursor,
  order: z.enum(['asc', 'desc']).optional(),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .meta({ examples: [12] })
    .optional()
    .describe('only entries whose seq is greater: what came since'),
});
export type EntryQuery = z.infer<typeof EntryQuery>;
