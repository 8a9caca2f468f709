import type { ConnectorContext } from '#connector-sdk';
import type { SecretKey } from '#runtime';
import type { KfInboxConfig } from '../../kf.config.js';
import { KfSender } from '../../sending/kf/kf-sender.js';
import { KfSessions } from '../../sending/kf/kf-sessions.js';
import { AccessTokens } from '../../sending/access-tokens.js';
import { ReplyWindows } from '../../sending/reply-windows.js';
import { MediaFetcher } from '../media-fetcher.js';
import { PlatformHttp } from '../platform-http.js';
import { toTokenSource, WecomApi } from '../wecom-api.js';
import { Bell } from './bell.js';
import { CustomerDirectory } from './customer-directory.js';
import { Greeter } from './greeter.js';
import { KfFollower } from './kf-follower.js';

/** What one start of one inbox is made of. */
export interface KfRun {
  readonly bell: Bell;
  readonly follower: KfFollower;
  readonly sender: KfSender;
  /** Resolves when all that was begun has ended; the context's signal has aborted by then. */
  close(): Promise<void>;
}

/** `media/get` gives no more than 20 MB. */
const MAX_MEDIA_BYTES = 32 * 1024 * 1024;
const GONE_MEDIA = new Set([40007, 40058]);

export function openKfRun(context: ConnectorContext, config: KfInboxConfig, secret: Pick<SecretKey, 'seal' | 'unseal'>): KfRun {
  const { corpId, openKfId, baseUrl, voiceFormat, pollIntervalMs } = config;
  const http = new PlatformHttp();
  const source = toTokenSource(http, baseUrl, { name: 'wecom-kf', corpId, secret: config.secret });
  const tokens = new AccessTokens(source, context, secret);
  const api = new WecomApi(http, baseUrl, tokens, config.timeoutMs);
  const windows = new ReplyWindows(context.state);
  const sessions = new KfSessions(context.state, api, openKfId);
  const greeter = new Greeter(context, api, config.welcomeText);
  const fetcher = new MediaFetcher({
    context,
    download: (job) => api.download('/cgi-bin/media/get', { media_id: job.ref }, MAX_MEDIA_BYTES),
    goneCodes: GONE_MEDIA,
  });
  const directory = new CustomerDirectory(api, context.clock, context.log);
  const bell = new Bell(context.state);
  const follower = new KfFollower({
    context,
    corpId,
    openKfId,
    api,
    directory,
    fetcher,
    windows,
    sessions,
    greeter,
    bell,
    voiceFormat,
    pollIntervalMs,
  });
  const working = Promise.all([follower.run(), fetcher.run()]).catch((error: unknown) => context.fail(error));
  return {
    bell,
    follower,
    sender: new KfSender({ context, api, windows, sessions, openKfId }),
    close: async () => {
      http.close();
      await working;
      await greeter.settled();
    },
  };
}
