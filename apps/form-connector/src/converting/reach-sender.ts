import type { Sender } from '#contracts';
import type { Submission } from './to-inbound-message.js';

const REACHED_BY: readonly string[] = ['email', 'phone'];

/** Who is named by his user id is reached by his mail address or his phone. */
export function toReplyTo({ identities: [first, ...others] }: Sender): Pick<Submission, 'replyTo'> {
  if (REACHED_BY.includes(first!.scheme)) return {};
  const address = REACHED_BY.map((scheme) => others.find((identity) => identity.scheme === scheme)).find((found) => found !== undefined);
  return address === undefined ? {} : { replyTo: { scheme: address.scheme, value: address.value } };
}
