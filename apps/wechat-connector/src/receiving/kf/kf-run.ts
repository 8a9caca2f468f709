import { MediaFetcher, type ConnectorContext } from '#connector-sdk';
import type { SecretKey } from '#runtime';
import type { KfInboxConfig } from '../../kf.config.js';
import { KfSender } from '../../sending/kf/kf-sender.js';
import { KfSessions } from '../../sending/kf/kf-sessions.js';
import { AccessTokens } from '../../sending/access-tokens.js';
import { ReplyWindows } from '../../sending/reply-windows.js';
import { toTokenSource, WecomApi } from '../wecom-api.js';
import { createWecomMedia } from '../wecom-media.js';
import { Bell } from './bell.js';
import { CustomerDirectory } from './customer-directory.js';
import { Greeter } from './greeter.js';
import { HeldMessages } from './held-messages.js';
import { KfFollower } from './kf-follower.js';

/** What one start of one inbox is made of. */
export interface KfRun {
  readonly bell: Bell;
  readonly follower: KfFollower;
  readonly sender: KfSender;
  readonly held: HeldMessages;
  /** Resolves when all that was begun has ended; the context's signal has aborted by then. */
  close(): Promise<void>;
}

export function openKfRun(context: ConnectorContext, config: KfInboxConfig, secret: Pick<SecretKey, 'seal' | 'unseal'>): KfRun {
  const { corpId, openKfId, baseUrl, voiceFormat, pollIntervalMs } = config;
  const source = toTokenSource(baseUrl, { name: 'wecom-kf', corpId, secret: config.secret });
  const tokens = new AccessTokens(source, context, secret);
  const api = new WecomApi(baseUrl, tokens, context.signal, config.timeoutMs);
  const windows = new ReplyWindows(context.state);
  const sessions = new KfSessions(context.state, api, openKfId);
  const greeter = new Greeter(context, api, config.welcomeText);
  const media = new MediaFetcher(
    context,
    createWecomMedia(api, () => context.clock.now()),
  );
  const directory = new CustomerDirectory(api, context.clock, context.log);
  const bell = new Bell(context.state);
  const pulling = { context, corpId, openKfId, api, directory, media, windows, sessions, greeter, voiceFormat };
  const follower = new KfFollower({ ...pulling, bell, pollIntervalMs });
  const working = Promise.all([follower.run(), media.run(context.signal)]).catch((error: unknown) => context.fail(error));
  return {
    bell,
    follower,
    held: new HeldMessages(pulling),
    sender: new KfSender({ context, api, windows, sessions, openKfId, language: config.language }),
    close: async () => {
      await working;
      await greeter.settled();
    },
  };
}
