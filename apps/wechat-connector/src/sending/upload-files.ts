import type { ConnectorBlobs, SendResult } from '#connector-sdk';
import { RetriableError } from '#runtime';
import type { OutgoingMessage } from '../converting/outgoing-messages.js';
import type { WecomApi } from '../receiving/wecom-api.js';
import { PlatformRefusal, UncertainCall } from './platform-errors.js';
import { isWecomForLater, toWecomError } from './wecom-errors.js';

/** Uploads what messages name, and gives the messages whole. Nothing has reached the customer by then: what may work later waits (`RetriableError`). */
export async function uploadFiles(
  messages: readonly OutgoingMessage[],
  { api, blobs, path }: { api: Pick<WecomApi, 'upload'>; blobs: Pick<ConnectorBlobs, 'get'>; path: string },
): Promise<OutgoingMessage[] | SendResult> {
  const whole: OutgoingMessage[] = [];
  for (const message of messages) {
    const { file } = message;
    if (file === undefined) {
      whole.push(message);
      continue;
    }
    try {
      const bytes = await blobs.get(file.blobRef);
      const answer = await api.upload(path, { type: file.type }, { name: file.fileName, contentType: file.contentType, bytes });
      const mediaId = answer['media_id'];
      if (typeof mediaId !== 'string') throw new UncertainCall(`${path} answered without a media_id`);
      whole.push({ msgType: message.msgType, content: { ...message.content, media_id: mediaId } });
    } catch (error) {
      if (error instanceof PlatformRefusal && !isWecomForLater(error.errcode))
        return { status: 'failed', error: { ...toWecomError(error.errcode, error.errmsg), permanent: true } };
      if (!(error instanceof UncertainCall) && !(error instanceof PlatformRefusal)) throw error;
      throw new RetriableError(`${file.fileName} could not be uploaded: ${error.message}`, {
        code: 'wecom_upload',
        retryAfterMs: 10_000,
        cause: error,
      });
    }
  }
  return whole;
}
