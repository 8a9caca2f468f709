declare module 'mailauth/lib/tools.js' {
  /** The first of `domains` that belongs to the organisation of `fromDomain`, by the public suffix list; false when none does. */
  export function getAlignment(fromDomain: string, domains: readonly string[]): object | false;
}

declare module 'mailauth/lib/dkim/dkim-verifier.js' {
  import type { Writable } from 'node:stream';

  /** Reads a mail as a stream; has its results when it finished. */
  export class DkimVerifier extends Writable {
    constructor(options: { resolver: (name: string, type: string) => Promise<string[][]>; minBitLength: number });
    /** Addresses in From. */
    readonly headerFrom: string[];
    readonly results: readonly {
      readonly signingDomain?: string;
      readonly status: { readonly result: string; readonly comment?: string | false };
    }[];
    /** For `arc`. */
    readonly arc: unknown;
    /** By `canonicalization:algorithm:length`; asked for `digest` in `finalChunk`. */
    protected readonly bodyHashes: Map<string, unknown>;
    protected messageHeaders(headers: unknown): Promise<void>;
    protected finalChunk(): Promise<void>;
  }
}
