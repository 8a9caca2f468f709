import type { ErrorCategory, ReplyRequested } from '@tributary/connector-sdk/contracts';
import { PermanentError } from '@tributary/connector-sdk/runtime';
import { MAX_TEXT_BYTES } from '../dingtalk.capabilities.js';
import { ChannelContext } from './channel-context.js';

const STAFF = 'dingtalk_staff';
/** It has to arrive before the webhook ends. */
const MARGIN_MS = 30_000;

export type Way = { readonly webhook: string; readonly mention?: string } | { readonly person: string } | { readonly group: string };

export interface Outgoing {
  readonly way: Way;
  readonly text: string;
}

/** All that can fail without DingTalk fails here, before anything is marked or sent. Pure. */
export function toOutgoing(reply: ReplyRequested, now: Date, replyBy: 'session' | 'api'): Outgoing {
  return { way: findWay(reply, now, replyBy), text: toText(reply) };
}

function findWay({ to, channelContext }: ReplyRequested, now: Date, replyBy: 'session' | 'api'): Way {
  const { group, staffId, webhook } = ChannelContext.safeParse(channelContext).data ?? {};
  const alive = webhook !== undefined && webhook.until - MARGIN_MS > now.getTime();
  const person = staffId ?? to.find(({ scheme }) => scheme === STAFF)?.value;
  const byApi = group !== undefined || person !== undefined;
  if (alive && (replyBy === 'session' || !byApi))
    return { webhook: webhook.url, ...(group !== undefined && person !== undefined ? { mention: person } : {}) };
  if (group !== undefined) return { group };
  if (person !== undefined) return { person };
  if (webhook !== undefined)
    throw refuse('window_closed', 'The webhook of the message has ended, and its sender is no colleague', 'Wait until he writes again.');
  throw refuse('recipient_invalid', 'The answer names nobody whom DingTalk knows', 'Answer a message of this channel, or name a staff id.');
}

function toText({ parts, adapt }: ReplyRequested): string {
  const foreign = parts.find(({ type }) => type !== 'text');
  if (foreign !== undefined && adapt === 'strict')
    throw refuse('unsupported_part', `This connector sends no ${foreign.type}`, 'Send text, or a link.');
  const text = parts.map((part) => (part.type === 'text' ? (part.text ?? part.fallback) : part.fallback)).join('\n');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_TEXT_BYTES)
    throw refuse('too_large', `The text has ${bytes} bytes, DingTalk takes ${MAX_TEXT_BYTES}`, 'Send it in parts.');
  return text;
}

function refuse(category: ErrorCategory, message: string, hint: string): PermanentError {
  return new PermanentError(message, { code: category, hint, fields: { category } });
}
