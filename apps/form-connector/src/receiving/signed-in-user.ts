import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { RefusedRequest } from '#connector-sdk';
import { canonicalMailAddress, type Identity, type Sender } from '#contracts';
import type { Clock } from '#runtime';

const Shared = {
  issuer: z.string().min(1).optional().describe('`iss` that tokens must have'),
  audience: z.string().min(1).optional().describe('`aud` that tokens must have'),
  maxAgeSeconds: z.int().min(60).max(86_400).default(3_600).describe('a token that lives longer is not taken'),
};

const MIN_SECRET = 32;

/** How the desk's own site proves who is signed in. The algorithm is pinned: what the token itself says of it is not believed. */
export const JwtConfig = z.discriminatedUnion('alg', [
  z.strictObject({ alg: z.literal('HS256'), secret: z.string().min(MIN_SECRET), ...Shared }),
  z.strictObject({
    alg: z.literal('RS256'),
    publicKey: z.string().refine(isRsaKey, 'an RSA public key of at least 2048 bits in PEM'),
    ...Shared,
  }),
]);
export type JwtConfig = z.infer<typeof JwtConfig>;

const MIN_RSA_BITS = 2_048;

function isRsaKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey(pem);
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
  } catch {
    return false;
  }
}

const CLOCKS_APART_S = 30;

/** Reads tokens {sub, exp, iat?, name?, email?, email_verified?, phone_number?, locale?}. */
export class SignedInUsers {
  private readonly key: KeyObject;

  constructor(
    private readonly config: JwtConfig,
    private readonly clock: Clock,
  ) {
    this.key = config.alg === 'HS256' ? createSecretKey(Buffer.from(config.secret)) : createPublicKey(config.publicKey);
  }

  /** Throws `RefusedRequest` (401) that says what is wrong, never what the token holds. */
  async read(token: string): Promise<Sender> {
    const { alg, issuer, audience, maxAgeSeconds } = this.config;
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
      return toSender(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw refuse('it has expired: sign in again');
      if (error instanceof errors.JWTClaimValidationFailed) throw refuse(`its claim ${error.claim} is missing or not as wanted`);
      if (error instanceof errors.JOSEError) throw refuse('it is not signed with the key and algorithm of this inbox');
      throw error;
    }
  }
}

function refuse(why: string): RefusedRequest {
  return new RefusedRequest(401, 'bad_token', `The token of the signed-in user is not taken: ${why}`);
}

const MAX_SUBJECT = 320;

function toSender(payload: Readonly<Record<string, unknown>>): Sender {
  const textOf = (name: string, most: number) => {
    const value = payload[name];
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, most) : undefined;
  };
  const user = textOf('sub', MAX_SUBJECT + 1);
  if (user === undefined || user.length > MAX_SUBJECT) throw refuse('its claim sub is missing or not as wanted');
  const email = textOf('email', MAX_SUBJECT);
  const displayName = textOf('name', 256);
  const locale = textOf('locale', 35);
  const identities: Identity[] = [{ scheme: 'user', value: user, raw: user, assurance: 'verified' }];
  if (email?.includes('@'))
    identities.push({
      scheme: 'email',
      value: canonicalMailAddress(email),
      raw: email,
      assurance: payload['email_verified'] === true ? 'verified' : 'claimed',
    });
  return {
    role: 'customer',
    identities,
    ...(displayName === undefined ? {} : { displayName }),
    ...(locale === undefined ? {} : { locale }),
  };
}
