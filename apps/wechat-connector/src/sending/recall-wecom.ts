import type { RecallResult } from '#connector-sdk';
import { PlatformRefusal } from './platform-errors.js';
import { isWecomForLater, toWecomError } from './wecom-errors.js';

/** Codes that say: there is no such message, or not any more. */
const GONE = new Set([40058]);

/**
 * Takes the messages of one reply back, one call each. `call` rejects as `PlatformApi.call`. `knownGone`: an earlier attempt may have taken some back and
 * the platform's time is not over, so one that it does not know is one that is gone.
 */
export async function recallAll(
  msgids: readonly string[],
  knownGone: boolean,
  call: (msgid: string) => Promise<unknown>,
): Promise<RecallResult> {
  for (const msgid of msgids) {
    try {
      await call(msgid);
    } catch (error) {
      if (!(error instanceof PlatformRefusal) || isWecomForLater(error.errcode)) throw error;
      if (knownGone && GONE.has(error.errcode)) continue;
      const { code, category, nativeCode } = toWecomError(error.errcode, error.errmsg);
      return {
        status: 'refused',
        error: {
          code,
          category,
          permanent: true,
          ...(nativeCode === undefined ? {} : { nativeCode }),
          message: `WeCom did not take it back: ${error.errmsg.slice(0, 200)} (${error.errcode})`,
          hint: 'Write to the recipient what is to be put right.',
        },
      };
    }
  }
  return { status: 'recalled' };
}
