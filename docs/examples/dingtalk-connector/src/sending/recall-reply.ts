import type { RecallResult, SentReply } from '@tributary/connector-sdk';
import type { DingtalkApi } from '../calling/dingtalk-api.js';
import { DingtalkError } from '../calling/dingtalk-error.js';
import { readSentId } from '../dingtalk.ids.js';
import { waitOf } from './error-classes.js';

/**
 * Takes all messages of an answer back that the API sent. What DingTalk refuses on a later attempt may be what an earlier one took back: it does not say
 * which, so that is told as uncertain.
 */
export async function recallReply(api: DingtalkApi, { remoteMessageId }: SentReply, attempt: number): Promise<RecallResult> {
  const { keys, group } = readSentId(remoteMessageId);
  try {
    const stay = Object.values(await api.recall(keys, group));
    if (stay.length === 0) return { status: 'recalled' };
    const why = keys.length === 1 ? stay[0]! : `${stay.length} of ${keys.length} messages stay: ${stay[0]}`;
    if (attempt > 1) throw new Error(`DingTalk does not take it back a second time: ${why}`);
    return refuse('recall.failed', why);
  } catch (error) {
    // Whatever is no clear no is asked for again by the host.
    if (!(error instanceof DingtalkError) || error.status >= 500 || waitOf(error) !== null) throw error;
    return refuse(error.code, error.message);
  }
}

function refuse(nativeCode: string, why: string): RecallResult {
  return {
    status: 'refused',
    error: {
      code: 'dingtalk_not_recalled',
      category: 'unknown',
      permanent: true,
      nativeCode,
      message: `DingTalk did not take it back: ${why}`,
      hint: 'Write what is to be put right.',
    },
  };
}
