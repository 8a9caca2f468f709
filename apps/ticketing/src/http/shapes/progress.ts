import { z } from 'zod';
import { Instant, shape } from './shape.js';
import { LanguageQuery } from './requests.js';

const proof = z.string().max(200).optional().describe('of POST …/confirmations/{confirmationId}/answers: that who asks is who wrote');
const word = z.string();

export const ProofQuery = z.strictObject({ proof });
export type ProofQuery = z.infer<typeof ProofQuery>;
export const ProgressRatingQuery = LanguageQuery;

export const ProgressEntryListShape = shape(
  'ProgressEntryList',
  z.object({
    items: z.array(
      z.object({
        ...{ id: z.uuid(), seq: z.int(), by: z.enum(['you', 'us']), name: word.nullable(), at: Instant, text: word },
        attachments: z.array(
          z.object({
            ...{ partId: word, type: z.enum(['image', 'file', 'audio', 'video']) },
            ...{ fileName: word.nullable(), contentType: word.nullable(), bytes: z.int().nullable() },
          }),
        ),
      }),
    ),
    nextCursor: z.null(),
  }),
);

export const OwnRequestListShape = shape(
  'OwnRequestList',
  z.object({
    items: z.array(
      z.object({
        ...{
          number: word,
          subject: word,
          status: z.enum(['new', 'open', 'pending', 'solved', 'closed']),
          openedAt: Instant,
          updatedAt: Instant,
        },
        token: word.describe('of the link to it: /help/progress/{token}'),
        proof: word.describe('that he wrote it, as of POST …/confirmations/{confirmationId}/answers'),
      }),
    ),
    nextCursor: z.null(),
  }),
);

export const ProgressConfirmationShape = shape(
  'ProgressConfirmation',
  z.object({ id: z.uuid(), sentTo: word.describe('most of it hidden'), scheme: word, expiresAt: Instant }),
);
export const ProgressCode = shape('ProgressCode', z.strictObject({ code: z.string().trim().min(1).max(20) }));
export type ProgressCode = z.infer<typeof ProgressCode>;
export const ProgressProofShape = shape('ProgressProof', z.object({ proof: word, expiresAt: Instant }));

export const NewProgressMessage = shape(
  'NewProgressMessage',
  z
    .strictObject({
      text: z.string().trim().max(20_000).default(''),
      files: z.array(z.string().max(2_000)).max(10).default([]).describe('of POST …/files'),
    })
    .refine(({ text, files }) => text !== '' || files.length > 0, 'says something, or brings a file'),
);
export type NewProgressMessage = z.infer<typeof NewProgressMessage>;
export const ProgressMessageShape = shape('ProgressMessage', z.object({ id: z.uuid().describe('of the entry that it becomes') }));

export const ProgressFileQuery = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(300)
    .meta({ examples: ['screenshot.png'] }),
  type: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(120)
    .optional(),
});
export type ProgressFileQuery = z.infer<typeof ProgressFileQuery>;
export const ProgressFileShape = shape('ProgressFile', z.object({ file: word, name: word, bytes: z.int() }));

export const ProgressPermitsShape = shape(
  'ProgressPermits',
  z.object({ status: word, close: z.boolean(), reopen: z.boolean(), rate: z.boolean() }),
);
export const ArrivalShape = shape(
  'Arrival',
  z.object({
    number: word,
    token: word.nullable().describe('of its progress link; null: it is confidential'),
    expiresAt: Instant.nullable(),
  }),
);
