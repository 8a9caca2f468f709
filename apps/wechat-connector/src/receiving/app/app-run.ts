import { MediaFetcher, watchAccount, type ConnectorContext } from '#connector-sdk';
import type { SecretKey } from '#runtime';
import { AccessTokens } from '../../sending/access-tokens.js';
import { AppSender } from '../../sending/app/app-sender.js';
import { MemberRate } from '../../sending/app/member-rate.js';
import type { WecomAppInboxConfig } from '../../wecom-app.config.js';
import { toTokenSource, WecomApi } from '../wecom-api.js';
import { createWecomMedia } from '../wecom-media.js';
import { explainTrouble } from '../wecom-trouble.js';

const CALM_MS = 3_600_000;
const BACKOFF_MS = [1_000, 5_000, 30_000, 300_000];

/** What one start of one inbox is made of. */
export interface AppRun {
  readonly media: MediaFetcher;
  readonly sender: AppSender;
  /** Resolves when all that was begun has ended; the context's signal has aborted by then. */
  close(): Promise<void>;
}

export function openAppRun(context: ConnectorContext, config: WecomAppInboxConfig, secret: Pick<SecretKey, 'seal' | 'unseal'>): AppRun {
  const { corpId, agentId, baseUrl, duplicateCheckS, language, perMinute, perHour } = config;
  const source = toTokenSource(baseUrl, { name: 'wecom', corpId, secret: config.secret });
  const api = new WecomApi(baseUrl, new AccessTokens(source, context, secret), context.signal, config.timeoutMs);
  const media = new MediaFetcher(
    context,
    createWecomMedia(api, () => context.clock.now()),
  );
  const rate = new MemberRate(context.state, { perMinute, perHour });
  const watching = watchAccount(context, { look: () => api.ready(), explain: explainTrouble, calmMs: CALM_MS, backoffMs: BACKOFF_MS });
  const working = Promise.all([media.run(context.signal), watching]).catch((error: unknown) => context.fail(error));
  return {
    media,
    sender: new AppSender({ context, api, rate, agentId, duplicateCheckS, language }),
    close: async () => {
      await working;
    },
  };
}
