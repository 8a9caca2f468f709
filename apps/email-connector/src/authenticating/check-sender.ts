import { getAlignment } from 'mailauth/lib/tools.js';
import { conclude, type Findings, type Ground } from './conclude.js';
import type { Resolve } from './dns/caching-resolver.js';
import { DmarcReader } from './dmarc.js';
import type { SenderChecks } from './sender-checks.js';
import type { StatedSender } from './header-block.js';
import { checkSignatures, type SignatureResults, UNSIGNED } from './signatures.js';
import { type SmtpClient, SpfChecker, type SpfResult } from './spf.js';

export interface CheckedMail {
  readonly raw: Buffer;
  readonly signed: boolean;
  /** Null: of a server of ours SPF is not asked. */
  readonly client: SmtpClient | null;
  readonly from: StatedSender;
}

/** A busy server has its answers in the cache and leaves at once; only who sends from names that nobody answers for stays. */
const MAX_PLACES = 64;

/** Loads mailauth; so it is itself loaded with the first mail that has something to check. */
export class SenderCheck {
  private readonly spf: SpfChecker;
  private readonly dmarc: DmarcReader;
  private readonly ground: Ground;
  private readonly places = new Map<string, number>();

  constructor(
    private readonly resolve: Resolve,
    trustedSealers: readonly string[],
  ) {
    this.ground = { trustedSealers, related };
    this.spf = new SpfChecker(resolve);
    this.dmarc = new DmarcReader(resolve);
  }

  /** Has the answer under way when the mail is there. */
  begin(client: SmtpClient): void {
    if (this.spf.known(client) !== undefined) return;
    const leave = this.enter(client);
    if (leave !== null) void this.spf.check(client).finally(leave);
  }

  /** What is known after `withinMs`, however much that is; at once where there is nothing to wait for. Never rejects. */
  check(mail: CheckedMail, withinMs: number): SenderChecks | Promise<SenderChecks> {
    return this.concludeKnown(mail) ?? this.find(mail, withinMs);
  }

  /** An unsigned mail from where others came a moment ago: most of a busy desk's. Null where something has to be asked. */
  private concludeKnown({ signed, client, from }: CheckedMail): SenderChecks | null {
    if (signed) return null;
    const spf = client === null ? null : this.spf.known(client);
    const dmarc = from.domain === null ? 'unknown' : this.dmarc.known(from.domain);
    return spf === undefined || dmarc === undefined ? null : conclude({ from, spf, signatures: UNSIGNED, dmarc }, this.ground);
  }

  private async find({ raw, signed, client, from }: CheckedMail, withinMs: number): Promise<SenderChecks> {
    let spf: SpfResult | null | 'pending' = client === null ? null : 'pending';
    let signatures: SignatureResults | 'pending' = signed ? 'pending' : UNSIGNED;
    let dmarc: Findings['dmarc'] = 'unknown';
    const until = performance.now() + withinMs;
    const isLate = () => performance.now() > until;
    const leave = this.enter(client);
    if (leave === null) return conclude({ from, spf, signatures, dmarc }, this.ground);
    const readDmarc = async (domain: string) => (dmarc = await this.dmarc.read(domain));
    const asking = Promise.all([
      client === null ? null : this.spf.check(client).then((found) => (spf = found)),
      signed
        ? checkSignatures(raw, this.resolve, { withArc: this.ground.trustedSealers.length > 0, isLate }).then(
            (found) => (signatures = found),
          )
        : null,
      from.domain === null ? null : readDmarc(from.domain),
    ]);
    void asking.finally(leave);
    await within(asking, withinMs);
    return conclude({ from, spf, signatures, dmarc }, this.ground);
  }

  /**
   * One address has so many mails in question at once; what comes above (null) stays unverified, and takes nothing from others. Our own servers
   * speak for many.
   */
  private enter(client: SmtpClient | null): (() => void) | null {
    if (client === null) return () => {};
    const { ip } = client;
    const entered = this.places.get(ip) ?? 0;
    if (entered >= MAX_PLACES) return null;
    this.places.set(ip, entered + 1);
    return () => {
      const left = this.places.get(ip)! - 1;
      if (left > 0) this.places.set(ip, left);
      else this.places.delete(ip);
    };
  }
}

function related(domain: string, other: string): boolean {
  return domain === other || Boolean(getAlignment(other, [domain]));
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work.catch(() => {}), timeout]);
  clearTimeout(timer);
}
