import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { PermanentError } from '@tributary/connector-sdk/runtime';
import { parrotCapabilities } from '../parrot.capabilities.js';

export interface Outgoing {
  readonly to: string;
  readonly text: string;
}

/** All that can fail without the remote fails here, before anything is marked or sent. Pure. */
export function toOutgoing({ to, parts, adapt }: ReplyRequested): Outgoing {
  const [address] = to;
  if (address === undefined) throw refuse('recipient_invalid', 'The answer names nobody', 'Answer a message of this channel.');
  const foreign = parts.find(({ type }) => type !== 'text');
  if (foreign !== undefined && adapt === 'strict')
    throw refuse('unsupported_part', `This channel carries no ${foreign.type}`, 'Send text.');
  const text = parts.map((part) => (part.type === 'text' ? (part.text ?? part.fallback) : part.fallback)).join('\n');
  const { max } = parrotCapabilities.text;
  if (text.length > max) throw refuse('too_large', `The text has ${text.length} characters, the channel takes ${max}`, 'Send it in parts.');
  return { to: address.value, text };
}

function refuse(category: 'recipient_invalid' | 'unsupported_part' | 'too_large', message: string, hint: string): PermanentError {
  return new PermanentError(message, { code: category, hint, fields: { category } });
}
