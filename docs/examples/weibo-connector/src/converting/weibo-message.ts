import { z } from 'zod';
import { parseExactly } from './exact-json.js';

/** Digits, whether they were written as a number or as a string. */
const Id = z.string().min(1).max(320);

/** What Weibo posts, as documented in 2014. Kinds are open. Numbers came as strings. */
const WeiboMessage = z.object({
  type: z.string().min(1),
  sender_id: Id,
  receiver_id: Id,
  /** `Mon Jul 16 18:09:20 +0800 2012`. */
  created_at: z.string().min(1),
  text: z.string().optional(),
  data: z.looseObject({}).optional(),
});
export type WeiboMessage = z.infer<typeof WeiboMessage>;

/** Throws with words for a person what is wrong. */
export function readWeiboMessage(text: string): WeiboMessage {
  const parsed = WeiboMessage.safeParse(parseExactly(text));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

/** A field of `data`, where it is there as text. */
export function fieldOf({ data }: WeiboMessage, name: string): string | undefined {
  const value = data !== undefined && Object.hasOwn(data, name) ? data[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
