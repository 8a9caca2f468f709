import { z } from 'zod';
import { Instant, shape } from './shape.js';

export const LoginMethodsShape = shape(
  'LoginMethods',
  z.object({
    passwords: z.enum(['all', 'admins', 'nobody']).describe('whose passwords are taken'),
    oidc: z
      .object({ name: z.string().describe('what the login page calls it'), href: z.string().describe('where the browser goes') })
      .nullable()
      .describe('single sign-on; null: there is none'),
  }),
);

export const SignInQuery = z.strictObject({
  to: z
    .string()
    .max(2_000)
    .optional()
    .describe('where to go when it is done: a path of this installation')
    .meta({ examples: ['/tickets'] }),
});
export type SignInQuery = z.infer<typeof SignInQuery>;

/** What a provider adds to the address is its own. */
export const SignInCallback = z.looseObject({
  state: z.string().max(2_000).optional().describe('as it was sent'),
  code: z.string().max(10_000).optional().describe('of the provider'),
  error: z.string().max(2_000).optional().describe('why the provider said no'),
});
export type SignInCallback = z.infer<typeof SignInCallback>;

export const ProviderLogoutShape = shape(
  'ProviderLogout',
  z.object({
    endSessionUrl: z
      .string()
      .nullable()
      .describe('where the browser goes to log out at the provider; null: there is no such login, or no such place'),
  }),
);

const code = z.string().trim().min(6).max(40);
export const FactorStateShape = shape(
  'SecondFactor',
  z.object({
    state: z.enum(['none', 'begun', 'confirmed']),
    confirmedAt: Instant.nullable(),
    required: z.boolean().describe('by the role: without one nothing but setting it up is possible'),
    recoveryCodesLeft: z.int(),
  }),
);
export const NewFactor = shape(
  'NewSecondFactor',
  z.strictObject({ password: z.string().min(1).max(1_024).describe('his own, once more') }),
);
export type NewFactor = z.infer<typeof NewFactor>;
export const MadeFactorShape = shape(
  'MadeSecondFactor',
  z.object({
    secret: z.string().describe('base 32, to be typed; shown this once'),
    otpauthUrl: z.string().describe('the same for a QR code'),
  }),
);
export const FactorCode = shape('SecondFactorCode', z.strictObject({ code: code.describe('six digits of the app') }));
export type FactorCode = z.infer<typeof FactorCode>;
export const AnyFactorCode = shape(
  'AnySecondFactorCode',
  z.strictObject({ code: code.describe('six digits of the app, or a recovery code') }),
);
export type AnyFactorCode = z.infer<typeof AnyFactorCode>;
export const RecoveryCodesShape = shape(
  'RecoveryCodes',
  z.object({ recoveryCodes: z.array(z.string()).describe('each good for one login without the app; shown this once') }),
);
