import type { RecipientResult, SendAttempt, SendResult } from '#connector-sdk';
import type { Address, DeliveryError, ReplyRequested } from '#contracts';
import { RetriableError, type Clock } from '#runtime';
import { toNotice } from '../converting/to-notice.js';
import type { Gateway, Notice, Outcome } from '../gateways/gateway.js';
import type { GatewayCaller } from './call-gateway.js';
import type { Pace } from './pace.js';

export interface NotifierParts {
  readonly gateway: Gateway;
  readonly caller: GatewayCaller;
  readonly pace: Pace;
  readonly templates: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

const MOST_RECIPIENTS = 50;

/** Sends a reply through a gateway, and says what is certain of each recipient. */
export class Notifier {
  constructor(private readonly parts: NotifierParts) {}

  async send(reply: ReplyRequested, attempt: SendAttempt): Promise<SendResult> {
    const { gateway, clock, templates, pace } = this.parts;
    const notice = toNotice(reply, { templates, maxCharacters: gateway.maxCharacters }, clock.now());
    if ('fault' in notice) return { status: 'failed', error: notice.fault };
    const recipients = findRecipients(gateway, reply);
    if (recipients.length === 0) return { status: 'failed', error: createNoRecipient(gateway.scheme!) };
    pace.take();
    await attempt.markSending();
    const [first, ...others] = recipients;
    const outcome = await this.call(notice, first!);
    // Nothing has left so far: the whole message may come again.
    if (outcome.kind === 'later') throw toRetriable(outcome);
    if (others.length === 0) return toResult(outcome);
    const outcomes: { recipient: Address | null; outcome: Outcome }[] = [{ recipient: first!, outcome }];
    for (const recipient of others) outcomes.push({ recipient, outcome: await this.callOther(notice, recipient) });
    return toResults(outcomes);
  }

  private async call(notice: Notice, recipient: Address | null): Promise<Outcome> {
    const { gateway, caller } = this.parts;
    return gateway.read(await caller.call(gateway.compose(notice, recipient)));
  }

  /** After the first of several the message is out: what could come later for one of them would come twice for the others. */
  private async callOther(notice: Notice, recipient: Address | null): Promise<Outcome> {
    try {
      return await this.call(notice, recipient);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      const described = {
        code: 'gateway_unreachable',
        category: 'provider_unavailable',
        permanent: false,
        message: words,
        hint: 'Send it again to this recipient.',
      } as const;
      return error instanceof RetriableError ? { kind: 'failed', error: described } : { kind: 'unknown', error: described };
    }
  }
}

function findRecipients({ scheme }: Gateway, { to, cc = [] }: ReplyRequested): (Address | null)[] {
  if (scheme === null) return [null];
  const fitting = [...to, ...cc].filter((address) => address.scheme === scheme);
  return [...new Map(fitting.map((address) => [address.value, address])).values()].slice(0, MOST_RECIPIENTS);
}

function toRetriable({ error, retryAfterMs }: Outcome & { kind: 'later' }): RetriableError {
  return new RetriableError(error.message, { code: error.code, hint: error.hint, retryAfterMs, fields: { category: error.category } });
}

function toResult(outcome: Exclude<Outcome, { kind: 'later' }>): SendResult {
  if (outcome.kind !== 'sent') return { status: outcome.kind, error: outcome.error };
  return { status: 'sent', ...(outcome.remoteMessageId === undefined ? {} : { remoteMessageId: outcome.remoteMessageId }) };
}

function toResults(outcomes: readonly { recipient: Address | null; outcome: Outcome }[]): SendResult {
  const doubtful = outcomes.find(({ outcome }) => outcome.kind === 'unknown');
  if (doubtful?.outcome.kind === 'unknown') return { status: 'unknown', error: doubtful.outcome.error };
  const perRecipient = outcomes.map(({ recipient, outcome }): RecipientResult => {
    const name = recipient?.value ?? '';
    return outcome.kind === 'sent' ? { recipient: name, status: 'sent' } : { recipient: name, status: 'failed', error: errorOf(outcome) };
  });
  const failed = outcomes.find(({ outcome }) => outcome.kind !== 'sent');
  if (failed !== undefined && outcomes.every(({ outcome }) => outcome.kind !== 'sent'))
    return { status: 'failed', error: errorOf(failed.outcome) };
  return { status: 'sent', perRecipient };
}

function errorOf(outcome: Outcome): DeliveryError {
  if (outcome.kind === 'sent') throw new TypeError('what was sent has no error');
  return outcome.error;
}

function createNoRecipient(scheme: string): DeliveryError {
  return {
    code: 'no_recipient',
    category: 'recipient_invalid',
    permanent: true,
    message: `None of the recipients has an address of the kind ${scheme}`,
    hint: `Add one to the contact (${scheme}), or choose another channel.`,
  };
}
