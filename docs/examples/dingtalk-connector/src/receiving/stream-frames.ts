import { z } from 'zod';

export const ROBOT_TOPIC = '/v1.0/im/bot/messages/get';

/** What DingTalk pushes: `data` is JSON in a string. */
const Frame = z.object({
  type: z.enum(['SYSTEM', 'EVENT', 'CALLBACK']),
  headers: z.object({ messageId: z.string(), topic: z.string() }),
  data: z.string().default('{}'),
});
export type Frame = z.infer<typeof Frame>;

/** Null for what is none. */
export function readFrame(text: string): Frame | null {
  try {
    return Frame.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** Without it DingTalk pushes the frame again within 60 s. */
export function acknowledge({ headers }: Frame, data: string): string {
  return JSON.stringify({ code: 200, headers: { contentType: 'application/json', messageId: headers.messageId }, message: 'OK', data });
}
