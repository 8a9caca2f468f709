import { finished } from 'node:stream/promises';
import { DkimVerifier } from 'mailauth/lib/dkim/dkim-verifier.js';
import { type Canonicalization, hashBody } from './body-hash.js';

type Resolver = (name: string, type: string) => Promise<string[][]>;

/**
 * mailauth's verifier, which is given the header block only and told what the body hashes to. Its own canonicalisation is quadratic in the length of
 * a line (25 MB of blanks: 22 s) and slow for bodies with bare line feeds.
 */
class LinearVerifier extends DkimVerifier {
  constructor(
    private readonly body: Buffer,
    private readonly isLate: () => boolean,
    resolver: Resolver,
  ) {
    super({ resolver, minBitLength: 1_024 });
  }

  protected override async messageHeaders(headers: unknown): Promise<void> {
    await super.messageHeaders(headers);
    for (const key of this.bodyHashes.keys()) this.bodyHashes.set(key, new KnownHash());
  }

  protected override async finalChunk(): Promise<void> {
    for (const [key, hash] of this.bodyHashes) {
      const [canonicalization, algorithm] = key.split(':') as [Canonicalization, string];
      (hash as KnownHash).hash = await hashBody(this.body, canonicalization, algorithm, this.isLate);
    }
    await super.finalChunk();
  }
}

/** Stands where mailauth has a hash that it updates with the body. */
class KnownHash {
  hash: string | null = null;
  setContentType(): void {}
  update(): void {}
  getMimeStructureStart(): number {
    return -1;
  }
  /** What no signature states, where it came too late. */
  digest(): string {
    return this.hash ?? '';
  }
}

/** `header` ends with its empty line. Rejects when mailauth cannot read it. */
export async function verifySignatures(header: Buffer, body: Buffer, resolver: Resolver, isLate: () => boolean): Promise<DkimVerifier> {
  const verifier = new LinearVerifier(body, isLate, resolver);
  verifier.end(header);
  await finished(verifier);
  return verifier;
}
