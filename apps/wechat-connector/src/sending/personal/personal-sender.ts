import type { ConnectorContext, SendAttempt, SendResult } from '#connector-sdk';
import type { ReplyRequested } from '#contracts';
import { RetriableError } from '#runtime';
import { toPuppetFailure } from '../../receiving/personal/puppet-failure.js';
import type { PuppetLink } from '../../receiving/personal/puppet-link.js';
import type { PuppetRpc } from '../../receiving/personal/puppet-rpc.js';
import type { PersonalInboxConfig } from '../../personal.config.js';
import { classifyFailure, toUncertain } from './classify-failure.js';
import { planSends, type Step } from './plan-sends.js';
import { prepareStep, type PreparedStep } from './prepare-step.js';
import { findTarget, mentionAsker, type Target } from './target.js';
import type { ExpectedEcho, SelfEchoes } from './self-echoes.js';

/** WeChat may take its time with a file; afterwards nobody knows. */
const SEND_MS = 60_000;

interface Sent {
  readonly echo: ExpectedEcho;
  /** Known at once where the puppet tells it. */
  readonly id: string | null;
}

/** Sends a reply once, and says `sent` only of what the service named or the account saw again. */
export class PersonalSender {
  constructor(
    private readonly config: PersonalInboxConfig,
    private readonly context: ConnectorContext,
    private readonly link: PuppetLink,
    private readonly echoes: SelfEchoes,
    /** Is this the process that follows the account? Only it sees the echoes. */
    private readonly isFollowing: () => boolean,
  ) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const target = findTarget(reply);
    if (target === null)
      return failed('recipient_invalid', 'It names neither a contact nor a room of this account.', 'Answer from within the conversation.');
    const steps = planSends(reply, this.config);
    if (!Array.isArray(steps)) return { status: 'failed', error: steps };
    const rpc = this.findWay();
    const prepared = await this.prepareAll(rpc, mentionAsker(steps, target, this.config.mentionAsker));
    if ('status' in prepared) return prepared;
    await attempt.markSending();
    return this.sendAll(rpc, target, prepared, reply, attempt.attempt);
  }

  /** Throws `RetriableError` while nothing can be sent. */
  private findWay(): PuppetRpc {
    if (!this.isFollowing())
      throw new RetriableError('another process follows the account of this inbox', { code: 'lease_elsewhere', retryAfterMs: 1_000 });
    const { rpc, accountId } = this.link;
    if (rpc === null)
      throw new RetriableError('the puppet service is not connected', {
        code: 'puppet_unavailable',
        fields: { category: 'provider_unavailable' },
      });
    if (accountId === null)
      throw new RetriableError('the account is not logged in', {
        code: 'logged_out',
        hint: 'Log the account in again: the state of the inbox says how.',
        fields: { category: 'auth' },
      });
    return rpc;
  }

  /** Files go to the service beforehand: what is marked as being sent is one small call each. */
  private async prepareAll(rpc: PuppetRpc, steps: readonly Step[]): Promise<PreparedStep[] | SendResult> {
    try {
      const prepared: PreparedStep[] = [];
      for (const step of steps) prepared.push(await prepareStep(rpc, step, this.context.blobs, this.config.maxSendBytes));
      return prepared;
    } catch (error) {
      if (error instanceof RangeError) return failed('too_large', error.message, 'Send a smaller file, or a link to it.');
      throw new RetriableError('a file could not be given to the puppet service', {
        ...{ code: 'upload_failed', cause: error, fields: { category: 'provider_unavailable' } },
      });
    }
  }

  private async sendAll(
    rpc: PuppetRpc,
    target: Target,
    steps: readonly PreparedStep[],
    reply: ReplyRequested,
    attempt: number,
  ): Promise<SendResult> {
    const sent: Sent[] = [];
    for (const step of steps) {
      const echo = this.echoes.expect(target.id, step.content);
      try {
        const answer = await rpc.call(step.method, { ...step.createFields(rpc), conversationId: target.id }, SEND_MS);
        const id = typeof answer['id'] === 'string' && answer['id'] !== '' ? answer['id'] : null;
        if (id !== null) echo.isKnownAs(id);
        sent.push({ echo, id });
      } catch (error) {
        const failure = classifyFailure(toPuppetFailure(error, step.method));
        if (failure.kind === 'unknown') {
          sent.push({ echo, id: null });
          return this.conclude(sent, steps.length, reply, attempt, failure.error.message);
        }
        echo.forget();
        if (sent.length > 0) return failPartly(sent.length, steps.length, failure.error.message);
        if (failure.kind === 'not_sent') throw failure.error;
        return { status: 'failed', error: failure.error };
      }
    }
    return this.conclude(sent, steps.length, reply, attempt, 'the account did not see it again');
  }

  private async conclude(sent: readonly Sent[], all: number, reply: ReplyRequested, attempt: number, doubt: string): Promise<SendResult> {
    const end = performance.now() + this.config.echoWaitMs;
    const ids = await Promise.all(
      sent.map(({ echo, id }) => (id === null ? echo.seenWithin(Math.max(0, end - performance.now())) : Promise.resolve(id))),
    );
    const last = ids.at(-1);
    const remoteMessageId = last ? { remoteMessageId: last } : {};
    const missing = sent.filter((_one, index) => ids[index] === null);
    if (missing.length === 0) {
      if (sent.length < all) return failPartly(sent.length, all, doubt);
      // The host tells of it as an answer of the service; where it was the echo, that is told first and stays.
      if (sent.some(({ id }) => id === null)) await this.tellEcho(reply, attempt, last ?? '').catch(() => undefined);
      return { status: 'sent', ...remoteMessageId };
    }
    // Later is better than never: the reply is shown as sent as soon as all of it was seen.
    let left = sent.length < all ? Infinity : missing.length;
    for (const { echo } of missing)
      echo.onLate = (id) => {
        left -= 1;
        if (left === 0)
          void this.tellEcho(reply, attempt, id).catch((error: unknown) => this.context.log.warn('an echo could not be told', { error }));
      };
    return { status: 'unknown', error: toUncertain(doubt) };
  }

  private tellEcho({ commandId, conversationKey }: ReplyRequested, attempt: number, id: string): Promise<void> {
    return this.context.emitDelivery({
      ...{ commandId, status: 'sent', final: false, at: this.context.clock.now().toISOString(), attempt, evidence: 'self_echo' },
      ...(conversationKey === undefined ? {} : { conversationKey }),
      ...(id === '' ? {} : { remoteMessageId: id }),
    });
  }
}

function failed(category: 'recipient_invalid' | 'too_large', message: string, hint: string): SendResult {
  return { status: 'failed', error: { code: category, category, permanent: true, message, hint } };
}

function failPartly(done: number, all: number, reason: string): SendResult {
  const message = `${done} of ${all} messages of it were sent, then: ${reason}`;
  return {
    status: 'failed',
    error: { code: 'partly_sent', category: 'unknown', permanent: true, message, hint: 'Send the rest by itself.' },
  };
}
