import { z } from 'zod';
import { Instant, Key, shape } from './shape.js';
import { Receiver } from './tickets.js';

const draft = {
  text: z.string().max(65_536),
  note: z.boolean().describe('for agents only; else an answer'),
  inboxId: Key.optional(),
  to: z.array(Receiver).max(100).optional(),
  cc: z.array(Receiver).max(100).optional(),
  ticketVersion: z.int().optional().describe('the version of the ticket that he saw'),
};
const attachments = z.array(
  z.strictObject({
    blobRef: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/, 'ref of an upload')
      .meta({ examples: [`sha256:${'0'.repeat(64)}`] }),
    fileName: z.string().min(1).max(255),
    mime: z.string().min(1).max(255),
    bytes: z.int().min(0),
  }),
);

export const DraftShape = shape('Draft', z.object({ ...draft, attachments, savedAt: Instant }));
/** Most tickets have none: no failure, and nothing that a browser would mention as one. */
export const OwnDraftShape = shape('OwnDraft', z.object({ draft: DraftShape.nullable() }));
export const DraftInput = shape('DraftInput', z.strictObject({ ...draft, attachments: attachments.max(32).optional() }));
export type DraftInput = z.infer<typeof DraftInput>;
