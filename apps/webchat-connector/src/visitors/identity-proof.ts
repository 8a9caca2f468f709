import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ChatProof } from '#contracts';
import type { Clock } from '#runtime';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { Refusal } from '../wire/refusal.js';
import type { WebchatInboxConfig } from '../webchat.config.js';

/** Somebody the desk's own site vouches for. */
export interface ProvenUser {
  readonly id: string;
  readonly name?: string;
  readonly email?: string;
  /** Did the site say that the address is his? */
  readonly emailVerified?: boolean;
  readonly phone?: string;
  readonly avatar?: string;
}

type Identity = NonNullable<WebchatInboxConfig['identity']>;

/** A longer life would make a token that leaked a password. */
const MOST_LIFE_S = 3_600;
const TOLERANCE_S = 30;
const MOST_ID = 256;

/** Throws `Refusal` that says what is wrong, for the site's developer reads it. */
export async function verifyProof(proof: ChatProof, identity: Identity | undefined, clock: Clock): Promise<ProvenUser> {
  if (identity === undefined) throw new Refusal('identity_off', 'This inbox takes no proof of identity: set `identity` in its settings');
  if (proof.jwt !== undefined) return verifyJwt(proof.jwt, identity, clock);
  if (proof.identifier !== undefined && proof.identifierHash !== undefined && identity.identifierHash) return verifyHash(proof, identity);
  throw new Refusal('identity_missing', 'A proof of identity is a `jwt`');
}

async function verifyJwt(jwt: string, identity: Identity, clock: Clock): Promise<ProvenUser> {
  const now = clock.now();
  const { payload } = await jwtVerify(jwt, Buffer.from(identity.secret), {
    // Pinned: what the token itself asks for decides nothing.
    algorithms: ['HS256'],
    issuer: identity.issuer,
    audience: identity.audience,
    requiredClaims: ['sub', 'exp'],
    clockTolerance: TOLERANCE_S,
    currentDate: now,
  }).catch((error: unknown) => {
    throw new Refusal('identity_wrong', error instanceof errors.JOSEError ? `The JWT is refused: ${error.message}` : 'The JWT is refused');
  });
  const seconds = Math.floor(now.getTime() / 1000);
  if (payload.exp! - seconds > MOST_LIFE_S + TOLERANCE_S)
    throw new Refusal('identity_lives_too_long', 'The JWT is refused: `exp` is more than an hour away');
  return toUser(readId(payload.sub), payload);
}

function verifyHash(proof: ChatProof, identity: Identity): ProvenUser {
  const id = readId(proof.identifier);
  const wanted = createHmac('sha256', identity.secret).update(id).digest();
  const given = Buffer.from(proof.identifierHash!, 'hex');
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    throw new Refusal('identity_wrong', '`identifierHash` is not HMAC-SHA256 of `identifier` under the secret of this inbox, in hex');
  // The hash vouches for the id alone: the rest is what the page says.
  return toUser(id, { name: proof.name, email: proof.email });
}

function readId(sub: string | undefined): string {
  if (sub === undefined || sub === '' || sub.length > MOST_ID) throw new Refusal('identity_wrong', `The id has 1 to ${MOST_ID} characters`);
  return sub;
}

function toUser(id: string, claims: JWTPayload | { name?: unknown; email?: unknown }): ProvenUser {
  const all = claims as Record<string, unknown>;
  const text = (name: string, max: number) => {
    const value = all[name];
    return typeof value === 'string' && value !== '' && value.length <= max ? value : undefined;
  };
  const [name, email, phone, avatar] = [text('name', 200), text('email', 320), text('phone_number', 40), text('picture', 2_048)];
  return {
    id,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email, emailVerified: all['email_verified'] === true }),
    ...(phone === undefined ? {} : { phone }),
    ...(avatar !== undefined && /^https:\/\//.test(avatar) ? { avatar } : {}),
  };
}
