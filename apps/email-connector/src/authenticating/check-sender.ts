import { dmarc as verifyDmarc } from 'mailauth/lib/dmarc/index.js';
import { getAlignment } from 'mailauth/lib/tools.js';
import { conclude, type DmarcRecord, type Findings } from './conclude.js';
import type { Resolve } from './dns/caching-resolver.js';
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
  private readonly places = new Map<string, number>();

  constructor(
    private readonly resolve: Resolve,
    private readonly trustedSealers: readonly string[],
  ) {
    this.spf = new SpfChecker(resolve);
  }

  /** Has the answer under way when the mail is there. */
  begin(client: SmtpClient): void {
    const leave = this.enter(client);
    if (leave !== null) void this.spf.check(client).finally(leave);
  }

  /** What is known after `withinMs`, however much that is. Never rejects. */
  async check({ raw, signed, client, from }: CheckedMail, withinMs: number): Promise<SenderChecks> {
    let spf: SpfResult | null | 'pending' = client === null ? null : 'pending';
    let signatures: SignatureResults | 'pending' = signed ? 'pending' : UNSIGNED;
    let dmarc: Findings['dmarc'] = 'unknown';
    const until = performance.now() + withinMs;
    const isLate = () => performance.now() > until;
    const leave = this.enter(client);
    if (leave === null) return conclude({ from, spf, signatures, dmarc, trustedSealers: this.trustedSealers, related });
    const asking = Promise.all([
      client === null ? null : this.spf.check(client).then((found) => (spf = found)),
      signed
        ? checkSignatures(raw, this.resolve, { withArc: this.trustedSealers.length > 0, isLate }).then((found) => (signatures = found))
        : null,
      from.domain === null ? null : this.readDmarc(from.domain).then((found) => (dmarc = found)),
    ]);
    void asking.finally(leave);
    await within(asking, withinMs);
    return conclude({ from, spf, signatures, dmarc, trustedSealers: this.trustedSealers, related });
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

  private async readDmarc(domain: string): Promise<DmarcRecord | null | 'unknown'> {
    try {
      const resolver = this.resolve as (name: string, type: string) => Promise<string[][]>;
      const found = await verifyDmarc({ headerFrom: domain, spfDomains: [], dkimDomains: [], resolver } as never);
      if (found === false || found.status.result === 'temperror') return 'unknown';
      if (found.status.result === 'none') return null;
      const { spf, dkim } = (found as unknown as { alignment: Record<'spf' | 'dkim', { strict: boolean }> }).alignment;
      return { policy: String(found.policy ?? 'none').toLowerCase(), strictSpf: spf.strict, strictDkim: dkim.strict };
    } catch {
      return 'unknown';
    }
  }
}

function related(domain: string, other: string): boolean {
  return Boolean(getAlignment(other, [domain]));
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work.catch(() => {}), timeout]);
  clearTimeout(timer);
}
