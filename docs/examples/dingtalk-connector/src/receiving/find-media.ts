import { MediaLost, type MediaJob } from '@tributary/connector-sdk';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import { DingtalkError } from '../calling/dingtalk-error.js';

/** Where the file of a `downloadCode` lies just now. A code that DingTalk does not know (any more) is over. */
export async function findMedia(api: DingtalkApi, { media }: MediaJob): Promise<string> {
  try {
    return await api.findDownload(media.source.ref);
  } catch (error) {
    throw error instanceof DingtalkError && error.status === 400 ? new MediaLost('expired', error.message) : error;
  }
}
