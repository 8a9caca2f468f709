/** What every authenticator app understands (RFC 6238): SHA-1, six digits, 30 seconds. */
const FACTS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Codes of the step before and of the next one count too: clocks differ. */
const WINDOW = 1;
const SECRET_BYTES = 20;

export interface NewSecret {
  /** Base 32, for who types it. */
  readonly secret: string;
  /** `otpauth://totp/…`, for who shows it as a picture. */
  readonly otpauthUrl: string;
}

export async function makeSecret(issuer: string, label: string): Promise<NewSecret> {
  const { Secret, TOTP } = await import('otpauth');
  const secret = new Secret({ size: SECRET_BYTES });
  return { secret: secret.base32, otpauthUrl: new TOTP({ ...FACTS, issuer, label, secret }).toString() };
}

/** The step (30 s each since 1970) whose code it is; null: a code of no step near `now`. */
export async function findStep(secret: string, code: string, now: Date): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const { Secret, TOTP } = await import('otpauth');
  const delta = new TOTP({ ...FACTS, secret: Secret.fromBase32(secret) }).validate({
    token: code,
    timestamp: now.getTime(),
    window: WINDOW,
  });
  return delta === null ? null : Math.floor(now.getTime() / (FACTS.period * 1000)) + delta;
}
