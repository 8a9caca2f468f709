import type { StateReport } from '@tributary/connector-sdk';
import { WeiboError } from '../calling/weibo-error.js';
import { AUTH_CODES } from '../sending/error-classes.js';

/** What an operator reads when Weibo does not let us in, or cannot be reached. */
export function toStateReport(error: unknown): StateReport {
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof WeiboError && (AUTH_CODES.has(error.code) || error.status === 401))
    return {
      state: 'bad_credentials',
      detail: `Weibo refuses the token: ${words} (${error.code})`,
      hint: 'Set `accessToken` of this inbox anew, as the developer mode of 粉丝服务 shows it.',
    };
  return {
    state: 'degraded',
    detail: `Weibo cannot be reached: ${words}`,
    hint: 'Nothing to do: it is tried again. Look at the network if it lasts.',
  };
}
