import type { Identity, InboundMessage, Sender } from '#contracts';
import type { SenderChecks } from '../authenticating/sender-checks.js';
import { toCanonicalAddress } from '../email.ids.js';
import type { MailEnvelope } from '../parsing/parser.js';
import { readTrustedResults } from './authentication-results.js';
import type { ParsedMail } from './parsed-mail.js';
import { cutText } from './wording.js';

/** Stands for a sender that a mail does not name. */
export const NOBODY = 'unknown@invalid';

/** The word of a server that is trusted goes before ours: behind a server of our own we saw less. */
export function checksOf(mail: ParsedMail, { checks, trustedAuthserv }: MailEnvelope): SenderChecks | undefined {
  if (trustedAuthserv === undefined || !mail.statedResults?.length) return checks;
  return readTrustedResults(mail.statedResults, trustedAuthserv, statedDomain(mail)) ?? checks;
}

export function toVerdicts(checks: SenderChecks | undefined): InboundMessage['checks'] {
  if (checks === undefined) return undefined;
  const { vouchedDomain: _, ...verdicts } = checks;
  return { ...verdicts, reason: cutText(verdicts.reason, 500) };
}

/** The domain of the one address in From; null when there are more, or none. */
function statedDomain(mail: ParsedMail): string | null {
  const address = mail.from === null || mail.warnings.includes('several_senders') ? '' : toCanonicalAddress(mail.from.address);
  return address.includes('@') ? address.slice(address.lastIndexOf('@') + 1) : null;
}

function assuranceOf(mail: ParsedMail, address: string, checks: SenderChecks | undefined): Identity['assurance'] {
  if (address === NOBODY) return 'anonymous';
  const vouched = checks?.vouchedDomain ?? null;
  const isShown = mail.from !== null && toCanonicalAddress(mail.from.address) === toCanonicalAddress(address);
  return vouched !== null && isShown && statedDomain(mail) === vouched ? 'verified' : 'claimed';
}

export function toSender(mail: ParsedMail, address: string, checks: SenderChecks | undefined): Sender {
  const name = mail.from?.name;
  const value = toCanonicalAddress(address);
  return {
    role: mail.class === 'bounce' || mail.class === 'feedback-report' ? 'system' : 'customer',
    displayName: name ? cutText(name, 256) : undefined,
    identities: [
      {
        scheme: 'email',
        value: cutText(value, 320),
        raw: cutText(address, 1_024),
        assurance: assuranceOf(mail, address, checks),
      },
    ],
  };
}
