import { type AuditLink, GENESIS, linkHash } from './audit-record.js';
import { type AuditHead, type AuditKey, findTrusted, isSigned } from './audit-signer.js';

export interface ChainFault {
  readonly seq: number;
  readonly kind: 'changed' | 'missing' | 'twice' | 'head_mismatch' | 'head_unsigned' | 'head_beyond_end';
  readonly what: string;
}

export interface ChainVerdict {
  readonly ok: boolean;
  readonly records: number;
  readonly last: { readonly seq: number; readonly hash: string };
  /** Signed heads that fit. Records behind the last of them are chained, but nobody has signed for them yet. */
  readonly heads: number;
  readonly signedUpTo: number;
  readonly faults: readonly ChainFault[];
}

export interface ChainToVerify {
  /** In the order of their numbers. */
  readonly links: AsyncIterable<readonly AuditLink[]>;
  readonly heads: readonly AuditHead[];
  readonly keys: readonly AuditKey[];
  /** Id of the key that the reader trusts beforehand. */
  readonly trusted: string;
  /** A head that was noted elsewhere: only this tells of a log that was cut off together with its heads. */
  readonly known?: { readonly seq: number; readonly hash: string };
}

const MOST_FAULTS = 50;

/** Goes over the whole chain; what was changed, taken out, put elsewhere or cut off is named. Needs nothing but what an export holds. */
export async function verifyChain({ links, heads, keys, trusted, known }: ChainToVerify): Promise<ChainVerdict> {
  const faults: ChainFault[] = [];
  const blame = (seq: number, kind: ChainFault['kind'], what: string) => {
    if (faults.length < MOST_FAULTS) faults.push({ seq, kind, what });
  };
  const sound = findTrusted(keys, trusted);
  const waiting = new Map(heads.map((head) => [head.seq, head]));
  let last = { seq: 0, hash: GENESIS };
  let records = 0;
  let fitting = 0;
  let signedUpTo = 0;
  for await (const page of links)
    for (const link of page) {
      records += 1;
      if (link.seq <= last.seq) blame(link.seq, 'twice', `record ${link.seq} stands behind ${last.seq}`);
      else if (link.seq > last.seq + 1) blame(last.seq + 1, 'missing', `records ${last.seq + 1} to ${link.seq - 1} are missing`);
      else if (linkHash(last.hash, link.seq, link.record) !== link.hash)
        blame(link.seq, 'changed', `record ${link.seq} is not what was written, or does not follow ${last.seq}`);
      const head = waiting.get(link.seq);
      if (known?.seq === link.seq && known.hash !== link.hash)
        blame(link.seq, 'head_mismatch', `record ${link.seq} is not the one that was noted elsewhere`);
      if (head !== undefined) {
        waiting.delete(link.seq);
        const key = sound.get(head.keyId);
        if (key === undefined || !isSigned(head, key))
          blame(link.seq, 'head_unsigned', `the head at ${link.seq} is not signed by a key of ours`);
        else if (head.hash !== link.hash) blame(link.seq, 'head_mismatch', `record ${link.seq} is not the one that was signed for`);
        else {
          fitting += 1;
          signedUpTo = link.seq;
        }
      }
      last = { seq: link.seq, hash: link.hash };
    }
  const end = Math.max(known?.seq ?? 0, ...[...waiting.keys()].filter((seq) => seq > last.seq), 0);
  if (end > last.seq) blame(last.seq + 1, 'head_beyond_end', `the log was cut off behind ${last.seq}: ${end} records were signed for`);
  for (const seq of waiting.keys()) if (seq <= last.seq) blame(seq, 'missing', `record ${seq} was signed for and is missing`);
  return { ok: faults.length === 0, records, last, heads: fitting, signedUpTo, faults };
}
