import { MediaLost, type MediaFetching } from '#connector-sdk';
import { PlatformRefusal } from '../sending/platform-errors.js';
import type { WecomApi } from './wecom-api.js';

/** `media/get` gives no more than 20 MB. */
const MAX_BYTES = 32 * 1024 * 1024;
/** Codes that say: there is nothing under this id. */
const GONE = new Set([40007, 40058]);

/** What WeCom keeps under a media id. */
export function createWecomMedia(api: Pick<WecomApi, 'download'>, now: () => Date): MediaFetching {
  return {
    maxBytes: MAX_BYTES,
    open: async ({ media: { source } }) => {
      try {
        return await api.download('/cgi-bin/media/get', { media_id: source.ref }, MAX_BYTES);
      } catch (error) {
        if (!(error instanceof PlatformRefusal && GONE.has(error.errcode))) throw error;
        const isOver = source.expiresAt !== undefined && Date.parse(source.expiresAt) <= now().getTime();
        // Known to no one although its time is not over: it never was there.
        throw new MediaLost(isOver ? 'expired' : 'failed', error.message);
      }
    },
  };
}
