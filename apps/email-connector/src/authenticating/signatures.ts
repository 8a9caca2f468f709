import { arc as verifyArc } from 'mailauth/lib/arc/index.js';
import { toCanonicalAddress } from '../email.ids.js';
import type { Resolve } from './dns/caching-resolver.js';
import { readHeaderBlock } from './header-block.js';
import { verifySignatures } from './linear-verifier.js';
import { readSignedHeader } from './signed-header.js';

export interface DkimResult {
  readonly result: 'pass' | 'fail' | 'temperror' | 'none';
  readonly domain: string;
  /** What was wrong with it, as mailauth words it. */
  readonly comment?: string;
}

export interface ArcResult {
  readonly result: 'pass' | 'fail' | 'none';
  /** Who sealed last. */
  readonly sealer: string | null;
  /** What the last sealer found before it changed the mail. */
  readonly dmarc: string | null;
  /** The domain that finding is about. */
  readonly fromDomain: string | null;
}

export interface SignatureResults {
  readonly dkim: readonly DkimResult[];
  readonly arc: ArcResult;
  /** Domains in From as the verifier read them: another reading than ours proves nothing of what is shown. */
  readonly fromDomains: readonly string[];
}

const NO_ARC: ArcResult = { result: 'none', sealer: null, dmarc: null, fromDomain: null };
/** Of a mail that nobody signed. */
export const UNSIGNED: SignatureResults = { dkim: [], arc: NO_ARC, fromDomains: [] };
/**
 * DKIM (RFC 6376) of a mail, and ARC (RFC 8617) where some sealer is trusted: without one it can prove nothing. Signatures of a part of the body, and all
 * beyond the fifth, are not looked at. Never rejects.
 */
export async function checkSignatures(
  raw: Buffer,
  resolve: Resolve,
  { withArc = false, isLate = () => false }: { readonly withArc?: boolean; readonly isLate?: () => boolean } = {},
): Promise<SignatureResults> {
  const { text, end, whole } = readHeaderBlock(raw);
  const header = whole ? readSignedHeader(text, withArc) : null;
  if (header === null) return UNSIGNED;
  const resolver = resolve as (name: string, type: string) => Promise<string[][]>;
  try {
    const verified = await verifySignatures(header.bytes, raw.subarray(end), resolver, isLate);
    const arc = header.hasArc ? await readArc(verified.arc, resolver) : NO_ARC;
    const fromDomains = verified.headerFrom.map((address) => toCanonicalAddress(address).replace(/^.*@/, ''));
    const dkim = verified.results.flatMap(({ signingDomain, status }) => (signingDomain ? [toDkimResult(signingDomain, status)] : []));
    return { dkim, arc, fromDomains };
  } catch {
    return UNSIGNED;
  }
}

/** `neutral` is mailauth's word for a body that was changed, and for a key that is not there: the first is a failure, the second is no signature. */
function toDkimResult(signingDomain: string, status: { readonly result: string; readonly comment?: string | false }): DkimResult {
  const comment = status.comment || undefined;
  const broken = status.result === 'fail' || comment === 'body hash did not verify';
  const result = broken ? 'fail' : status.result === 'pass' || status.result === 'temperror' ? status.result : 'none';
  return { result, domain: signingDomain.toLowerCase(), ...(comment === undefined ? {} : { comment }) };
}

async function readArc(data: unknown, resolver: (name: string, type: string) => Promise<string[][]>): Promise<ArcResult> {
  const found = (await verifyArc(data as never, { resolver, minBitLength: 1_024 })) as unknown as {
    status: { result: string };
    signature?: { signingDomain?: string };
    chain?: false | { 'arc-seal'?: { parsed?: { d?: { value?: string } } } }[];
    authenticationResults?: { dmarc?: { result?: string; header?: { from?: string } } };
  };
  const result = found.status.result === 'pass' ? 'pass' : found.status.result === 'none' ? 'none' : 'fail';
  const { dmarc } = found.authenticationResults ?? {};
  return {
    result,
    sealer: (found.chain || undefined)?.at(-1)?.['arc-seal']?.parsed?.d?.value?.toLowerCase() ?? null,
    dmarc: dmarc?.result?.toLowerCase() ?? null,
    fromDomain: dmarc?.header?.from?.toLowerCase() ?? null,
  };
}
