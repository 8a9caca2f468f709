import { z } from 'zod';
import { EventId } from './ids.js';

/** CloudEvents 1.0, structured JSON (`application/cloudevents+json`). `subject` repeats the partition key. */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: EventId,
  source: z.string().min(1),
  type: z.string().regex(/^[a-z_]+\.[a-z_]+\.v\d+$/),
  time: z.iso.datetime(),
  subject: z.string().optional(),
  datacontenttype: z.literal('application/json'),
  traceparent: z.string().optional(),
  data: z.unknown(),
});
export type Envelope<T = unknown> = Omit<z.infer<typeof Envelope>, 'data'> & { data: T };

export const ENVELOPE_CONTENT_TYPE = 'application/cloudevents+json';
/** An event is at most this many bytes as JSON on both engines; what does not fit goes into the blob store. */
export const MAX_EVENT_BYTES = 512 * 1024;
