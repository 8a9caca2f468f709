import type { ChatClientFrame } from '#contracts';
import { z } from 'zod';
import { UPLOAD_ID } from '../webchat.ids.js';
import { Refusal } from './refusal.js';

const LineId = z.string().regex(/^[\w-]{8,64}$/);
const seq = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** As deep as a page may send what we do not know. */
const MOST_DATA = 16_384;

const Proof = z.object({
  jwt: z.string().max(8_192).optional(),
  identifier: z.string().max(256).optional(),
  identifierHash: z.string().max(64).optional(),
  name: z.string().max(200).optional(),
  email: z.string().max(320).optional(),
});

const Hello = z.object({
  t: z.literal('hello'),
  v: z.int(),
  token: z.string().max(1_024).optional(),
  since: seq.optional(),
  conversation: z.string().max(64).optional(),
  proof: Proof.optional(),
  locale: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$/)
    .optional()
    .catch(undefined),
  page: z
    .object({ url: z.string().max(2_048).optional(), title: z.string().max(500).optional() })
    .optional()
    .catch(undefined),
});

const Say = z.object({
  t: z.literal('say'),
  id: LineId,
  // The wire's own bound; what the inbox allows is told apart, in words.
  text: z.string().max(40_000).optional(),
  files: z.array(z.string().regex(UPLOAD_ID)).max(30).optional(),
  form: z
    .object({
      id: z.enum(['pre-chat', 'offline']),
      values: z
        .record(z.string().max(40), z.union([z.string().max(20_000), z.boolean()]))
        .refine((values) => Object.keys(values).length <= 40, 'at most 40 values'),
    })
    .optional(),
  kind: z.string().min(1).max(64).optional(),
  data: z
    .record(z.string(), z.unknown())
    .refine((data) => JSON.stringify(data).length <= MOST_DATA, `at most ${MOST_DATA} characters`)
    .optional(),
});

const Frame = z.discriminatedUnion('t', [
  Hello,
  Say,
  z.object({ t: z.literal('seen'), delivered: seq.optional(), read: seq.optional() }),
  z.object({ t: z.literal('typing'), on: z.boolean() }),
  z.object({ t: z.literal('lines'), since: seq, limit: z.int().min(1).max(200).optional() }),
  z.object({ t: z.literal('identify'), proof: Proof }),
  z.object({ t: z.literal('logout') }),
  z.object({ t: z.literal('rate'), id: LineId, score: z.int().min(1).max(5), comment: z.string().max(2_000).optional() }),
  z.object({
    t: z.literal('mail'),
    id: LineId,
    to: z.email().max(320),
  }),
  z.object({ t: z.literal('end'), id: LineId }),
  z.object({ t: z.literal('ping') }),
]) satisfies z.ZodType<ChatClientFrame>;

export type ClientFrame = z.infer<typeof Frame>;
export type FrameOf<T extends ClientFrame['t']> = Extract<ClientFrame, { t: T }>;

/** Throws `Refusal` (`bad_frame`, with the frame's id where it has one) for what is no frame of this protocol. */
export function parseFrame(json: unknown): ClientFrame {
  const parsed = Frame.safeParse(json);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw new BadFrame(`${path.join('.') || 'the frame'}: ${message}`, idOf(json));
}

/** Throws `Refusal` for text that is no JSON. */
export function parseFrameText(text: string): ClientFrame {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new BadFrame('a frame is JSON');
  }
  return parseFrame(json);
}

export class BadFrame extends Refusal {
  constructor(
    message: string,
    readonly frameId?: string,
  ) {
    super('bad_frame', message);
  }
}

function idOf(json: unknown): string | undefined {
  const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : undefined;
  return LineId.safeParse(id).success ? (id as string) : undefined;
}
