import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, PermanentError, SECRET_KEY, type SecretKey } from '#runtime';

const PURPOSE = 'image-link';
const HOUR_MS = 3_600_000;
const SIGNATURE_BYTES = 16;

/** Of what an image link leads to; its query as it came. */
export interface ImageLink {
  readonly entryId: string;
  /** `inline`: `name` is the part. `remote`: it is the address. */
  readonly kind: 'inline' | 'remote';
  readonly name: string;
  /** Seconds since 1970. */
  readonly expires: number;
  readonly signature: string;
}

/**
 * Addresses of the images of an entry, good for one to two hours for whoever has them. A document without an origin of its own sends no
 * cookie, so its images are asked for by these; and nobody can make one for an address that is not in that mail.
 */
@Injectable()
export class ImageLinks {
  constructor(
    @Inject(SECRET_KEY) private readonly secret: SecretKey,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  toInline(entryId: string, partId: string): string {
    return `/api/v1/entries/${entryId}/inline-images/${encodeURIComponent(partId)}?${this.sign(entryId, 'inline', partId)}`;
  }

  toRemote(entryId: string, url: string): string {
    const named = new URLSearchParams({ url });
    return `/api/v1/entries/${entryId}/remote-images?${named}&${this.sign(entryId, 'remote', url)}`;
  }

  /** Throws `PermanentError`: `image_link_invalid` (nobody here made it), `image_link_expired`. */
  check({ entryId, kind, name, expires, signature }: ImageLink): void {
    if (!this.secret.verify(PURPOSE, toSigned(entryId, kind, name, expires), Buffer.from(signature, 'base64url')))
      throw new PermanentError('this link was not made here', { code: 'image_link_invalid' });
    if (expires * 1_000 < this.clock.now().getTime())
      throw new PermanentError('this link is no longer good', { code: 'image_link_expired', hint: 'ask for the HTML of the entry again' });
  }

  /** The same within an hour, so that a browser finds again what it has. */
  private sign(entryId: string, kind: ImageLink['kind'], name: string): string {
    const expires = ((Math.floor(this.clock.now().getTime() / HOUR_MS) + 2) * HOUR_MS) / 1_000;
    const signature = this.secret.sign(PURPOSE, toSigned(entryId, kind, name, expires)).subarray(0, SIGNATURE_BYTES);
    return `expires=${expires}&signature=${signature.toString('base64url')}`;
  }
}

function toSigned(...facts: readonly [entryId: string, kind: string, name: string, expires: number]): string {
  return JSON.stringify(facts);
}
