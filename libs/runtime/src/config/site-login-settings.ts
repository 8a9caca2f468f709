import { createPublicKey } from 'node:crypto';
import { z } from 'zod';

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
