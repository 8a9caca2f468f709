import { z } from 'zod';

/** Schemes the product knows; the field is an open word, foreign connectors may bring their own. */
export const KNOWN_IDENTITY_SCHEMES = [
  'email',
  'phone',
  'phone_short',
  'wechat_openid',
  'wechat_unionid',
  'wecom_external',
  'weibo_uid',
  'dingtalk_staff',
  'web_visitor',
  'user',
  'extension',
] as const;

export const Assurance = z.enum(['verified', 'claimed', 'anonymous']);
export type Assurance = z.infer<typeof Assurance>;

/** One remote id of a person. `value` is canonical (email: lower case, domain in ASCII), `raw` as the remote wrote it. */
export const Identity = z.object({
  scheme: z.string().min(1).max(40),
  value: z.string().min(1).max(320),
  raw: z.string().max(1024),
  scope: z.string().max(128).optional(),
  assurance: Assurance,
});
export type Identity = z.infer<typeof Identity>;

export const Sender = z.object({
  role: z.enum(['customer', 'agent', 'bot', 'system']),
  displayName: z.string().max(256).optional(),
  avatar: z.string().max(2048).optional(),
  locale: z.string().max(35).optional(),
  identities: z.array(Identity).min(1),
});
export type Sender = z.infer<typeof Sender>;

export const Recipient = z.object({
  kind: z.enum(['to', 'cc', 'bcc', 'line', 'room']),
  displayName: z.string().max(256).optional(),
  identity: Identity,
});
export type Recipient = z.infer<typeof Recipient>;

/** Somebody to write to. */
export const Address = z.object({ scheme: z.string(), value: z.string(), displayName: z.string().optional() });
export type Address = z.infer<typeof Address>;
