import { neverConnected, type SendAttempt, type SendResult } from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import { toOutgoing } from '../converting/to-outgoing.js';
import type { ParrotConfig } from '../parrot.config.js';
import { toFailure, WAIT_FOR } from './error-classes.js';

const PATIENCE_MS = 10_000;

export async function sendReply(reply: ReplyRequested, attempt: SendAttempt, { baseUrl, token }: ParrotConfig): Promise<SendResult> {
  const outgoing = toOutgoing(reply);
  await attempt.markSending();
  const response = await fetch(`${baseUrl}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(outgoing),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    // Any other throw is uncertain, and escapes as it is.
    throw neverConnected(error) ? new RetriableError(`No connection to ${baseUrl}`, { code: 'remote_away', cause: error }) : error;
  });
  const answer = (await response.json()) as { id?: string; error?: string };
  if (response.ok) return { status: 'sent', ...(answer.id === undefined ? {} : { remoteMessageId: answer.id }) };
  const nativeCode = answer.error ?? String(response.status);
  if (WAIT_FOR.has(nativeCode)) throw new RetriableError(`The remote says ${nativeCode}`, { code: nativeCode, retryAfterMs: 30_000 });
  return { status: 'failed', error: toFailure(nativeCode) };
}
