/** Mails that an account remembers; of those beyond it the oldest begin anew. */
const MOST = 1_000;

/**
 * "Relay access denied" to a recipient may be our server's word on us, or the word of the customer's server on its own users. It is about us when
 * mails to several domains hear it and none is taken in between; a mail that hears it a second time while others go out is refused itself.
 */
export class AccountDoubts {
  private readonly told = new Map<string, number>();
  private readonly domains = new Set<string>();

  /** Counts one more such answer to this mail. */
  judge(commandId: string, domains: readonly string[]): 'account' | 'mail' | 'wait' {
    for (const domain of domains) this.domains.add(domain);
    if (this.domains.size > domains.length) return 'account';
    const times = (this.told.get(commandId) ?? 0) + 1;
    this.told.delete(commandId);
    this.told.set(commandId, times);
    if (this.told.size > MOST) this.told.delete(this.told.keys().next().value!);
    if (times === 1) return 'wait';
    for (const domain of domains) this.domains.delete(domain);
    return 'mail';
  }

  /** The server took a mail of ours: it was not about us. */
  taken(): void {
    this.domains.clear();
  }
}
