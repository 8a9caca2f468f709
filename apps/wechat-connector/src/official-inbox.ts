import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectorContext, MediaFetcher, reason, toReason, type Untaken, untaken } from '#connector-sdk';
import { eventIdOf, type InboxGap } from '#contracts';
import { type ConfigurationError, errorClassOf, type SecretKey } from '#runtime';
import type { Language } from './converting/adapt-parts.js';
import { InboxCondition } from './inbox-condition.js';
import { describeOfficialCapabilities } from './official.capabilities.js';
import { type OfficialInboxConfig, windowLimitsOf } from './official.config.js';
import { toGapConversationKey, toGapId } from './official.ids.js';
import { CallbackDoor } from './receiving/official/callback-door.js';
import { CallbackIntake } from './receiving/official/callback-intake.js';
import { createOfficialMedia } from './receiving/official/official-media.js';
import { Presence } from './receiving/official/presence.js';
import { ProgressButton } from './receiving/official/progress-button.js';
import { TriesWatch } from './receiving/official/tries-watch.js';
import { AccessTokens, type TokenSource } from './sending/access-tokens.js';
import { OfficialSender } from './sending/official/official-sender.js';
import { createTokenSource } from './sending/official/token-source.js';
import { PlatformApi } from './sending/platform-api.js';
import { ReplyWindows } from './sending/reply-windows.js';

const PROBE_MS = [5_000, 30_000, 120_000, 600_000];

/** The parts of one running 公众号, and what they do between calls. */
export class OfficialInbox {
  readonly door: CallbackDoor;
  readonly sender: OfficialSender;
  private readonly ending = new AbortController();
  private readonly signal: AbortSignal;
  private readonly tokens: AccessTokens;
  private readonly condition: InboxCondition;
  private readonly watch: TriesWatch;
  private readonly media: MediaFetcher;
  private works: Promise<unknown> = Promise.resolve();
  private probing: Promise<void> | null = null;

  constructor(
    config: OfficialInboxConfig,
    private readonly context: ConnectorContext,
    secret: Pick<SecretKey, 'seal' | 'unseal'>,
    language: Language,
  ) {
    const { clock, log, state } = context;
    this.signal = AbortSignal.any([context.signal, this.ending.signal]);
    this.condition = new InboxCondition({ state: 'connected', detail: `takes callbacks of ${config.appId}` }, (report) =>
      context.report(report),
    );
    this.tokens = new AccessTokens(this.toWatched(createTokenSource(config)), context, secret);
    const api = new PlatformApi(config.apiUrl, this.tokens, this.signal);
    const windows = new ReplyWindows(state);
    this.media = new MediaFetcher(context, createOfficialMedia(api, config.maxMediaBytes));
    this.watch = new TriesWatch({
      clock,
      log,
      tellGap: ({ from, until, remoteIds, rescued }) =>
        this.tellGap(
          from,
          until,
          remoteIds,
          untaken('callbacks_given_up', `they could not be stored and the platform gave them up; ${rescued} of them were stored late`, {
            rescued,
          }),
        ),
      alarm: (trouble) => this.condition.tell('callbacks', trouble),
    });
    const progress = new ProgressButton(config.progressKeys, state);
    const intake = new CallbackIntake({ context, config, windows, media: this.media, progress, watch: this.watch });
    this.door = new CallbackDoor(config, clock, (callback, signal) => intake.accept(callback, signal));
    this.sender = new OfficialSender({
      api,
      tokens: this.tokens,
      windows,
      context,
      capabilities: describeOfficialCapabilities(config),
      limits: windowLimitsOf(config).message,
      language,
    });
  }

  start(): void {
    const presence = new Presence(this.context, (from, until) =>
      this.tellGap(
        from,
        until,
        [],
        untaken(
          'callbacks_unanswered',
          'nobody answered callbacks in this time, and the platform gives each up after three tries: what was written then may be missing',
        ),
      ),
    );
    this.works = Promise.all([this.beginProbe(), this.media.run(this.signal), presence.run(this.signal)]).catch((error: unknown) => {
      if (!this.signal.aborted) this.context.fail(error);
    });
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all([this.works, this.probing, this.watch.stop()]);
  }

  /** A secret that was good may be changed there: whoever is refused a token lets the operator hear of it. */
  private toWatched(source: TokenSource): TokenSource {
    return {
      ...source,
      request: async (again, signal) => {
        try {
          const token = await source.request(again, signal);
          this.condition.tell('credentials', null);
          return token;
        } catch (error) {
          if (errorClassOf(error) === 'configuration') void this.beginProbe();
          throw error;
        }
      },
    };
  }

  private beginProbe(): Promise<void> {
    this.probing ??= this.probe().finally(() => (this.probing = null));
    return this.probing;
  }

  /** Are the secrets good? Callbacks come all the same; answers and media wait until they are. */
  private async probe(): Promise<void> {
    for (let turn = 0; !this.signal.aborted; turn += 1) {
      try {
        await this.tokens.get();
        return this.condition.tell('credentials', null);
      } catch (error) {
        if (this.signal.aborted) return;
        const { message, hint } = error as ConfigurationError;
        const state = errorClassOf(error) === 'configuration' ? 'bad_credentials' : 'degraded';
        this.condition.tell('credentials', {
          state,
          detail: `messages come in, answers and media wait: ${message}`,
          hint: hint ?? 'It is tried again by itself.',
          reasons: [reason('answers_wait'), toReason(error)],
        });
      }
      await sleep(PROBE_MS[Math.min(turn, PROBE_MS.length - 1)], undefined, { signal: this.signal }).catch(() => undefined);
    }
  }

  private async tellGap(from: Date, until: Date, remoteIds: readonly string[], why: Untaken): Promise<void> {
    const { inbox, clock } = this.context;
    const idempotencyKey = `${inbox.channel}:${inbox.id}:${toGapId(from, until, remoteIds)}#`;
    const gap: InboxGap = {
      id: eventIdOf(idempotencyKey),
      idempotencyKey,
      inbox,
      conversationKey: toGapConversationKey(inbox.id),
      receivedAt: clock.now().toISOString(),
      remoteIds: [...remoteIds],
      from: from.toISOString(),
      until: until.toISOString(),
      ...why,
    };
    await this.context.emit('inbox.gap.v1', gap);
  }
}
