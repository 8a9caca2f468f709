import type { CheckVerdict } from '#contracts';
import type { StatedSender } from './header-block.js';
import type { SenderChecks } from './sender-checks.js';
import type { ArcResult, SignatureResults } from './signatures.js';
import type { SpfResult } from './spf.js';

/** What the domain in From asks for (RFC 7489). */
export interface DmarcRecord {
  readonly policy: string;
  readonly strictSpf: boolean;
  readonly strictDkim: boolean;
}

export interface Findings {
  readonly from: StatedSender;
  /** Null: nobody asked, for the client is one of our own servers. `pending`: no answer in time. */
  readonly spf: SpfResult | null | 'pending';
  readonly signatures: SignatureResults | 'pending';
  /** Null: none is published. `unknown`: nobody could tell in time. */
  readonly dmarc: DmarcRecord | null | 'unknown';
}

/** What holds for all mails. */
export interface Ground {
  readonly trustedSealers: readonly string[];
  /** Do two domains belong to one organisation? */
  readonly related: (domain: string, other: string) => boolean;
}

const UNREAD = { dkim: [], arc: null, fromDomains: [] };

/** From single results to what the desk goes by. Pure. */
export function conclude(findings: Findings, ground: Ground): SenderChecks {
  const { dmarc } = findings;
  const fromDomain = findings.from.domain;
  const spf = findings.spf === 'pending' ? null : findings.spf;
  const signed = findings.signatures === 'pending' ? UNREAD : findings.signatures;
  const { dkim, arc } = signed;
  // A signature speaks for the From that the verifier saw; it must be the one that is shown.
  const clear = !findings.from.ambiguous && signed.fromDomains.length === 1 && signed.fromDomains[0] === fromDomain;
  const strict = dmarc !== null && dmarc !== 'unknown' ? dmarc : { strictSpf: false, strictDkim: false };
  const aligned = (domain: string, exact: boolean) =>
    fromDomain !== null && (exact ? domain === fromDomain : ground.related(domain, fromDomain));
  const bySpf = spf?.result === 'pass' && !spf.openToAll && aligned(spf.domain, strict.strictSpf) ? spf.domain : null;
  const byDkim = !clear
    ? null
    : (dkim.find(({ result, domain }) => result === 'pass' && aligned(domain, strict.strictDkim))?.domain ?? null);
  const bySealer = !clear ? null : findSealer(arc, fromDomain, ground.trustedSealers);
  const proof: string | null | undefined = [
    byDkim && `DKIM signature of ${byDkim}`,
    bySpf && `SPF of ${bySpf}`,
    bySealer && `ARC seal of ${bySealer}, which saw DMARC pass`,
  ].find(Boolean);
  const open = isOpen(findings);
  const verdict: CheckVerdict =
    dmarc === null || dmarc === 'unknown' ? 'none' : proof ? 'pass' : open || findings.spf === null ? 'none' : 'fail';
  return {
    spf: spfVerdict(spf),
    dkim: dkimVerdict(dkim, byDkim),
    dmarc: fromDomain === null ? 'none' : verdict,
    ...(arc === null || arc.result === 'none' ? {} : { arc: arc.result }),
    by: 'door',
    reason: explain(findings, proof, verdict, open),
    vouchedDomain: proof ? fromDomain : null,
  };
}

/** Might an answer that did not come still prove the sender? */
function isOpen({ spf, signatures, dmarc }: Findings): boolean {
  if (spf === 'pending' || signatures === 'pending' || dmarc === 'unknown') return true;
  return spf?.result === 'temperror' || signatures.dkim.some(({ result }) => result === 'temperror');
}

/** A sealer that the desk trusts says what it saw of the very domain in From, before it changed the mail. */
function findSealer(arc: ArcResult | null, fromDomain: string | null, trusted: readonly string[]): string | null {
  if (arc?.result !== 'pass' || arc.sealer === null || arc.dmarc !== 'pass' || fromDomain === null) return null;
  const about = arc.fromDomain ?? '';
  return trusted.includes(arc.sealer) && (about === fromDomain || fromDomain.endsWith(`.${about}`)) ? arc.sealer : null;
}

function spfVerdict(spf: SpfResult | null): CheckVerdict {
  return spf?.result === 'pass' || spf?.result === 'fail' ? spf.result : 'none';
}

/** A signature of somebody else that holds proves nothing of the sender; one that broke is a failure unless another holds. */
function dkimVerdict(results: SignatureResults['dkim'], aligned: string | null): CheckVerdict {
  if (aligned !== null || results.some(({ result }) => result === 'pass')) return 'pass';
  return results.some(({ result }) => result === 'fail') ? 'fail' : 'none';
}

function explain(
  { from, spf, signatures, dmarc }: Findings,
  proof: string | null | undefined,
  verdict: CheckVerdict,
  open: boolean,
): string {
  const fromDomain = from.domain;
  if (fromDomain === null) return 'From names no single address';
  if (proof) return `${fromDomain} is vouched for: ${proof}`;
  const seen = [
    ...(from.ambiguous ? ['a field stands twice that must not, so signatures count for nothing'] : []),
    spf === null
      ? 'SPF not asked, the mail came through a server of ours'
      : spf === 'pending'
        ? 'SPF not answered in time'
        : `SPF ${spf.result} for ${spf.domain}${spf.openToAll ? ' (its record lets everybody send)' : ''}`,
    signatures === 'pending'
      ? 'signatures not verified in time'
      : signatures.dkim.length === 0
        ? 'no DKIM signature'
        : signatures.dkim.map(({ result, domain, comment }) => `DKIM ${result} for ${domain}${comment ? ` (${comment})` : ''}`).join(', '),
  ].join('; ');
  if (verdict === 'fail') return `DMARC of ${fromDomain} failed (policy ${(dmarc as DmarcRecord).policy}): ${seen}`.slice(0, 500);
  const why = open ? `nothing vouches for ${fromDomain} in time` : `nothing vouches for ${fromDomain}`;
  return `${why}: ${seen}`.slice(0, 500);
}
