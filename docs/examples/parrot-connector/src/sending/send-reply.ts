import type { SendAttempt, SendResult } from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import { toOutgoing } from '../converting/to-outgoing.js';
import type { ParrotConfig } from '../parrot.config.js';
import { toFailure, WAIT_FOR } from './error-classes.js';

const PATIENCE_MS = 10_000;
/** The connection was never made: nothing has left. Anything else that breaks is uncertain. */
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

export async function sendReply(reply: ReplyRequested, attempt: SendAttempt, { baseUrl, token }: ParrotConfig): Promise<SendResult> {
  const outgoing = toOutgoing(reply);
  await attempt.markSending();
  const response = await fetch(`${baseUrl}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(outgoing),
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch((error: unknown) => {
    throw explain(error, baseUrl);
  });
  const answer = (await response.json()) as { id?: string; error?: string };
  if (response.ok) return { status: 'sent', ...(answer.id === undefined ? {} : { remoteMessageId: answer.id }) };
  const nativeCode = answer.error ?? String(response.status);
  if (WAIT_FOR.has(nativeCode)) throw new RetriableError(`The remote says ${nativeCode}`, { code: nativeCode, retryAfterMs: 30_000 });
  return { status: 'failed', error: toFailure(nativeCode) };
}

function explain(error: unknown, baseUrl: string): unknown {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  if (!NEVER_CONNECTED.has(cause?.code ?? '')) return error;
  return new RetriableError(`No connection to ${baseUrl}: ${cause?.code}`, { code: 'remote_away', cause: error });
}
