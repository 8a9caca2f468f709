import type { ConnectorBlobs } from '#connector-sdk';
import type { OutgoingMessage } from '../converting/outgoing-messages.js';
import { type PlatformApi, PlatformRefusal } from '../receiving/platform-api.js';

/** Uploads what messages name, and gives the messages whole. Nothing has reached the customer by then. */
export async function uploadFiles(
  messages: readonly OutgoingMessage[],
  { api, blobs, path }: { api: Pick<PlatformApi, 'upload'>; blobs: Pick<ConnectorBlobs, 'get'>; path: string },
): Promise<OutgoingMessage[]> {
  const whole: OutgoingMessage[] = [];
  for (const message of messages) {
    const { file } = message;
    if (file === undefined) {
      whole.push(message);
      continue;
    }
    const bytes = await blobs.get(file.blobRef);
    const answer = await api.upload(path, { type: file.type }, { name: file.fileName, contentType: file.contentType, bytes });
    const mediaId = answer['media_id'];
    if (typeof mediaId !== 'string') throw new PlatformRefusal(path, -200, 'no media_id in the answer');
    whole.push({ msgType: message.msgType, content: { ...message.content, media_id: mediaId } });
  }
  return whole;
}
