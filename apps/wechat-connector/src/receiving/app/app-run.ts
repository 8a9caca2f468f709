import type { ConnectorContext } from '#connector-sdk';
import type { SecretKey } from '#runtime';
import { AccessTokens } from '../../sending/access-tokens.js';
import { AppSender } from '../../sending/app/app-sender.js';
import { MemberRate } from '../../sending/app/member-rate.js';
import type { WecomAppInboxConfig } from '../../wecom-app.config.js';
import { createFetchWecomMedia } from '../fetch-wecom-media.js';
import { MediaFetcher } from '../media-fetcher.js';
import { MediaWork } from '../media-work.js';
import { toTokenSource, WecomApi } from '../wecom-api.js';
import { followCredentials } from './follow-credentials.js';

/** What one start of one inbox is made of. */
export interface AppRun {
  readonly media: MediaWork;
  readonly sender: AppSender;
  /** Resolves when all that was begun has ended; the context's signal has aborted by then. */
  close(): Promise<void>;
}

export function openAppRun(context: ConnectorContext, config: WecomAppInboxConfig, secret: Pick<SecretKey, 'seal' | 'unseal'>): AppRun {
  const { corpId, agentId, baseUrl, duplicateCheckS, language, perMinute, perHour } = config;
  const source = toTokenSource(baseUrl, { name: 'wecom', corpId, secret: config.secret });
  const api = new WecomApi(baseUrl, new AccessTokens(source, context, secret), context.signal, config.timeoutMs);
  const media = new MediaWork(context);
  const fetcher = new MediaFetcher(media, createFetchWecomMedia({ api, blobs: context.blobs, clock: context.clock }), context);
  const rate = new MemberRate(context.state, { perMinute, perHour });
  const working = Promise.all([fetcher.run(context.signal), followCredentials(context, api)]).catch((error: unknown) =>
    context.fail(error),
  );
  return {
    media,
    sender: new AppSender({ context, api, rate, agentId, duplicateCheckS, language }),
    close: async () => {
      await working;
    },
  };
}
