import { arc as verifyArc } from 'mailauth/lib/arc/index.js';
import { toCanonicalAddress } from '../email.ids.js';
import type { Resolve } from './dns/caching-resolver.js';
import { readHeaderBlock } from './header-block.js';
import { verifySignatures } from './linear-verifier.js';

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
/** mailauth is quadratic in the lines of a field, the tags of a signature and the addresses of From: far above what mails have, far below a second. */
const MAX_LINES = 3_000;
const MAX_FROM = 2_000;
const MAX_SIGNATURE = 4_096;
const MAX_TAGS = 50;
const MAX_ARC_FIELD = 8_192;
const NO_ARC: ArcResult = { result: 'none', sealer: null, dmarc: null, fromDomain: null };
/** Of a mail that nobody signed. */
export const UNSIGNED: SignatureResults = { dkim: [], arc: NO_ARC, fromDomains: [] };
const SIGNATURE_FIELD = /^dkim-signature[ \t]*:.*(?:\r?\n[ \t].*)*\r?\n/gim;
const ARC_FIELD = /^arc-[a-z-]+[ \t]*:.*(?:\r?\n[ \t].*)*/gim;
const FROM_FIELD = /^from[ \t]*:.*(?:\r?\n[ \t].*)*/im;
/** A signature of the first bytes only lets anybody write below. */
const PARTIAL = /[:;]\s*l\s*=/i;

/** DKIM (RFC 6376) and ARC (RFC 8617) of a mail. Signatures of a part of the body, and all beyond the fifth, are not looked at. Never rejects. */
export async function checkSignatures(raw: Buffer, resolve: Resolve, isLate: () => boolean = () => false): Promise<SignatureResults> {
  const { text, end, whole } = readHeaderBlock(raw);
  const arcFields = text.match(ARC_FIELD) ?? [];
  if (!whole || countLines(text) > MAX_LINES || (FROM_FIELD.exec(text)?.[0].length ?? 0) > MAX_FROM) return UNSIGNED;
  if (arcFields.length > MAX_ARC_FIELDS || arcFields.some((field) => field.length > MAX_ARC_FIELD)) return UNSIGNED;
  const resolver = resolve as (name: string, type: string) => Promise<string[][]>;
  let left = MAX_SIGNATURES;
  const kept = text.replace(SIGNATURE_FIELD, (field) => (isBeyondUs(field) || left-- <= 0 ? '' : field));
  try {
    const verified = await verifySignatures(Buffer.from(kept, 'latin1'), raw.subarray(end), resolver, isLate);
    const arc = arcFields.length === 0 ? NO_ARC : await readArc(verified.arc, resolver);
    const fromDomains = verified.headerFrom.map((address) => toCanonicalAddress(address).replace(/^.*@/, ''));
    const dkim = verified.results.flatMap(({ signingDomain, status }) => (signingDomain ? [toDkimResult(signingDomain, status)] : []));
    return { dkim, arc, fromDomains };
  } catch {
    return UNSIGNED;
  }
}

function isBeyondUs(signature: string): boolean {
  return signature.length > MAX_SIGNATURE || signature.split(';').length > MAX_TAGS || PARTIAL.test(signature);
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
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
