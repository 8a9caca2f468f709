import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

const key = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'a key of the desk: small letters, digits, . _ -');
const LOOPBACK = /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/\S*)?$/;

/** Single sign-on at one OpenID provider. */
export const OidcSettings = z
  .strictObject({
    issuer: z
      .string()
      .refine(
        (text) => LOOPBACK.test(text) || (text.startsWith('https://') && URL.canParse(text)),
        'an https:// URL (http:// on this machine only)',
      )
      .optional()
      .describe('URL of the OpenID provider, as its discovery document says it; unset: no single sign-on'),
    clientId: z.string().min(1).optional().describe('what this installation is called there'),
    clientSecret: z.string().min(1).optional().describe('unset: a public client, by PKCE alone'),
    name: z.string().min(1).max(100).default('Single sign-on').describe('what the login page calls it'),
    scopes: z.array(z.string().min(1)).default(['openid', 'email', 'profile']).describe('asked for; openid always is'),
    domains: z
      .array(z.string().regex(/^[^\s@]+\.[^\s@]+$/, 'a mail domain, e.g. acme.com'))
      .default([])
      .describe('mail domains whose people may come; none named: everybody whom the provider lets in'),
    provision: z.boolean().default(false).describe('agents nobody made yet are made at their first login; else they are refused'),
    defaultRole: key.default('agent').describe('of those, and of people whose claims name no other where `roles` is set'),
    emailClaim: z.string().min(1).default('email'),
    emailVerifiedClaim: z.string().min(1).default('email_verified').describe('true there: the mail address is proved'),
    nameClaim: z.string().min(1).default('name'),
    rolesClaim: z.string().min(1).default('groups').describe('claim with words for `roles`; a dot leads into an object'),
    roles: z
      .record(z.string().min(1), key)
      .default({})
      .describe('word of that claim → role of the desk, the first that fits; set: the role follows the provider at each login'),
    groupsClaim: z.string().min(1).default('groups').describe('claim with words for `groups`'),
    groups: z
      .record(z.string().min(1), key)
      .default({})
      .describe('word of that claim → group of the desk; who has the word no more leaves the group at his next login'),
    clockToleranceSeconds: z.int().min(1).max(600).default(30).describe('by how much clocks here and there may differ'),
    timeoutMs: z.int().min(100).max(60_000).default(5_000).describe('a provider that has not answered by then is down'),
  })
  .prefault({});

/** How agents log in. */
export const LoginSettings = z
  .strictObject({
    passwords: z
      .enum(['all', 'admins', 'nobody'])
      .default('all')
      .describe('whose passwords are taken where there is single sign-on; without it everybody’s'),
    secondFactorRoles: z
      .array(key)
      .default([])
      .describe('roles whose password logins need a second factor (TOTP); the desk’s file may name more (roles.<key>.secondFactor)'),
  })
  .prefault({});

const MIN_SECRET = 32;
const MIN_RSA_BITS = 2_048;

const Shared = {
  issuer: z.string().min(1).optional().describe('`iss` that tokens must have'),
  audience: z.string().min(1).optional().describe('`aud` that tokens must have'),
  maxAgeSeconds: z.int().min(60).max(86_400).default(3_600).describe('a token that lives longer is not taken'),
};

/** How the desk's own site proves who is signed in. The algorithm is pinned: what the token itself says of it is not believed. */
export const SiteLoginSettings = z.discriminatedUnion('alg', [
  z.strictObject({ alg: z.literal('HS256'), secret: z.string().min(MIN_SECRET), ...Shared }),
  z.strictObject({
    alg: z.literal('RS256'),
    publicKey: z.string().refine(isRsaKey, 'an RSA public key of at least 2048 bits in PEM'),
    ...Shared,
  }),
]);
export type SiteLoginSettings = z.infer<typeof SiteLoginSettings>;

function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
  } catch {
    return false;
  }
}
