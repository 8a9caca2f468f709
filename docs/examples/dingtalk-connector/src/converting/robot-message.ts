import { z } from 'zod';

const Rich = z.looseObject({ text: z.string().optional(), type: z.string().optional(), downloadCode: z.string().optional() });

/** What a robot is sent. Only what nothing can be done without is required; kinds are open. */
const RobotMessage = z.object({
  msgId: z.string().min(1).max(900),
  msgtype: z.string().min(1).default('unknown'),
  createAt: z.coerce.number().optional(),
  conversationId: z.string().min(1),
  /** `1`: alone with the robot, `2`: a group, where the robot is sent only what mentions it. */
  conversationType: z.coerce.string().default('1'),
  conversationTitle: z.string().optional(),
  senderId: z.string().optional(),
  /** Absent for people who are no colleagues. */
  senderStaffId: z.string().optional(),
  senderNick: z.string().optional(),
  senderCorpId: z.string().optional(),
  robotCode: z.string().optional(),
  sessionWebhook: z.string().optional(),
  sessionWebhookExpiredTime: z.coerce.number().optional(),
  text: z.looseObject({ content: z.string().default('') }).optional(),
  content: z
    .looseObject({
      richText: z.array(Rich).optional(),
      downloadCode: z.string().optional(),
      fileName: z.string().optional(),
      duration: z.coerce.number().optional(),
      recognition: z.string().optional(),
    })
    .optional(),
});
export type RobotMessage = z.infer<typeof RobotMessage>;

/** Throws with words for a person what is missing. */
export function readRobotMessage(text: string): RobotMessage {
  const parsed = RobotMessage.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}
