import { z } from 'zod';
import { BlobRef } from '../ids.js';

/** Bytes that belong to a part. Sizes in bytes, durations in ms. `state` says whether the bytes are ours yet. */
export const Media = z.object({
  state: z.enum(['pending', 'stored', 'expired', 'rejected', 'failed']),
  blobRef: BlobRef.optional(),
  fileName: z.string().max(1024).optional(),
  declaredType: z.string().max(255).optional(),
  detectedType: z.string().max(255).optional(),
  sizeBytes: z.int().min(0).optional(),
  sha256: z.string().optional(),
  widthPx: z.int().optional(),
  heightPx: z.int().optional(),
  durationMs: z.int().optional(),
  source: z.object({ ref: z.string(), expiresAt: z.iso.datetime().optional() }).optional(),
  /** Why there are no bytes, for people: of `expired`, `rejected` and `failed`. */
  reason: z.string().max(300).optional(),
  scan: z.object({ status: z.enum(['not_scanned', 'clean', 'infected', 'failed']) }).optional(),
});
export type Media = z.infer<typeof Media>;
