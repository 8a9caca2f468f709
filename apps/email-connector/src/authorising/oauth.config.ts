import { z } from 'zod';

/** OAuth 2 of one account (RFC 6749): what its mail servers take instead of a password. Used by IMAP and SMTP where no password is set. */
export const OAuthConfig = z
  .strictObject({
    provider: z.enum(['google', 'microsoft', 'custom']).describe('whose endpoint and scopes; custom names its own'),
    grant: z
      .enum(['refresh_token', 'client_credentials'])
      .default('refresh_token')
      .describe('client_credentials: an app of its own right (Microsoft), no person signs in'),
    clientId: z.string().min(1),
    clientSecret: z.string().min(1).optional(),
    refreshToken: z.string().min(1).optional().describe('from the sign-in; a newer one that the provider hands out is kept by itself'),
    tenant: z
      .string()
      .regex(/^[a-z0-9.-]+$/i, 'a tenant id or domain, e.g. contoso.onmicrosoft.com')
      .optional()
      .describe('Microsoft; default: common'),
    tokenUrl: z.string().refine(keepsSecrets, 'an https:// address (http:// on loopback only)').optional(),
    scope: z.string().min(1).optional().describe("default: the provider's for IMAP and SMTP"),
  })
  .superRefine(({ provider, grant, clientSecret, refreshToken, tenant, tokenUrl }, fault) => {
    const missing = (path: string, message: string) => fault.addIssue({ code: 'custom', path: [path], message });
    if (grant === 'refresh_token' && refreshToken === undefined) missing('refreshToken', 'is needed: it comes from signing in once');
    if (grant === 'client_credentials' && clientSecret === undefined) missing('clientSecret', 'is needed for client_credentials');
    if (grant === 'client_credentials' && provider === 'google') missing('grant', 'Gmail takes no client_credentials, use refresh_token');
    if (grant === 'client_credentials' && provider === 'microsoft' && tenant === undefined && tokenUrl === undefined)
      missing('tenant', 'is needed for client_credentials');
    if (provider === 'custom' && tokenUrl === undefined) missing('tokenUrl', 'is needed where the provider is custom');
  });
export type OAuthConfig = z.infer<typeof OAuthConfig>;

export function tokenUrlOf({ provider, tenant = 'common', tokenUrl }: OAuthConfig): string {
  if (tokenUrl !== undefined) return tokenUrl;
  return provider === 'google'
    ? 'https://oauth2.googleapis.com/token'
    : `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/oauth2/v2.0/token`;
}

/** Undefined where a refresh keeps the scope that was consented to (RFC 6749 §6). */
export function scopeOf({ provider, grant, scope }: OAuthConfig): string | undefined {
  if (scope !== undefined || provider !== 'microsoft') return scope;
  if (grant === 'client_credentials') return 'https://outlook.office365.com/.default';
  return 'https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access';
}

/** Secrets go there: only over TLS, or not over a wire at all. */
function keepsSecrets(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
