import { MediaLost, openResponse, type MediaFetching } from '#connector-sdk';
import type { PlatformApi } from '../../sending/platform-api.js';
import { callHttp } from '../../sending/http-call.js';
import { PlatformRefusal, toCallFailure } from '../../sending/platform-errors.js';

const FETCH_MS = 60_000;
/** Codes that say: there is nothing any more under this id. */
const GONE = new Set([40007, 40009]);

/** `media/get`: the bytes, or for a video the address where they lie. */
export function createOfficialMedia(api: PlatformApi, maxBytes: number): MediaFetching {
  return {
    maxBytes,
    timeoutMs: FETCH_MS,
    open: async ({ media: { source } }, signal) => {
      try {
        return await openResponse(await request(api, source.ref, signal), maxBytes);
      } catch (error) {
        if (error instanceof PlatformRefusal && GONE.has(error.errcode)) throw new MediaLost('expired', error.message);
        throw error;
      }
    },
  };
}

async function request(api: PlatformApi, mediaId: string, signal: AbortSignal): Promise<Response> {
  const { response, json } = await api.open({ path: '/cgi-bin/media/get', query: { media_id: mediaId }, timeoutMs: FETCH_MS });
  const address = json['video_url'];
  if (typeof address !== 'string') return response;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new Error(`media/get gave an address that is none of the web: ${url.protocol}`);
  try {
    const video = await callHttp(url, { signal });
    if (video.ok) return video;
    await video.body?.cancel();
    throw new Error(`${url.host} answered ${video.status}`);
  } catch (error) {
    throw toCallFailure(error, url);
  }
}
