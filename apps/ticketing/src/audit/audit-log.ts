import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '#database';
import { CLOCK, type Clock, SECRET_KEY, type SecretKey } from '#runtime';
import type { AuditFacts } from './audit-record.js';
import { AuditSigner } from './audit-signer.js';
import { AuditRepository } from './audit.repository.js';
import { type ChainVerdict, verifyChain } from './verify-chain.js';

const MOST_AT_ONCE = 2_000;
/** A head is signed when there is news and the last one is this old, or this many records back. */
const SIGN_EVERY_MS = 60_000;
const SIGN_EVERY = 1_000;

/** The audit log as a whole: takes records, chains and signs them, proves that they are all there. */
@Injectable()
export class AuditLog {
  readonly signer: AuditSigner;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SECRET_KEY) secret: SecretKey,
    private readonly repository: AuditRepository,
  ) {
    this.signer = new AuditSigner(secret);
  }

  async note(facts: AuditFacts): Promise<void> {
    await AuditRepository.note(this.database.sql, this.clock.now(), facts);
  }

  /** Chains all that is written. `sign`: signs a head for it at once. */
  async chain(sign = false): Promise<void> {
    for (let chained = MOST_AT_ONCE; chained === MOST_AT_ONCE;)
      chained = await this.repository.chainNext(MOST_AT_ONCE, async (last, transaction) => {
        const [head] = await this.repository.heads(transaction, true);
        const now = this.clock.now();
        const old = head === undefined || last.seq - head.seq >= SIGN_EVERY || now.getTime() - Date.parse(head.signedAt) >= SIGN_EVERY_MS;
        if (old || sign) await this.repository.keepHead(transaction, this.signer.sign(last.seq, last.hash, now), this.signer.key);
      });
    if (sign) await this.signEnd();
  }

  /** `known`: a head that was noted elsewhere before. */
  async verify(known?: { readonly seq: number; readonly hash: string }): Promise<ChainVerdict> {
    await this.chain(true);
    return verifyChain({
      links: this.repository.links(),
      heads: await this.repository.heads(),
      keys: [...(await this.repository.keys())],
      trusted: await this.trusted(),
      ...(known === undefined ? {} : { known }),
    });
  }

  /** Our own key, or the first one of ours that leads to it. */
  private async trusted(): Promise<string> {
    const keys = await this.repository.keys();
    let { key } = this.signer;
    for (let hops = 0; hops < keys.length; hops += 1) {
      const before = keys.find(({ keyId }) => keyId === key.voucher?.keyId);
      if (before === undefined) break;
      key = before;
    }
    return key.keyId;
  }

  private async signEnd(): Promise<void> {
    const [head] = await this.repository.heads(undefined, true);
    for await (const page of this.repository.links((head?.seq ?? 0) + 1)) {
      const { seq, hash } = page.at(-1)!;
      await this.repository.keepHead(this.database.sql, this.signer.sign(seq, hash, this.clock.now()), this.signer.key);
    }
  }
}
