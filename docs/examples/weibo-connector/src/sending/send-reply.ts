import { neverConnected, type ConnectorContext, type SendAttempt, type SendResult } from '@tributary/connector-sdk';
import type { ReplyRequested } from '@tributary/connector-sdk/contracts';
import { RetriableError } from '@tributary/connector-sdk/runtime';
import type { WeiboApi } from '../calling/weibo-api.js';
import { WeiboError } from '../calling/weibo-error.js';
import { refuse, toOutgoing } from '../converting/to-outgoing.js';
import { toFailure, waitOf } from './error-classes.js';

export async function sendReply(
  reply: ReplyRequested,
  attempt: SendAttempt,
  api: WeiboApi,
  { state, clock, log, inbox }: ConnectorContext,
): Promise<SendResult> {
  const { context, text } = toOutgoing(reply, clock.now());
  const answered = `answered/${context.messageId}`;
  const by = context.once ? await state.get<string>(answered) : null;
  if (by !== null && by !== reply.commandId)
    throw refuse(
      'quota_exceeded',
      'This mention was answered already, and Weibo takes one answer',
      'Answer a private message of the same person.',
    );
  await attempt.markSending();
  try {
    await api.reply(context.userId, text);
  } catch (error) {
    return conclude(error);
  }
  // It was sent, whatever becomes of our note: Weibo itself refuses the second.
  if (context.once)
    await state
      .set(answered, reply.commandId)
      .catch((error: unknown) => log.warn('an answered mention was not noted', { inboxId: inbox.id, error }));
  return { status: 'sent' };
}

/** What escapes is uncertain: it may have arrived. */
function conclude(error: unknown): SendResult {
  if (neverConnected(error)) throw new RetriableError('No connection to Weibo', { code: 'remote_away', cause: error });
  if (!(error instanceof WeiboError)) throw error;
  const retryAfterMs = waitOf(error);
  if (retryAfterMs !== null)
    throw new RetriableError(`Weibo is busy: ${error.message} (${error.code})`, { code: 'remote_busy', retryAfterMs });
  if (error.status >= 500) throw error;
  return { status: 'failed', error: toFailure(error) };
}
