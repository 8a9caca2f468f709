import type { SendResult } from '#connector-sdk';
import type { ReplyRequested } from '#contracts';

const SENT: ReadonlySet<string> = new Set(['text', 'html', 'image', 'file', 'audio', 'video']);

/** What mail has no such part for, where nothing may be adapted; else its words go instead. Null: all can go. */
export function refuseParts({ adapt, parts }: Pick<ReplyRequested, 'adapt' | 'parts'>): SendResult | null {
  const unfit = adapt === 'strict' ? parts.find(({ type }) => !SENT.has(type)) : undefined;
  if (unfit === undefined) return null;
  const message = `Mail has no part for ${unfit.type}`;
  const hint = 'Send it as words, or as a file; or let it be adapted (adapt: degrade).';
  return { status: 'failed', error: { code: 'unsupported_part', category: 'unsupported_part', permanent: true, message, hint } };
}
