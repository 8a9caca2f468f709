import type { StateReport } from '@tributary/connector-sdk';
import { DingtalkError } from '../calling/dingtalk-error.js';

/** What an operator reads when DingTalk does not let us in, or cannot be reached. */
export function toStateReport(error: unknown): StateReport {
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof DingtalkError && [400, 401, 403].includes(error.status))
    return {
      state: 'bad_credentials',
      detail: `DingTalk refuses the app: ${words} (${error.code})`,
      hint: 'Set `appKey` and `appSecret` of this inbox as the open platform shows them.',
    };
  return {
    state: 'degraded',
    detail: `DingTalk cannot be reached: ${words}`,
    hint: 'Nothing to do: it is tried again. Look at the network if it lasts.',
  };
}
