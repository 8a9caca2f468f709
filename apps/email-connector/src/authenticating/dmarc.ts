import { dmarc as verifyDmarc } from 'mailauth/lib/dmarc/index.js';
import type { DmarcRecord } from './conclude.js';
import type { Resolve } from './dns/caching-resolver.js';
import { KeptAnswers } from './kept-answers.js';

/** Null: none is published. `unknown`: nobody could tell. */
export type PublishedDmarc = DmarcRecord | null | 'unknown';

/** What domains ask for (RFC 7489), once for all mails of a domain within a minute. */
export class DmarcReader {
  private readonly kept = new KeptAnswers<PublishedDmarc>((answer) => answer !== 'unknown');

  constructor(private readonly resolve: Resolve) {}

  /** Undefined where it has to be asked. */
  known(domain: string): PublishedDmarc | undefined {
    return this.kept.known(domain);
  }

  /** Never rejects. */
  read(domain: string): PublishedDmarc | Promise<PublishedDmarc> {
    return this.kept.get(domain, () => this.ask(domain));
  }

  private async ask(domain: string): Promise<PublishedDmarc> {
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
