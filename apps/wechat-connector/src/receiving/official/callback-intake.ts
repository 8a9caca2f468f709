import { type ConnectorContext, type MediaFetcher, refusedByLog, RefusedRequest } from '#connector-sdk';
import { PermanentError, RetriableError } from '#runtime';
import type { ContactEvent, InboundMessage } from '#contracts';
import { dedupeKeyOf, type NativeCallback, readNativeCallback } from '../../converting/native-callback.js';
import type { CallbackEnvelope } from '../../converting/official/callback-envelope.js';
import { opensWindow, toContactEvent } from '../../converting/official/to-contact-event.js';
import { toInboundMessage, toParked } from '../../converting/official/to-inbound-message.js';
import { type OfficialInboxConfig, windowLimitsOf } from '../../official.config.js';
import type { ReplyWindows } from '../../sending/reply-windows.js';
import { refuseUnreadable } from '../safe-callback.js';
import type { OpenedCallback } from './callback-door.js';
import type { ProgressButton } from './progress-button.js';
import type { TriesWatch } from './tries-watch.js';

export interface IntakeParts {
  readonly context: ConnectorContext;
  readonly config: OfficialInboxConfig;
  readonly windows: ReplyWindows;
  readonly media: Pick<MediaFetcher, 'note'>;
  readonly progress: ProgressButton;
  readonly watch: TriesWatch;
}

/** From a callback that is the platform's to an event that is durable. */
export class CallbackIntake {
  /** By dedupe key: a try that comes while the one before is under way waits with it. */
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(private readonly parts: IntakeParts) {}

  /** Resolves when it is durable. Rejects with `RetriableError` when it may not be: the platform comes again. */
  async accept(opened: OpenedCallback, signal: AbortSignal): Promise<void> {
    const { watch, context } = this.parts;
    const callback = refuseUnreadable(() => readNativeCallback(opened.xml));
    const key = dedupeKeyOf(callback);
    // A push to the account itself (an audit, a shop) names nobody: it is kept as one of the account's.
    if (key === null) throw new RefusedRequest(400, 'no_callback', 'The callback names neither a message nor a person nor a time');
    const receivedAt = context.clock.now();
    const take = () => this.takeOnce(key, callback, opened, receivedAt);
    const taking = take();
    // Whoever waited too long for it has gone: it may still become durable, and is no loss then.
    taking.then(
      () => watch.taken(key),
      () => undefined,
    );
    try {
      await orAborted(taking, signal);
    } catch (error) {
      watch.failed({ key, rescue: take, bytes: opened.xml.length });
      throw error;
    }
    context.succeeded();
  }

  private takeOnce(key: string, callback: NativeCallback, opened: OpenedCallback, receivedAt: Date): Promise<void> {
    const known = this.underWay.get(key);
    if (known !== undefined) return known;
    const taking = this.take(callback, opened, receivedAt).finally(() => this.underWay.delete(key));
    this.underWay.set(key, taking);
    return taking;
  }

  private async take(callback: NativeCallback, opened: OpenedCallback, receivedAt: Date): Promise<void> {
    const { context, config, windows, progress } = this.parts;
    const raw = { ...context.blobs.describe(opened.xml), contentType: 'application/xml' };
    // What has no sender is about the account; the account is its own counterpart then.
    const openid = callback.sender ?? callback.recipient ?? config.appId;
    const limits = windowLimitsOf(config);
    const about = { inbox: context.inbox, appId: config.appId, receivedAt, deliveryId: opened.deliveryId, raw, signed: opened.signed };
    if (callback.kind === 'event') {
      const event = toContactEvent(callback, openid, { ...about, limits: limits.event, pressedProgress: progress.isPress(callback) });
      const told = opensWindow(callback) ? { ...event, replyWindow: await this.open(openid, event, receivedAt) } : event;
      await Promise.all([context.emit('contact.event.v1', told, [opened.xml]), progress.press(openid, callback, receivedAt)]);
      return;
    }
    const pressedProgress = await progress.wasPressed(openid, callback, receivedAt);
    const message = toInboundMessage(callback, openid, { ...about, limits: limits.message, pressedProgress } satisfies CallbackEnvelope);
    await Promise.all([
      this.emit(message, opened.xml),
      windows.hear(openid, new Date(message.occurredAt), limits.message, { act: message.id }),
    ]);
    // Behind the message: ticketing must know it before it hears of its media.
    await this.parts.media.note(message);
  }

  /** The window as it stands after an act that is no message: the longer one of a message goes on. */
  private async open(openid: string, { id, occurredAt }: ContactEvent, now: Date): Promise<ContactEvent['replyWindow']> {
    const { windows, config } = this.parts;
    await windows.hear(openid, new Date(occurredAt), windowLimitsOf(config).event, { act: id, cutsOpen: false });
    return windows.look(openid, now);
  }

  /** What the log never will take is an entry all the same, with the reason and its bytes. */
  private async emit(message: InboundMessage, xml: Buffer): Promise<void> {
    const { context } = this.parts;
    try {
      await context.emit('message.received.v1', message, [xml]);
    } catch (error) {
      if (!(error instanceof PermanentError)) throw error;
      context.log.error('a message was parked', { remoteMessageId: message.remoteMessageId, error });
      await context.emit('message.parked.v1', toParked(message, { ...refusedByLog(error), reason: error.code }), [xml]);
    }
  }
}

function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(new RetriableError('The callback was not stored in time', { code: 'answer_late', retryAfterMs: 1_000 }));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    work.finally(() => signal.removeEventListener('abort', leave)).then(resolve, reject);
  });
}
