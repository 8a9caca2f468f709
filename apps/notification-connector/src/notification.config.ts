import { z } from 'zod';
import { readWebhookSecret } from '#connector-sdk';

/** A provider's address. Plain http only where nobody is on the way. */
export const GatewayUrl = z
  .url({ protocol: /^https?$/ })
  .refine(
    (url) => url.startsWith('https:') || isLoopback(new URL(url).hostname),
    'https://…; http only on this machine: the message holds what a customer wrote',
  )
  .transform((url) => url.replace(/\/$/, ''));

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}

const Shared = {
  address: z.string().max(200).optional().describe('what agents see as its address'),
  displayName: z.string().max(200).optional(),
  templates: z
    .record(z.string().regex(/^[\w-]{1,60}$/), z.string().min(1).max(2_000))
    .default({})
    .describe(
      'text by the reason of an automatic message (acknowledgement, incident, survey …) and default: {text}, {subject}, {ticketNumber}',
    ),
  timeoutMs: z.int().min(100).max(60_000).default(10_000).describe('how long the provider may take'),
};

const perMinute = (usual: number) => z.int().min(1).max(60_000).default(usual).describe('messages a minute, as the provider allows');

const Secret = z.string().refine((secret) => (readWebhookSecret(secret)?.length ?? 0) >= 16, 'whsec_ and at least 16 bytes in base64');

export const SmsConfig = z.discriminatedUnion('gateway', [
  z.strictObject({
    ...Shared,
    gateway: z.literal('twilio'),
    baseUrl: GatewayUrl.default('https://api.twilio.com'),
    accountSid: z.string().min(1),
    authToken: z.string().min(1),
    from: z.string().min(3).describe('number in E.164, or a messaging service (MG…)'),
    reportUrl: z
      .url()
      .optional()
      .describe('https://desk.example/in/<inbox id>: where the provider reaches this inbox, for delivery reports'),
    perMinute: perMinute(60),
  }),
  z.strictObject({
    ...Shared,
    gateway: z.literal('aliyun'),
    baseUrl: GatewayUrl.default('https://dysmsapi.aliyuncs.com'),
    accessKeyId: z.string().min(1),
    accessKeySecret: z.string().min(1),
    signName: z.string().min(1).describe('approved signature, without brackets'),
    approved: z
      .record(z.string(), z.strictObject({ code: z.string().min(1), params: z.array(z.string()).default(['text']) }))
      .refine((all) => Object.keys(all).length > 0, 'at least one approved template')
      .describe('approved template by reason and default: its code, and names of text, subject, ticketNumber that fill it'),
    reportToken: z.string().min(20).optional().describe('reports are pushed to /in/<inbox id>/reports/<this>'),
    perMinute: perMinute(600),
  }),
]);
export type SmsConfig = z.infer<typeof SmsConfig>;

export const PushConfig = z.strictObject({
  ...Shared,
  baseUrl: GatewayUrl.default('https://api.jpush.cn'),
  appKey: z.string().min(1),
  masterSecret: z.string().min(1),
  apnsProduction: z.boolean().default(true),
  perMinute: perMinute(500),
});
export type PushConfig = z.infer<typeof PushConfig>;

const ROBOT_PER_MINUTE = 18;

export const RobotConfig = z.strictObject({
  ...Shared,
  robot: z.enum(['dingtalk', 'wecom', 'feishu']),
  /** Named so that it is stored sealed: it holds the robot's key. */
  urlSecret: GatewayUrl.describe("the robot's whole address"),
  secret: z.string().min(1).optional().describe('signing secret of the robot (DingTalk, Feishu)'),
  mention: z.array(z.string().min(1).max(80)).max(20).default([]).describe('mobile numbers, of Feishu open ids, of whom to call by name'),
  perMinute: perMinute(ROBOT_PER_MINUTE),
});
export type RobotConfig = z.infer<typeof RobotConfig>;

export const SignedHttpConfig = z.strictObject({
  ...Shared,
  url: GatewayUrl,
  secret: z.union([Secret.transform((secret) => [secret]), z.array(Secret).min(1).max(5)]),
  scheme: z.string().min(1).max(40).default('phone').describe('kind of address it takes: phone, email, user …'),
  maxCharacters: z.int().min(20).max(50_000).default(2_000),
  perMinute: perMinute(600),
});
export type SignedHttpConfig = z.infer<typeof SignedHttpConfig>;
