import type { ErrorCategory, ReplyRequested } from '@tributary/connector-sdk/contracts';
import { PermanentError } from '@tributary/connector-sdk/runtime';
import { MAX_TEXT_CHARACTERS } from '../weibo.capabilities.js';
import { ChannelContext } from './channel-context.js';

/** It has to arrive before the window ends. */
const MARGIN_MS = 30_000;

export interface Outgoing {
  readonly context: ChannelContext;
  readonly text: string;
}

/** All that can fail without Weibo fails here, before anything is marked or sent. Pure. */
export function toOutgoing({ parts, adapt, channelContext }: ReplyRequested, now: Date): Outgoing {
  const context = ChannelContext.safeParse(channelContext).data;
  if (context === undefined)
    throw refuse('recipient_invalid', 'Weibo can only be answered, never begun', 'Answer a message of this channel.');
  if (context.until - MARGIN_MS <= now.getTime())
    throw refuse(
      'window_closed',
      'The message is older than Weibo lets it be answered',
      'Wait until the customer writes again, or use another channel.',
    );
  const foreign = parts.find(({ type }) => type !== 'text');
  if (foreign !== undefined && adapt === 'strict')
    throw refuse('unsupported_part', `This connector sends no ${foreign.type}`, 'Send text, or a link.');
  const text = parts.map((part) => (part.type === 'text' ? (part.text ?? part.fallback) : part.fallback)).join('\n');
  if (text.length > MAX_TEXT_CHARACTERS)
    throw refuse('too_large', `The text has ${text.length} characters, Weibo takes ${MAX_TEXT_CHARACTERS}`, 'Send it in parts.');
  return { context, text };
}

export function refuse(category: ErrorCategory, message: string, hint: string): PermanentError {
  return new PermanentError(message, { code: category, hint, fields: { category } });
}
