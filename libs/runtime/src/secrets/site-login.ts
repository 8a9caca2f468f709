import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../clock/clock.js';
import type { SiteLoginSettings } from '../config/sign-in-settings.js';
import { PermanentError } from '../errors/errors.js';

/** Who is signed in at the desk's own site, as its token says. */
export interface SignedIn {
  /** `sub`, at most 320 characters. */
  readonly user: string;
  readonly email: { readonly address: string; readonly verified: boolean } | null;
  readonly displayName: string | null;
  readonly locale: string | null;
}

const CLOCKS_APART_S = 30;
const MAX_SUBJECT = 320;

/** Reads tokens {sub, exp, iat?, name?, email?, email_verified?, locale?}. */
export class SiteLogin {
  private readonly key: KeyObject;

  constructor(
    private readonly settings: SiteLoginSettings,
    private readonly clock: Clock,
  ) {
    this.key = settings.alg === 'HS256' ? createSecretKey(Buffer.from(settings.secret)) : createPublicKey(settings.publicKey);
  }

  /** Throws `PermanentError` (`bad_token`) that says what is wrong, never what the token holds. */
  async read(token: string): Promise<SignedIn> {
    const { alg, issuer, audience, maxAgeSeconds } = this.settings;
    const currentDate = this.clock.now();
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: [alg],
        requiredClaims: ['sub', 'exp'],
        clockTolerance: CLOCKS_APART_S,
        currentDate,
        ...(issuer === undefined ? {} : { issuer }),
        ...(audience === undefined ? {} : { audience }),
      });
      if (payload.exp! - currentDate.getTime() / 1000 > maxAgeSeconds + CLOCKS_APART_S)
        throw refuse(`it lives longer than the ${maxAgeSeconds} s that are allowed here`);
      return toSignedIn(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw refuse('it has expired: sign in again');
      if (error instanceof errors.JWTClaimValidationFailed) throw refuse(`its claim ${error.claim} is missing or not as wanted`);
      if (error instanceof errors.JOSEError) throw refuse('it is not signed with the key and algorithm that are set here');
      throw error;
    }
  }
}

function refuse(why: string): PermanentError {
  return new PermanentError(`the token of the signed-in user is not taken: ${why}`, { code: 'bad_token' });
}

function toSignedIn(payload: Readonly<Record<string, unknown>>): SignedIn {
  const textOf = (name: string, most: number) => {
    const value = payload[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : null;
  };
  const user = textOf('sub', MAX_SUBJECT + 1);
  if (user === null || user.length > MAX_SUBJECT) throw refuse('its claim sub is missing or not as wanted');
  const address = textOf('email', MAX_SUBJECT);
  const email = address?.includes('@') ? { address, verified: payload['email_verified'] === true } : null;
  return { user, email, displayName: textOf('name', 256), locale: textOf('locale', 35) };
}
