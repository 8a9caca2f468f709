import { RefusedRequest } from '@tributary/connector-sdk';
import { z } from 'zod';

/** What the remote posts. Kinds are open: one that we do not know is kept all the same. */
const ParrotMessage = z.object({
  id: z.string().min(1),
  from: z.object({ id: z.string().min(1), name: z.string().optional() }),
  kind: z.string().min(1),
  text: z.string().optional(),
  /** RFC 3339. */
  sentAt: z.iso.datetime(),
});
export type ParrotMessage = z.infer<typeof ParrotMessage>;

export function readParrotMessage(raw: Buffer): ParrotMessage {
  const parsed = ParrotMessage.safeParse(parseJson(raw));
  if (parsed.success) return parsed.data;
  throw new RefusedRequest(
    400,
    'not_understood',
    `Not a message: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
  );
}

function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    throw new RefusedRequest(400, 'no_json', 'The body is no JSON');
  }
}
