import { arc as verifyArc } from 'mailauth/lib/arc/index.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { toCanonicalAddress } from '../email.ids.js';
import type { Resolve } from './dns/caching-resolver.js';
import { readHeaderBlock } from './header-block.js';

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

/** Each signature costs a question and may cost a hash of the whole body; mails have one to three. */
const MAX_SIGNATURES = 5;
const MAX_ARC_FIELDS = 3 * 20;
const NO_ARC: ArcResult = { result: 'none', sealer: null, dmarc: null, fromDomain: null };
/** Of a mail that nobody signed. */
export const UNSIGNED: SignatureResults = { dkim: [], arc: NO_ARC, fromDomains: [] };
const SIGNATURE_FIELD = /^dkim-signature[ \t]*:.*(?:\r?\n[ \t].*)*\r?\n/gim;
/** A signature of the first bytes only lets anybody write below. */
const PARTIAL = /[:;]\s*l\s*=/i;

/** DKIM (RFC 6376) and ARC (RFC 8617) of a mail. Signatures of a part of the body, and all beyond the fifth, are not looked at. Never rejects. */
export async function checkSignatures(raw: Buffer, resolve: Resolve): Promise<SignatureResults> {
  const { text, end, whole } = readHeaderBlock(raw);
  const arcFields = text.match(/^arc-[a-z-]+[ \t]*:/gim)?.length ?? 0;
  if (!whole || arcFields > MAX_ARC_FIELDS) return UNSIGNED;
  const resolver = resolve as (name: string, type: string) => Promise<string[][]>;
  let left = MAX_SIGNATURES;
  const kept = text.replace(SIGNATURE_FIELD, (field) => (PARTIAL.test(field) || left-- <= 0 ? '' : field));
  const mail = kept.length === text.length ? raw : Buffer.concat([Buffer.from(kept, 'latin1'), raw.subarray(end)]);
  try {
    const verified = await dkimVerify(mail, { resolver, minBitLength: 1_024 });
    const arc = arcFields === 0 ? NO_ARC : await readArc(verified.arc, resolver);
    const signatures = verified.results as unknown as readonly VerifiedSignature[];
    const fromDomains = verified.headerFrom.map((address) => toCanonicalAddress(address).replace(/^.*@/, ''));
    return { dkim: signatures.filter(({ signingDomain }) => Boolean(signingDomain)).map(toDkimResult), arc, fromDomains };
  } catch {
    return UNSIGNED;
  }
}

interface VerifiedSignature {
  readonly signingDomain: string;
  readonly status: { readonly result: string; readonly comment?: string | false; readonly underSized?: number };
}

/** `neutral` is mailauth's word for a body that was changed, and for a key that is not there: the first is a failure, the second is no signature. */
function toDkimResult({ signingDomain, status }: VerifiedSignature): DkimResult {
  const domain = signingDomain.toLowerCase();
  const comment = status.comment || undefined;
  const result =
    status.result === 'pass'
      ? status.underSized
        ? 'none'
        : 'pass'
      : status.result === 'fail' || comment === 'body hash did not verify'
        ? 'fail'
        : status.result === 'temperror'
          ? 'temperror'
          : 'none';
  return { result, domain, ...(comment === undefined ? {} : { comment }) };
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
