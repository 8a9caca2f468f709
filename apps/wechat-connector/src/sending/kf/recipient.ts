import type { DeliveryChanged, ReplyRequested } from '#contracts';
import { isObject, readText } from '../../converting/kf/kf-item.js';

type Failure = NonNullable<DeliveryChanged['error']>;

export interface KfRecipient {
  readonly externalUserId: string;
  readonly openKfId: string;
  /** When the customer wrote what is answered, as far as the reply knows. */
  readonly writtenAt: Date | null;
}

/** Whom a reply goes to: what the message that it answers left with ticketing, else the address it names. */
export function findRecipient({ channelContext, to }: ReplyRequested, openKfId: string): KfRecipient | { error: Failure } {
  const context = isObject(channelContext) ? channelContext : {};
  const named = to.find(({ scheme }) => scheme === 'wecom_external')?.value ?? null;
  const answered = readText(context['externalUserId']);
  const written = new Date(readText(context['writtenAt']) ?? Number.NaN);
  const externalUserId = named ?? answered;
  if (externalUserId === null) return { error: NOBODY };
  const same = answered === externalUserId;
  return {
    externalUserId,
    openKfId: (same ? readText(context['openKfId']) : null) ?? openKfId,
    writtenAt: same && !Number.isNaN(written.getTime()) ? written : null,
  };
}

const NOBODY: Failure = {
  code: 'kf_no_recipient',
  category: 'recipient_invalid',
  permanent: true,
  message: 'The reply names no customer of 微信客服',
  hint: 'Answer in a conversation that came through this inbox.',
};
