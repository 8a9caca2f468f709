import type { CheckVerdict } from '#contracts';

/** What is known of who sent a mail, as its event carries it. */
export interface SenderChecks {
  readonly spf: CheckVerdict;
  readonly dkim: CheckVerdict;
  readonly dmarc: CheckVerdict;
  readonly arc?: CheckVerdict;
  /** Who looked: we at the door, or a server that is trusted to have looked. */
  readonly by: 'door' | 'server';
  /** In words, for people. */
  readonly reason: string;
  /** The domain that stands for its user's address in From, in lower case ASCII; null when none does. */
  readonly vouchedDomain: string | null;
}
